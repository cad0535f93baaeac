-- RDF terms as N-Quads writes them, for the plans of the mapping stage.

-- RFC 3987, section 2.2: unreserved characters stay, in an IRI those beyond ASCII too; the rest is percent-encoded.
-- Where every character is one byte all are ASCII, and then both encodings are the same.
CREATE MACRO uri_safe(value) AS url_encode(value);
CREATE MACRO iri_safe(value) AS CASE WHEN length(value) = strlen(value) THEN url_encode(value) ELSE
  array_to_string(list_transform(regexp_extract_all(value, '(?s).'), lambda character:
    CASE WHEN regexp_full_match(character, '[A-Za-z0-9._~\x{A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}\x{10000}-\x{1FFFD}\x{20000}-\x{2FFFD}\x{30000}-\x{3FFFD}-]')
    THEN character ELSE url_encode(character) END), '') END;

-- RFC 3986, section 3.1: what starts with a scheme is absolute; the rest is set behind the base, as RML-Core says.
CREATE MACRO absolute_iri(value, base) AS CASE
  WHEN regexp_full_match(value, '(?s)[A-Za-z][A-Za-z0-9+.-]*:.*') THEN value ELSE base || value END;

-- A value that makes no valid term stops the query; the message names the triples map and the value.
CREATE MACRO valid_iri(value, triples_map) AS CASE
  WHEN value IS NULL OR NOT regexp_matches(value, '[\x00-\x20<>"{}|^`\\]') THEN value
  ELSE error(triples_map || ' makes an IRI with a character that no IRI has: ' || value)::VARCHAR END;
CREATE MACRO valid_language_tag(value, pattern, triples_map) AS CASE
  WHEN value IS NULL OR regexp_full_match(value, pattern) THEN value
  ELSE error(triples_map || ' makes a literal whose language is no language tag: ' || value)::VARCHAR END;

-- The escapes of canonical N-Triples, RDF 1.1 N-Triples, section 2.4, are those of JSON, and \u007F.
CREATE MACRO plain_literal(value) AS CASE
  WHEN contains(value, chr(127)) THEN replace(to_json(value::VARCHAR)::VARCHAR, chr(127), '\u007F')
  ELSE to_json(value::VARCHAR)::VARCHAR END;
CREATE MACRO typed_literal(value, datatype) AS CASE
  WHEN datatype = 'http://www.w3.org/2001/XMLSchema#string' THEN plain_literal(value)
  ELSE plain_literal(value) || '^^<' || datatype || '>' END;
-- XML Schema 1.1 Part 2, section 3.3.5.2: the canonical form of a double, for a source's integer that is given that datatype.
CREATE MACRO integer_as_double(value) AS CASE WHEN regexp_full_match(value, '-?0+') THEN '0.0E0' ELSE
  regexp_extract(value, '^-?[1-9]') || '.'
    || coalesce(nullif(rtrim(regexp_extract(value, '^-?[0-9](.*)$', 1), '0'), ''), '0')
    || 'E' || length(regexp_extract(value, '^-?[0-9](.*)$', 1))::VARCHAR END;
CREATE MACRO overridden_literal(value, own, datatype) AS typed_literal(CASE
  WHEN own = 'http://www.w3.org/2001/XMLSchema#integer' AND datatype = 'http://www.w3.org/2001/XMLSchema#double'
  THEN integer_as_double(value) ELSE value END, datatype);
CREATE MACRO natural_literal(value, datatype) AS CASE
  WHEN datatype IS NULL THEN plain_literal(value) ELSE typed_literal(value, datatype) END;
-- x takes the place of %, so that x itself is escaped too; a label may hold no ~ and may not end with a dot.
CREATE MACRO blank_node(value) AS
  '_:b' || replace(replace(replace(replace(uri_safe(value), 'x', 'x78'), '%', 'x'), '~', 'x7E'), '.', 'x2E');

-- What two spellings of one name have in common: letters without case and marks, and digits, with one blank between words.
CREATE MACRO folded_name(value) AS trim(regexp_replace(regexp_replace(translate(lower(value),
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżžſơưǎǐǒǔǖǘǚǜǟǡǧǩǫǭǰǵǹ'
    || 'ǻȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕẖẗ'
    || 'ẘẙẛạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹøłđħı',
    'aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzzsouaiouuuuuaagkoojgn'
    || 'aaaeeiioorruusthaeooooyabbbcdddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrsssssttttuuuuuvvwwwwwxxyzzzht'
    || 'wysaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyyoldhi'), '[\x{300}-\x{36F}]', '', 'g'), '[\x00-\x2F\x3A-\x60\x7B-\xBF\x{2000}-\x{206F}]+', ' ', 'g'));

"""Quads made of tables, by the parts of RML-Core that they use."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError

from .conftest import Lines, objects

SOURCE = 'rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "t" ]'


def one_object(term_map: str) -> str:
    return f"""
    <#M> {SOURCE} ; rml:subject ex:s ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ {term_map} ] ] ."""


def made(lines: list[str]) -> list[str]:
    return [line.split(" ", 2)[2].removesuffix(" .") for line in lines]


def test_literal(lines: Lines) -> None:
    assert made(lines(one_object('rml:reference "a"'), t={"a": ["x"]})) == ['"x"']


def test_typed_literal_keeps_its_text(lines: Lines) -> None:
    term_map = 'rml:reference "a" ; rml:datatype xsd:decimal'
    assert made(lines(one_object(term_map), t={"a": ["85000.00", "abc"]})) == [
        '"85000.00"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"abc"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]


def test_datatype_and_language_from_columns(lines: Lines) -> None:
    typed = 'rml:reference "a" ; rml:datatypeMap [ rml:template "http://www.w3.org/2001/XMLSchema#{b}" ]'
    assert made(lines(one_object(typed), t={"a": ["1", "2"], "b": ["gYear", "string"]})) == [
        '"1"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        '"2"',
    ]
    tagged = 'rml:reference "a" ; rml:languageMap [ rml:reference "b" ]'
    assert made(lines(one_object(tagged), t={"a": ["x"], "b": ["fr"]})) == ['"x"@fr']


def test_missing_values_make_no_quad(lines: Lines) -> None:
    assert lines(one_object('rml:template "{a}-{b}"'), t={"a": ["x", None], "b": [None, "y"]}) == []


def test_template_values_are_iri_safe(lines: Lines) -> None:
    found = made(lines(one_object('rml:template "{a}"'), t={"a": ["é ü/b?#%~"]}))
    assert found == ["<https://example.org/é%20ü%2Fb%3F%23%25~>"]


def test_uri_encodes_beyond_ascii_and_unsafe_iri_nothing(lines: Lines) -> None:
    uri = one_object('rml:template "x:{a}" ; rml:termType rml:URI')
    assert made(lines(uri, t={"a": ["é/b"]})) == ["<x:%C3%A9%2Fb>"]
    unsafe = one_object('rml:template "id/{a}" ; rml:termType rml:UnsafeIRI')
    assert made(lines(unsafe, t={"a": ["state/é"]})) == ["<https://example.org/id/state/é>"]


def test_absolute_and_relative_references(lines: Lines) -> None:
    term_map = 'rml:reference "a" ; rml:termType rml:IRI'
    found = made(lines(one_object(term_map), t={"a": ["http://other/x", "y"]}))
    assert sorted(found) == ["<http://other/x>", "<https://example.org/y>"]


@pytest.mark.parametrize(
    ("term_map", "value", "message"),
    [
        ('rml:reference "a" ; rml:termType rml:IRI', "http://x/a b", "makes an IRI with a character that no IRI has"),
        ('rml:template "{a}" ; rml:termType rml:UnsafeIRI', "a>b", "makes an IRI with a character that no IRI has"),
        ('rml:reference "a" ; rml:languageMap [ rml:reference "a" ]', "no tag", "is no language tag: no tag"),
    ],
)
def test_bad_values_are_refused_with_the_map_and_the_value(
    lines: Lines, term_map: str, value: str, message: str
) -> None:
    with pytest.raises(InputError) as refusal:
        lines(one_object(term_map), t={"a": [value]})
    assert message in str(refusal.value)
    assert "https://example.org/#M" in str(refusal.value)
    assert value in str(refusal.value)


def test_classes_and_graphs(lines: Lines) -> None:
    mapping = f"""
    <#M> {SOURCE} ; rml:subjectMap [ rml:constant ex:s ; rml:class ex:A, ex:B ; rml:graph ex:g, rml:defaultGraph ] ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:object ex:o ; rml:graphMap [ rml:template "g/{{a}}" ] ] ."""
    ns = "https://example.org/ns#"
    kind = f"<{ns}s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert lines(mapping, t={"a": ["1"]}) == sorted(
        [
            f"{kind} <{ns}A> .",
            f"{kind} <{ns}A> <{ns}g> .",
            f"{kind} <{ns}B> .",
            f"{kind} <{ns}B> <{ns}g> .",
            f"<{ns}s> <{ns}p> <{ns}o> .",
            f"<{ns}s> <{ns}p> <{ns}o> <{ns}g> .",
            f"<{ns}s> <{ns}p> <{ns}o> <https://example.org/g/1> .",
        ]
    )


def test_join(lines: Lines) -> None:
    mapping = f"""
    <#M> {SOURCE} ; rml:subjectMap [ rml:template "{{a}}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:parentTriplesMap <#Parent> ;
        rml:joinCondition [ rml:child "b" ; rml:parentMap [ rml:template "k{{c}}" ] ] ] ] .
    <#Parent> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "u" ] ;
      rml:subjectMap [ rml:template "parent/{{d}}" ] ."""
    found = lines(mapping, t={"a": ["1", "2"], "b": ["k7", "k9"]}, u={"c": ["7", "8"], "d": ["x", "y"]})
    assert found == ["<https://example.org/1> <https://example.org/ns#p> <https://example.org/parent/x> ."]


def test_parent_of_the_same_row(lines: Lines) -> None:
    mapping = f"""
    <#M> {SOURCE} ; rml:subject ex:s ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:parentTriplesMap <#Parent> ] ] .
    <#Parent> {SOURCE} ; rml:subjectMap [ rml:template "parent/{{a}}" ] ."""
    assert made(lines(mapping, t={"a": ["1"]})) == ["<https://example.org/parent/1>"]


def test_parent_that_does_not_exist(lines: Lines) -> None:
    with pytest.raises(InputError, match="which no file has"):
        lines(one_object("rml:parentTriplesMap <#None>"), t={"a": ["1"]})


def test_each_line_once_sorted_by_bytes(lines: Lines) -> None:
    found = lines(one_object('rml:reference "a"'), t={"a": ["é", "z", "a", "z", "A"]})
    assert found == sorted(set(found), key=str.encode)
    assert len(found) == 4


def test_missing_table_and_column_are_named(lines: Lines) -> None:
    with pytest.raises(InputError, match="no record table t"):
        lines(one_object('rml:reference "a"'), other={"a": ["1"]})
    with pytest.raises(InputError, match="t has no column b; it has a"):
        lines(one_object('rml:reference "b"'), t={"a": ["1"]})


texts = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1),
    min_size=1,
    max_size=20,
    unique=True,
)
# One mapping runs over the many texts of an example: that is what takes the time.
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(texts)
def test_any_text_survives_from_cell_to_parsed_literal(lines: Lines, cells: list[str]) -> None:
    assert sorted(objects(lines(one_object('rml:reference "a"'), t={"a": cells}))) == sorted(cells)


@many
@given(texts)
def test_any_text_makes_a_valid_iri_in_a_template(lines: Lines, cells: list[str]) -> None:
    found = objects(lines(one_object('rml:template "http://x/{a}"'), t={"a": cells}))
    assert len(set(found)) == len(cells)
    assert all(each.startswith("http://x/") for each in found)


def test_labels_of_blank_nodes_are_valid_and_differ(lines: Lines) -> None:
    values = ["a b", "ax20b", "a~", "ax7E", "a.", "ax2E", "x", "x78", "é", "%"]
    found = objects(lines(one_object('rml:reference "a" ; rml:termType rml:BlankNode'), t={"a": values}))
    assert len(set(found)) == len(values)

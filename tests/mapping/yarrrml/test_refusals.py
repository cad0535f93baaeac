"""What is not understood in a YARRRML document is refused with the file, the line and what it belongs to."""

from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.mapping.reading import read_mappings

from ..conftest import BASE

DOCUMENT = """prefixes:
  ex: https://example.org/ns#
sources:
  people: [people.csv~csv]
targets:
  all: [all.nq~void]
mappings:
  person:
    sources: people
    s: ex:person/$(id)
    po:
      - [foaf:name, $(name)]
      - p: ex:upper
        o: {function: grel:toUpperCase, parameters: [[grel:valueParameter, $(name)]]}
      - p: ex:home
        o:
          - mapping: port
            condition:
              function: equal
              parameters: [[str1, $(home)], [str2, $(code)]]
  port:
    sources: [[ports.csv~csv]]
    s: ex:port/$(code)
"""


def refusal(file: Path) -> str:
    with pytest.raises(InputError) as raised:
        read_mappings([file], BASE)
    said = str(raised.value)
    assert "\n" not in said
    assert said.startswith(str(file))
    return said.removeprefix(str(file))


def test_the_document_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(DOCUMENT, encoding="utf-8")
    assert [each.name for each in read_mappings([tmp_path], BASE)] == [BASE + "person", BASE + "port"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ("prefixes:", "prefixs:", 1, "the document has the key prefixs in the document, which is not understood"),
        ("  all: [all.nq~void]", "  all: [all.nq~sparql]", 6, "the target all writes to all.nq as sparql"),
        ("  all: [all.nq~void]", "  all: [all.nq~void, owlxml]", 6, "has the serialization owlxml"),
        ("  all: [all.nq~void]", "  all: {type: void}", 6, "has a target without access"),
        ("[people.csv~csv]", "[people.csv~xquery]", 4, "the source people has the referenceFormulation xquery"),
        ("[people.csv~csv]", "[people.csv~csv, $]", 4, "has an iterator for CSV"),
        ("[people.csv~csv]", "[people.csv]", 4, "no list of a file~formulation"),
        ("[people.csv~csv]", "{access: people.csv}", 4, "without a referenceFormulation"),
        (
            "[people.csv~csv]",
            "{access: 'http://a.example/p.csv', referenceFormulation: csv}",
            4,
            "of the type localfile that is no local file",
        ),
        ("[people.csv~csv]", "{access: x, type: wot, contentType: text/csv}", 4, "has the key contentType"),
        ("[people.csv~csv]", "{access: localhost/x, type: mysql}", 4, "needs either a query or a table"),
        ("    sources: people\n", "", 8, "the mapping person has no sources"),
        ("    sources: people\n", "    sources: peple\n", 9, "reads the source peple, which is none of the sources"),
        ("ex:person/$(id)", "exx:person/$(id)", 10, "whose prefix exx: is not declared"),
        ("ex:person/$(id)", "ex:person/$(id", 10, "a reference that is not closed"),
        ("ex:person/$(id)", "ex:person/$(a(b))", 10, "a bracket in one"),
        ("ex:person/$(id)", "ex:person/$()", 10, "has an empty reference"),
        ("ex:person/$(id)", "{quoted: port}", 10, "has the key quoted in a subject, which is not understood"),
        ("ex:person/$(id)", "$(id)~literal", 10, "has a literal as its subject"),
        ("ex:person/$(id)", "{value: $(id), type: odd}", 10, "has the type odd; known are iri"),
        ("ex:person/$(id)", "{value: 'ex:$(id)', targets: none}", 10, "goes to the target none"),
        ("ex:person/$(id)", "{type: iri}", 10, "needs either a value or a function"),
        ("ex:person/$(id)", "ex:two words", 10, 'has "ex:two words" as an IRI, which is no IRI'),
        ("ex:person/$(id)", "''", 10, 'has "" as an IRI, which is no IRI'),
        ("[foaf:name, $(name)]", "[foaf:name]", 12, "no list of predicate, object"),
        ("[foaf:name, $(name)]", "[foaf:name, $(name), en~lang, x]", 12, "no list of predicate, object"),
        ("[foaf:name, $(name)]", "{p: foaf:name}", 12, "without a predicate or without an object"),
        ("[foaf:name, $(name)]", "[foaf:name, $(name)~iri, en~lang]", 12, "an object that is no literal"),
        (
            "[foaf:name, $(name)]",
            "{p: a, o: {value: x, language: en, datatype: xsd:date}}",
            12,
            "both a datatype and a",
        ),
        ("[foaf:name, $(name)]", "{p: foaf:name, i: ex:x, o: $(name)}", 12, "no IRI and no blank node"),
        ("[foaf:name, $(name)]", "{p: foaf:name, o: $(name), predicate: a}", 12, "has the key predicates twice"),
        ("[foaf:name, $(name)]", "{p: foaf:name, p: foaf:name, o: x}", 12, "has the key p twice"),
        ("[foaf:name, $(name)]", "[{a: b}, $(name)]", 12, "has the key a in a predicate"),
        ("[foaf:name, $(name)]", "[foaf:name, [[a, [b]]]]", 12, "has a datatype or language that is no text"),
        ("      - [foaf:name", "      - foaf:name\n      - [foaf:name", 11, "put the pair into brackets"),
        ("function: grel:toUpperCase,", "function: toUpperCase,", 14, "names a function toUpperCase without a prefix"),
        ("function: grel:toUpperCase,", "function: grel:toUperCase,", 14, "none of those that docs/functions.md lists"),
        ("[[grel:valueParameter, $(name)]]", "[]", 14, "without the parameter"),
        ("[[grel:valueParameter, $(name)]]", "[[grel:odd, $(name)]]", 14, "the parameter http"),
        (
            "[[grel:valueParameter, $(name)]]",
            "[[grel:valueParameter, $(name), o]]",
            14,
            "says ~o where no other mapping",
        ),
        ("[[grel:valueParameter, $(name)]]", "[[grel:valueParameter]]", 14, "no list of its name and its value"),
        ("[[grel:valueParameter, $(name)]]", "[{parameter: grel:valueParameter}]", 14, "without its name or without"),
        ("function: grel:toUpperCase, ", "function: 'grel:toUpperCase(a = b)', ", 14, "beside those in the brackets"),
        (
            "{function: grel:toUpperCase, parameters: [[grel:valueParameter, $(name)]]}",
            "{function: 'grel:toUpperCase(a b)'}",
            14,
            "has no parameter with =",
        ),
        ("mapping: port", "mapping: harbour", 17, "is linked with the mapping harbour"),
        (
            "              function: equal",
            "              function: grel:string_contains",
            18,
            "only equal with its two",
        ),
        ("$(home)], [str2, $(code)]", "$(home), o], [str2, $(code), o]", 18, "takes both values of equal from o"),
        ("[str1, $(home)]", "[str1, $(home), x]", 20, "takes a value from x"),
        ("  port:\n", "  person:\n", 21, "has the key person twice in the mappings"),
        ("  port:\n", "  port: *none\n", 21, "this is not valid YAML"),
        ("    po:\n", "    po: [\n", 12, "this is not valid YAML"),
        ("    s: ex:port/$(code)\n", "    s: &s [*s]\n", 23, "has an alias within what it stands for"),
    ],
)
def test_the_line_is_that_of_the_part(tmp_path: Path, right: str, wrong: str, line: int, message: str) -> None:
    file = tmp_path / "mapping.yml"
    assert DOCUMENT.count(right) == 1
    file.write_text(DOCUMENT.replace(right, wrong), encoding="utf-8")
    said = refusal(file)
    assert message in said
    assert said.startswith(f", line {line}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", " is empty"),
        (b"prefixes: {}\n", ", line 1: the document has no mappings"),
        (b"- a\n", ", line 1: the document has the document without keys"),
        (b"a: \xff\n", " is not encoded as UTF-8"),
        (b"a: 1\nb: \x00\n", ", line 2: this is not valid YAML"),
        (b"a: 1\n--- \nb: 2\n", ", line 2: this is not valid YAML"),
        (b"mappings:\n\tm: 1\n", ", line 2: this is not valid YAML"),
        (b"[" * 100_000, " nests too deeply"),
    ],
)
def test_text_that_is_no_document(tmp_path: Path, text: bytes, message: str) -> None:
    file = tmp_path / "mapping.yml"
    file.write_bytes(text)
    assert message in refusal(file)


def test_two_mappings_that_make_one_name(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yml"
    changed = DOCUMENT.replace("s: ex:person/$(id)", "s: ['ex:a/$(id)', 'ex:b/$(id)']")
    file.write_text(changed.replace("  port:", "  person-2: {sources: people}\n  port:"), encoding="utf-8")
    said = refusal(file)
    assert said.startswith(", line 21: the mapping person-2 makes a triples map of the name")


def test_aliases_of_aliases_take_no_time(tmp_path: Path) -> None:
    lists = "\n".join(f"    - &l{each} [{', '.join([f'*l{each - 1}'] * 9)}]" for each in range(1, 30))
    file = tmp_path / "mapping.yml"
    file.write_text(f"mappings:\n  person:\n    po:\n    - &l0 [a, b]\n{lists}\n", encoding="utf-8")
    assert "has no sources" in refusal(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.yml")


@pytest.mark.parametrize(
    "source",
    [
        "{access: localhost/x, type: mysql, query: SELECT 1, credentials: {username: jo, password: [secret]}}",
        "{access: localhost/x, type: oracle, query: SELECT 1, credentials: {username: jo, password: secret}}",
        "{access: 'postgresql://jo:secret@db.example/x', referenceFormulation: csv}",
        "{access: 'postgresql://jo:secret@db.example/x', type: oracle, query: SELECT 1}",
    ],
)
def test_a_password_is_in_no_message(tmp_path: Path, source: str) -> None:
    file = tmp_path / "mapping.yml"
    file.write_text(DOCUMENT.replace("[people.csv~csv]", source), encoding="utf-8")
    assert "secret" not in refusal(file)

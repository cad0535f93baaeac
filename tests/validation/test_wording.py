"""Every result says what its rule asks, what was found and what would pass, in three languages, with either engine."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from iomgraph.validation import Report, Result, constraints
from iomgraph.validation.wording import LANGUAGES
from iomgraph.validation.wording.words import all_words

from .test_set_engine import held

NAMES = """
ex:State rdfs:label "state"@en, "État"@fr, "Estado"@es . ex:end rdfs:label "end"@en, "fin"@fr, "fin"@es .
ex:MDA a ex:State ; rdfs:label "Moldova"@en, "Moldavie"@fr, "Moldavia"@es . ex:ROU a ex:State ; rdfs:label "Romania" .
ex:done ex:list ex:statuses ; rdfs:label "Completed"@en, "Achevé"@fr, "Finalizado"@es .
ex:statuses rdfs:label "Status" .
ex:city a ex:City . ex:City rdfs:label "city"@en, "ville"@fr, "ciudad"@es .
"""
CASES = {
    # name: (the shape of ex:p, the values of ex:p, the reason, the remedy)
    "class": (
        "sh:class ex:State",
        "'Moldva'",
        "Asked for: an entry of type “state”; found: the text “Moldva”, the name of no such entry.",
        "Nearest known: “Moldova” (http://example.org/MDA).",
    ),
    "named": (
        "sh:class ex:State",
        "'moldova'",
        "Asked for: an entry of type “state”; found: the text “moldova”, a name in place of the entry itself.",
        "Nearest known: “Moldova” (http://example.org/MDA).",
    ),
    "typed": (
        "sh:class ex:State",
        "ex:city",
        "Asked for: an entry of type “state”; found: <http://example.org/city>, of type “city”.",
        "One of these would pass: “Moldova” or “Romania”.",
    ),
    "undescribed": (
        "sh:class ex:State",
        "ex:ROM",
        "Asked for: an entry of type “state”; found: <http://example.org/ROM>, which the data does not describe.",
        "One of these would pass: “Moldova” or “Romania”.",
    ),
    "scheme": (
        "sh:node [ sh:property [ sh:path ex:list ; sh:hasValue ex:statuses ] ]",
        "'acheve'",
        "Asked for: an entry whose “list” is “Status”; found: the text “acheve”, a name in place of the entry itself.",
        "Nearest known: “Completed” (http://example.org/done).",
    ),
    "misspelt": (
        "sh:datatype xsd:decimal",
        "'85O00'^^xsd:decimal",
        "Asked for: a decimal number; found: “85O00”, which is not written so.",
        "Such a value would pass: “1234.50”.",
    ),
    "datatype": (
        "sh:datatype xsd:date",
        "'2003'^^xsd:gYear",
        "Asked for: a day (year-month-day); found: “2003”, a year.",
        "Such a value would pass: “2003-05-31”.",
    ),
    "kind": (
        "sh:nodeKind sh:IRI",
        "'example.org'",
        "Asked for: a whole web address; found: “example.org”, a plain value.",
        "Such a value would pass: “https://example.org/page”.",
    ),
    "least": ("sh:minCount 2", "'a'", "Asked for: 2 values or more; found: 1 (“a”).", "Add 1 or more."),
    "missing": (
        "sh:minCount 1 ; sh:in ( 'on' 'off' )",
        None,
        "Asked for: a value; found: none.",
        "One of these would pass: “off” or “on”.",
    ),
    "most": (
        "sh:maxCount 1",
        "'a', 'b'",
        "Asked for: one value at most; found: 2 (“a” and “b”).",
        "Remove 1 of the 2.",
    ),
    "above": ("sh:minExclusive 0", "-5", "Asked for: more than 0; found: “-5”.", "Such a value would pass: “1”."),
    "from": ("sh:minInclusive 3", "2", "Asked for: 3 or more; found: “2”.", "Such a value would pass: “3”."),
    "below": (
        "sh:maxExclusive 10.5",
        "11.0",
        "Asked for: less than 10.5; found: “11.0”.",
        "Such a value would pass: “9.5”.",
    ),
    "to": ("sh:maxInclusive 3", "4", "Asked for: 3 or less; found: “4”.", "Such a value would pass: “3”."),
    "longer": ("sh:minLength 3", "'ab'", "Asked for: 3 characters or more; found: 2 (“ab”).", "It lacks 1 characters."),
    "shorter": (
        "sh:maxLength 1",
        "'ab'",
        "Asked for: one character at most; found: 2 (“ab”).",
        "Characters too many: 1.",
    ),
    "pattern": (
        "sh:pattern '^[A-Z][A-Z]-[0-9]+$'",
        "'ab'",
        "Asked for: a text of the form ^[A-Z][A-Z]-[0-9]+$; found: “ab”.",
        "Such a value would pass: “AB-3”.",
    ),
    "own example": (
        "sh:pattern '^[A-Z]+$' ; skos:example 'USD' ; skos:editorialNote 'Codes stand in codes.csv.'@en",
        "'$'",
        "Asked for: a text of the form ^[A-Z]+$; found: “$”.",
        "Such a value would pass: “USD”. Codes stand in codes.csv.",
    ),
    "description": (
        "sh:pattern '^[A-Z]+$' ; sh:description 'Capital letters.'@en",
        "'$'",
        "Asked for: a text of the form ^[A-Z]+$; found: “$”.",
        "Capital letters.",
    ),
    "language": (
        "sh:languageIn ( 'en' 'fr' )",
        "'x'@de",
        "Asked for: a text marked as en or fr; found: “x” marked as de.",
        "Mark it with its language: en or fr.",
    ),
    "unique": (
        "sh:uniqueLang true",
        "'a'@en, 'b'@en, 'c'@fr",
        "Asked for: one text in each language; found: “a” and “b” marked as en.",
        "Keep one text for each of these languages: en.",
    ),
    "equals": (
        "sh:equals ex:end",
        "'a' ; ex:end 'a', 'b'",
        "Asked for: the same values as under “end”; found: “b”, which stands there only.",
        "Give “b” on both sides or on neither.",
    ),
    "disjoint": (
        "sh:disjoint ex:end",
        "'a' ; ex:end 'a'",
        "Asked for: none of the values under “end”; found: “a” on both sides.",
        "Keep “a” on one side only.",
    ),
    "less": (
        "sh:lessThan ex:end",
        "7 ; ex:end 9, 5",
        "Asked for: a value before each one under “end”; found: “7” against “5” and “9”.",
        "A value before “5” would pass.",
    ),
    "less or equal": (
        "sh:lessThanOrEquals ex:end",
        "7 ; ex:end 5",
        "Asked for: a value no later or greater than any under “end”; found: “7” against “5”.",
        "“5” itself or a value before it would pass.",
    ),
    "not": (
        "sh:not [ sh:datatype xsd:integer ]",
        "7",
        "Asked for: anything but a whole number; found: “7”.",
        "",
    ),
    "and": (
        "sh:and ( [ sh:datatype xsd:integer ] [ sh:maxInclusive 5 ] )",
        "7",
        "Asked for: a whole number and 5 or less; found: “7”.",
        "",
    ),
    "or": (
        "sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:date ] )",
        "'2003'",
        "Asked for: a year or a day (year-month-day); found: “2003”.",
        "Such a value would pass: “2003” or “2003-05-31”.",
    ),
    "xone": (
        "sh:xone ( [ sh:minLength 1 ] [ sh:maxLength 3 ] )",
        "'ab'",
        "Asked for: exactly one of these: a text that is not empty or 3 characters at most; found: “ab”.",
        "",
    ),
    "qualified": (
        "sh:qualifiedValueShape [ sh:class ex:State ] ; sh:qualifiedMinCount 2",
        "ex:MDA, ex:city",
        "Asked for: 2 values or more that are each an entry of type “state”; found: 1 "
        "(“Moldova” (http://example.org/MDA)).",
        "",
    ),
    "too many": (
        "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMaxCount 1",
        "ex:x, ex:y",
        "Asked for: one value at most that is a whole web address; found: 2 in all "
        "(<http://example.org/x> and <http://example.org/y>).",
        "",
    ),
    "closed": (
        "sh:node [ sh:closed true ; sh:property [ sh:path ex:title ] ]",
        "[ ex:titel 'x' ]",
        "Asked for: only the properties “title”; found: a node without an address.",
        "",
    ),
    "has": ("sh:hasValue 'one'", "'onee'", "Asked for: “one”; found: 1 (“onee”).", "Write “one” in place of “onee”."),
    "in": (
        "sh:in ( 'Active' 'Completed' )",
        "'complated'",
        "Asked for: “Active” or “Completed”; found: “complated”.",
        "Nearest known: “Completed”.",
    ),
    "in none": (
        "sh:in ( ex:MDA 'on' )",
        "'frozen'",
        "Asked for: “Moldova” or “on”; found: “frozen”.",
        "One of these would pass: “Moldova” or “on”.",
    ),
    "sparql": (
        "sh:sparql [ sh:prefixes <http://example.org/prefixes> ; "
        "sh:select 'SELECT $this ?value { $this ex:p ?value }' ]",
        "7",
        "The query of the rule finds “7”.",
        "",
    ),
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    shapes, data = [], [NAMES]
    for number, (shape, values, _, _) in enumerate(CASES.values()):
        inner = f"[ sh:path ex:p ; {shape} ; sh:message 'M.'@en ]"
        shapes.append(f"ex:S{number} a sh:NodeShape ; sh:targetNode ex:n{number} ; sh:property {inner} .")
        data.append(f"ex:n{number} a ex:Thing{f' ; ex:p {values}' if values else ''} .")
    shapes.append(
        "ex:C a sh:NodeShape ; sh:targetNode ex:closed ; sh:message 'M.'@en ; sh:closed true ; "
        "sh:ignoredProperties ( ex:title ex:date ) ."
    )
    return held(
        "\n".join([*data, "ex:closed ex:titel 'x' ."]), "\n".join(shapes), tmp_path_factory.mktemp("s") / "s.ttl"
    )


@pytest.mark.parametrize(("number", "name"), list(enumerate(CASES)), ids=list(CASES))
def test_what_is_asked_what_was_found_and_what_would_pass(report: Report, number: int, name: str) -> None:
    _, _, reason, remedy = CASES[name]
    found = [result for result in report.results if result.focus == f"http://example.org/n{number}"]
    assert (reason, remedy) in [(result.reason("en"), result.remedy("en")) for result in found]


def test_a_property_that_a_closed_shape_does_not_list(report: Report) -> None:
    (result,) = (each for each in report.results if each.focus == "http://example.org/closed")
    assert result.reason("fr").startswith(
        "Demandé : seulement les propriétés « date » et « title » ; trouvé : « x » sous"
    )
    assert result.remedy("es") == "Quite «titel»; la más parecida de las propiedades permitidas: «title»."


def test_names_are_those_of_the_language(report: Report) -> None:
    (result,) = (each for each in report.results if each.focus == "http://example.org/n0")
    assert result.reason("fr").startswith("Demandé : une entrée de type « État » ; trouvé : le texte « Moldva »")
    assert result.remedy("es") == "Lo más parecido entre lo conocido: «Moldavia» (http://example.org/MDA)."


def test_every_place_is_filled_in_every_language(report: Report) -> None:
    for result in every(report.results):
        for texts in (result.reasons, result.remedies):
            assert set(texts) in ({*LANGUAGES}, {*()})
            assert not re.search("[{}]|None", " ".join(texts.values()))
        assert result.reasons


def every(results: tuple[Result, ...]) -> Iterator[Result]:
    for result in results:
        yield result
        yield from every(result.details)


def components() -> Iterator[str]:
    """The components that a module of `constraints/` is about, as its text names them."""
    for file in Path(constraints.__path__[0]).glob("*.py"):
        yield from re.findall(r"SH\.(\w+)ConstraintComponent", file.read_text(encoding="utf-8"))


def test_every_component_has_words_in_every_language() -> None:
    found = set(components())
    assert len(found) == 30  # 29 of SHACL Core, and SPARQL
    assert {each for each in found if "asks" not in all_words().get(each, {})} == set()


def test_every_text_has_the_same_places_in_every_language() -> None:
    for texts in (texts for of in all_words().values() for texts in of.values()):
        assert set(LANGUAGES) <= set(texts)
        places = [
            {name for _, name, _, _ in string.Formatter().parse(texts[language]) if name} for language in LANGUAGES
        ]
        assert places[0] == places[1] == places[2], texts
        assert all(text.strip() for text in texts.values())

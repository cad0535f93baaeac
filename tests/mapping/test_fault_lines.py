"""What is wrong in a mapping is said with the file, the line of the statement at fault and the triples map."""

from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping

from .conftest import BASE

MAPPING = """@prefix rml: <http://w3id.org/rml/> .
@prefix ex: <https://example.org/ns#> .

<#M>
  rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ;
    rml:iterator "t" ] ;
  rml:subjectMap [ rml:template "{a}" ] ;
  rml:predicateObjectMap [
    rml:predicate ex:p ;
    rml:objectMap [ rml:reference "a" ]
  ] ,
  [
    rml:predicate ex:q ;
    rml:objectMap [
      rml:reference "a" ;
      rml:language
        "en"
    ]
  ] .
"""
OLDER = MAPPING.replace("rml: <http://w3id.org/rml/>", "rml: <http://semweb.mmlab.be/ns/rml#>").replace(
    "rml:SQL2008Table", "<http://w3id.org/rml/SQL2008Table>"
)


def refusal(folder: Path, mapping: str) -> str:
    file = folder / "mapping.ttl"
    file.write_text(mapping, encoding="utf-8")
    tables = {"t": pa.table({"a": ["a b"]})}
    with pytest.raises(InputError) as raised, Mapping([file], BASE, tables) as mapped:
        list(mapped.lines())
    assert str(raised.value).startswith(str(file))
    return str(raised.value).removeprefix(str(file))


@pytest.mark.parametrize("mapping", [MAPPING, OLDER], ids=["today's terms", "older terms"])
@pytest.mark.parametrize(
    ("right", "wrong", "line", "message"),
    [
        ('"{a}"', '"{a"', 7, "cannot be read: the template"),
        ('rml:template "{a}"', 'rml:constant "a"', 7, "has a literal as its subject"),
        ('rml:template "{a}"', "", 7, "needs exactly one rml:constant"),
        ('rml:iterator "t"', 'rml:iterator "t", "u"', 6, "more than one rml:iterator"),
        ("rml:predicate ex:q ;", "", 12, "without a predicate"),
        ('rml:language\n        "en"', 'rml:language\n\n        "en", "fr"', 18, "more than one rml:language"),
        ('rml:language\n        "en"', "rml:termType\n\n        ex:Odd", 18, "the unknown term type"),
        ('rml:language\n        "en"', 'rml:odd\n        "en"', 17, "which iomgraph does not read"),
        ("rml:referenceFormulation", "rml:referenceFormulation ex:Odd ,", 5, "exactly one rml:referenceFormulation"),
        ('rml:subjectMap [ rml:template "{a}" ] ;', "", 4, "needs exactly one rml:subjectMap, but has 0"),
        (
            'rml:language\n        "en"',
            "rml:termType <http://w3id.org/rml/UnsafeIRI>",
            4,
            "makes an IRI with a character",
        ),
        ('[ rml:reference "a" ]', "[ rml:parentTriplesMap <#None> ]", 4, "which no file has"),
    ],
)
def test_the_line_is_that_of_the_statement(
    tmp_path: Path, mapping: str, right: str, wrong: str, line: int, message: str
) -> None:
    assert right in mapping
    said = refusal(tmp_path, mapping.replace(right, wrong))
    assert said.startswith(f", line {line}: the triples map {BASE}#M ")
    assert message in said


def test_text_that_is_no_turtle(tmp_path: Path) -> None:
    said = refusal(tmp_path, MAPPING.replace('"{a}" ] ;', '"{a}" ;;'))
    assert said.startswith(", line 19: this is not valid Turtle")


@pytest.mark.parametrize(
    ("right", "wrong"), [('rml:reference "a"', 'rml:reference "none"'), ('rml:iterator "t"', 'rml:iterator "none"')]
)
def test_what_a_source_lacks_is_said_with_the_triples_map_that_reads_it(tmp_path: Path, right: str, wrong: str) -> None:
    file = tmp_path / "mapping.ttl"
    file.write_text(MAPPING.replace(right, wrong), encoding="utf-8")
    with pytest.raises(InputError, match=r"none") as raised:
        Mapping([file], BASE, {"t": pa.table({"a": ["x"]})})
    assert str(raised.value).endswith(f" ({file}, line 4: the triples map {BASE}#M).")

"""Mappings in R2RML and in the older RML make the same quads as in today's terms."""

from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping

from .conftest import BASE, PREFIXES

OLDER = """
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix orml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
<#Person> a rr:TriplesMap ;
  orml:logicalSource [ orml:source "people.json" ; orml:referenceFormulation ql:JSONPath ; orml:iterator "$[*]" ] ;
  rr:subjectMap [ rr:template "person/{id}" ; rr:class ex:Person ; rr:graph ex:g ] ;
  rr:predicateObjectMap
    [ rr:predicate ex:name ; rr:objectMap [ orml:reference "name" ; rr:language "en" ] ] ,
    [ rr:predicate ex:page ; rr:objectMap [ rr:template "page/{id}" ; rr:termType rr:IRI ] ] ,
    [ rr:predicate ex:born ; rr:objectMap [ orml:reference "born" ; rr:datatype xsd:gYear ] ] ,
    [ rr:predicateMap [ rr:constant ex:home ] ; rr:objectMap [ rr:parentTriplesMap <#Port> ;
        rr:joinCondition [ rr:child "home" ; rr:parent "code" ] ] ] .
<#Port>
  orml:logicalSource [ orml:source "ports.csv" ; orml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "port/{code}" ] .
"""
CURRENT = """
<#Person>
  rml:logicalSource [ rml:source [ rml:path "people.json" ] ; rml:referenceFormulation rml:JSONPath ;
    rml:iterator "$[*]" ] ;
  rml:subjectMap [ rml:template "person/{id}" ; rml:class ex:Person ; rml:graph ex:g ] ;
  rml:predicateObjectMap
    [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ; rml:language "en" ] ] ,
    [ rml:predicate ex:page ; rml:objectMap [ rml:template "page/{id}" ] ] ,
    [ rml:predicate ex:born ; rml:objectMap [ rml:reference "born" ; rml:datatype xsd:gYear ] ] ,
    [ rml:predicate ex:home ; rml:objectMap [ rml:parentTriplesMap <#Port> ;
        rml:joinCondition [ rml:child "home" ; rml:parent "code" ] ] ] .
<#Port>
  rml:logicalSource [ rml:source [ rml:path "ports.csv" ] ; rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "port/{code}" ] .
"""


def made(folder: Path, mapping: str, **tables: pa.Table) -> list[str]:
    file = folder / "mapping.ttl"
    file.write_text(PREFIXES + mapping, encoding="utf-8")
    with Mapping([file], BASE, tables) as mapped:
        return list(mapped.lines())


def test_the_same_quads(tmp_path: Path) -> None:
    people = '[{"id": 1, "name": "Ada", "born": "1815", "home": "LON"}, {"id": 2, "name": "Bob"}]'
    (tmp_path / "people.json").write_text(people, encoding="utf-8")
    (tmp_path / "ports.csv").write_text("code\nLON\n", encoding="utf-8")
    lines = made(tmp_path, OLDER)
    assert len(lines) == 8
    assert lines == made(tmp_path, CURRENT)


def test_r2rml_over_a_table(tmp_path: Path) -> None:
    mapping = """
    @prefix rr: <http://www.w3.org/ns/r2rml#> .
    <#M> rr:logicalTable [ rr:tableName "t" ] ; rr:subject ex:s ;
      rr:predicateObjectMap [ rr:predicate ex:p ; rr:objectMap [ rr:column "a" ] ] ."""
    (line,) = made(tmp_path, mapping, t=pa.table({"a": ["x"]}))
    assert line == '<https://example.org/ns#s> <https://example.org/ns#p> "x" .'


@pytest.mark.parametrize("term", ["inverseExpression", "sqlVersion"])
def test_terms_without_a_counterpart_are_refused_by_name(tmp_path: Path, term: str) -> None:
    mapping = f"""
    @prefix rr: <http://www.w3.org/ns/r2rml#> .
    <#M> rr:logicalTable [ rr:{term} "SELECT 1" ] ; rr:subject ex:s ."""
    with pytest.raises(InputError, match=f"rml/{term}, which iomgraph does not read"):
        made(tmp_path, mapping)

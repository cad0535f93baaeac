"""Terms of values that have a datatype of their own."""

from pathlib import Path

import pytest

from iomgraph.mapping import Mapping

from .conftest import BASE, PREFIXES


@pytest.mark.parametrize(
    ("number", "lexical"),
    [("33", "3.3E1"), ("0", "0.0E0"), ("-1200", "-1.2E3"), ("7", "7.0E0"), ("1.5", "1.5E0"), ('"33"', "33")],
)
def test_numbers_of_json_are_canonical_doubles(tmp_path: Path, number: str, lexical: str) -> None:
    (tmp_path / "f.json").write_text(f'[{{"n": {number}}}, {{"n": 1.5}}]', encoding="utf-8")
    file = tmp_path / "mapping.ttl"
    source = 'rml:source [ rml:path "f.json" ] ; rml:iterator "$[0]" ; rml:referenceFormulation rml:JSONPath'
    file.write_text(
        f"""{PREFIXES} <#M> rml:logicalSource [ {source} ] ; rml:subject ex:s ;
        rml:predicateObjectMap [ rml:predicate ex:p ;
          rml:objectMap [ rml:reference "n" ; rml:datatype xsd:double ] ] .""",
        encoding="utf-8",
    )
    with Mapping([file], BASE) as made:
        (line,) = made.lines()
    assert f'"{lexical}"^^<http://www.w3.org/2001/XMLSchema#double>' in line

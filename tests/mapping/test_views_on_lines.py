"""Logical views over files with a JSON document on each line, also where a line is broken."""

from pathlib import Path

import pytest

from iomgraph.broken_rows import BrokenRows
from iomgraph.errors import InputError
from iomgraph.mapping import Mapping

from .conftest import BASE, PREFIXES, objects

VIEW = """
<#ships> rml:source [ rml:path "f.ndjson" ] ; rml:iterator "$" ; rml:referenceFormulation FORMULATION .
<#view> rml:viewOn <#ships> ; rml:field [ rml:fieldName "name" ; rml:reference "name" ] ,
  [ a rml:IterableField ; rml:fieldName "crew" ; rml:iterator "$.crew[*]" ;
    rml:field [ rml:fieldName "rank" ; rml:reference "rank" ] ] .
<#M> rml:logicalSource <#view> ; rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ;
  rml:objectMap [ rml:template "{#} {name} {crew.#} {crew.rank}" ; rml:termType rml:Literal ] ] ."""


@pytest.mark.parametrize("formulation", ["rml:JSONPath", "<https://w3id.org/iomgraph/formulation#NDJSON>"])
def test_records_inside_lines_stay_with_their_line(tmp_path: Path, formulation: str) -> None:
    lines = ['{"name": "Elk", "crew": [{"rank": 1}, {"rank": 2}]}', "{", '{"name": "Fox", "crew": [{"rank": 3}]}']
    (tmp_path / "f.ndjson").write_text("\n".join(lines), encoding="utf-8")
    mapping = tmp_path / "mapping.ttl"
    mapping.write_text(PREFIXES + VIEW.replace("FORMULATION", formulation), encoding="utf-8")
    broken = BrokenRows(skip=True)
    with Mapping([mapping], BASE, broken_rows=broken) as made:
        assert objects(list(made.lines())) == ["0 Elk 0 1", "0 Elk 1 2", "1 Fox 0 3"]
    assert len(broken.sentences) == 1
    with pytest.raises(InputError, match=r"f.ndjson, line 2, column 2: "):
        Mapping([mapping], BASE)

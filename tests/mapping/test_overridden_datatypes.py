"""A number of a source with datatypes that a mapping gives another: the same number, written as its datatype asks."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from iomgraph.engine import DuckDBEngine
from iomgraph.mapping import Mapping
from iomgraph.mapping.sources.natural_datatypes import canonical_double

from .conftest import BASE, PREFIXES, objects


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
@example(Decimal("0.0"))
@example(Decimal("-12.50"))
@example(Decimal("1200"))
@example(Decimal("0.00012"))
def test_a_double_is_the_same_number_as_a_decimal(number: Decimal) -> None:
    written = exp.Anonymous(this="double_as_decimal", expressions=[exp.Literal.string(canonical_double(number))])
    with DuckDBEngine() as engine:
        ((made,),) = engine.rows(exp.select(written))
    assert Decimal(made) == number
    assert "E" not in made
    assert not made.startswith("-0") or number != 0


@pytest.mark.parametrize(
    ("number", "datatype", "made"),
    [(1.5, "decimal", "1.5"), (2000.0, "integer", "2000"), (3, "double", "3.0E0"), (7, "decimal", "7")],
)
def test_the_number_of_a_document(tmp_path: Path, number: float, datatype: str, made: str) -> None:
    (tmp_path / "f.json").write_text(json.dumps([{"a": number}]), encoding="utf-8")
    (tmp_path / "m.ttl").write_text(
        f"""{PREFIXES} <#M> rml:logicalSource [ rml:source [ rml:path "f.json" ] ; rml:iterator "$[*]" ;
          rml:referenceFormulation rml:JSONPath ] ; rml:subjectMap [ rml:constant ex:s ] ; rml:predicateObjectMap
          [ rml:predicate ex:p ; rml:objectMap [ rml:reference "a" ; rml:datatype xsd:{datatype} ] ] .
        """,
        encoding="utf-8",
    )
    with Mapping([tmp_path / "m.ttl"], BASE) as mapping:
        assert objects(list(mapping.lines())) == [made]

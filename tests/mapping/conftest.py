"""A way to run a mapping that a test writes down, over tables that it writes down."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyoxigraph
import pytest

from iomgraph.mapping import Mapping

BASE = "https://example.org/"
PREFIXES = """
@prefix rml: <http://w3id.org/rml/> .
@prefix ex: <https://example.org/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Lines = Callable[..., list[str]]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """The sorted lines that a mapping makes of tables given as columns."""

    def run(mapping: str, **tables: dict[str, list[object]]) -> list[str]:
        file = tmp_path / "mapping.ttl"
        file.write_text(PREFIXES + mapping, encoding="utf-8")
        with Mapping([file], BASE, {name: pa.table(columns) for name, columns in tables.items()}) as made:
            return list(made.lines())

    return run


def objects(lines: list[str]) -> list[str]:
    """The texts of the objects, as a parser that nobody here wrote reads them."""
    parsed = pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return [quad.object.value for quad in parsed]

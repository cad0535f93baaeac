"""Logical sources, one file for each reference formulation.

A module here declares `FORMULATIONS`, the IRIs of the reference formulations that it reads, and
`load(engine, source, references, broken_rows)`, which makes the source a relation of the engine. Nothing else knows
it: a new formulation is one more file. A format that nests also declares `parse(text, source)` and
`within(source, references)`, with which logical views read the records inside a record or inside a value, and
`records(source, broken_rows)`, the records themselves.

RML-IO: <https://w3id.org/rml/io/spec>
"""

import importlib
import pkgutil
from collections.abc import Set as AbstractSet
from functools import cache
from types import ModuleType

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation


@cache
def formulations() -> dict[str, ModuleType]:
    """The module that reads each reference formulation."""
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return {iri: module for module in modules for iri in getattr(module, "FORMULATIONS", ())}


def load_source(
    engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows
) -> Relation:
    """The relation of `source` with a column for each of `references`.

    Rows that cannot be read are told to `broken_rows`. Raises InputError where the source cannot be read or has no such
    reference.
    """
    relation: Relation = formulations()[source.formulation].load(engine, source, references, broken_rows)
    return relation

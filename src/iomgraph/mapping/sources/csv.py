"""CSV files.

RML-IO, reference formulation rml:CSV; RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>.
"""

from collections.abc import Set as AbstractSet

from iomgraph.engine import DuckDBEngine
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.record_tables import checked_columns
from iomgraph.mapping.sources.source_text import plain_file

FORMULATIONS = ("http://w3id.org/rml/CSV",)


def load(engine: DuckDBEngine, source: LogicalSource, references: AbstractSet[str]) -> Relation:
    """A table with every column of the file, as text; empty is missing.

    Raises InputError where the file cannot be read, a row has too few or too many cells, or a column is missing.
    """
    name = str(source.file)
    with plain_file(source) as file:
        engine.add_csv(name, file, source.nulls)
    return Relation(name, checked_columns(name, engine.columns(name), references))

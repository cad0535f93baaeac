"""Parquet files, <https://parquet.apache.org/docs/file-format/>, with the natural datatypes of their columns."""

from collections.abc import Set as AbstractSet
from pathlib import Path

import pyarrow.parquet

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.columnar import Opened, load_columnar

FORMULATIONS = ("https://w3id.org/iomgraph/formulation#Parquet",)


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with the columns that are referred to.

    Raises InputError where a file is no Parquet, a column is missing, or its type has no datatype in RDF.
    """
    return load_columnar(engine, source, references, "Parquet", _opened)


def _opened(file: Path) -> Opened:
    parquet = pyarrow.parquet.ParquetFile(file)
    return parquet.schema_arrow, lambda columns: parquet.iter_batches(columns=columns)

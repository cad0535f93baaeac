"""Where relational plans run."""

from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import CsvFiles, Engine, OrderedText

__all__ = ["CsvFiles", "DuckDBEngine", "Engine", "OrderedText"]

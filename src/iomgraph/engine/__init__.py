"""Where relational plans run."""

from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import Engine, OrderedText

__all__ = ["DuckDBEngine", "Engine", "OrderedText"]

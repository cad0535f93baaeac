"""Where relational plans run."""

from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import Engine

__all__ = ["DuckDBEngine", "Engine"]

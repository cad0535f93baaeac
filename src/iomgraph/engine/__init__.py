"""Where relational plans run."""

from iomgraph.engine.duckdb import DuckDBEngine

__all__ = ["DuckDBEngine"]

"""Where relational plans run."""

from iomgraph.engine.choosing import ENGINES, open_engine
from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import CsvFiles, Engine, OrderedText

__all__ = ["ENGINES", "CsvFiles", "DuckDBEngine", "Engine", "OrderedText", "open_engine"]

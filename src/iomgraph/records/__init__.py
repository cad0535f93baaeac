"""Sources into records and record tables: pages (text, HTML), CSV, TSV, Excel, Parquet, JSON, NDJSON and IATI XML."""

from iomgraph.records.reading import read_sources
from iomgraph.records.record import Cell, Record
from iomgraph.records.tables import record_tables

__all__ = ["Cell", "Record", "read_sources", "record_tables"]

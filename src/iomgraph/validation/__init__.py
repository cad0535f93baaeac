"""Graphs held against SHACL shapes, and reports that name file, line and field."""

from iomgraph.validation.formats import FORMATS, write_report
from iomgraph.validation.result import Report, Result, Severity
from iomgraph.validation.shapes import read_shapes
from iomgraph.validation.validate import DUCKDB, ENGINES, explain, validate

__all__ = [
    "DUCKDB",
    "ENGINES",
    "FORMATS",
    "Report",
    "Result",
    "Severity",
    "explain",
    "read_shapes",
    "validate",
    "write_report",
]

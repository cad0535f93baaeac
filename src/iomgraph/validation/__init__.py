"""Graphs held against SHACL shapes, and reports that name file, line and field."""

from iomgraph.validation.formats import FORMATS, write_report
from iomgraph.validation.result import Report, Result, Severity
from iomgraph.validation.shapes import read_shapes
from iomgraph.validation.validate import ENGINES, SET, explain, validate

__all__ = [
    "ENGINES",
    "FORMATS",
    "SET",
    "Report",
    "Result",
    "Severity",
    "explain",
    "read_shapes",
    "validate",
    "write_report",
]

"""Graphs held against SHACL shapes, and reports that name file, line and field."""

from iomgraph.validation.formats import FORMATS, write_report
from iomgraph.validation.formats.json import read_json_report
from iomgraph.validation.incremental import Earlier, FullRunError, to_recheck, validate_since
from iomgraph.validation.result import Report, Result, Severity
from iomgraph.validation.shapes import digest_of, read_shapes
from iomgraph.validation.validate import ENGINES, SET, explain, validate

__all__ = [
    "ENGINES",
    "FORMATS",
    "SET",
    "Earlier",
    "FullRunError",
    "Report",
    "Result",
    "Severity",
    "digest_of",
    "explain",
    "read_json_report",
    "read_shapes",
    "to_recheck",
    "validate",
    "validate_since",
    "write_report",
]

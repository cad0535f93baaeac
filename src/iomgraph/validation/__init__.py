"""Graphs held against SHACL shapes, and reports that name file, line and field."""

from iomgraph.validation.allowances import Allowances
from iomgraph.validation.formats import FORMATS, write_report
from iomgraph.validation.formats.json import read_json_report
from iomgraph.validation.formats.text import text_report
from iomgraph.validation.grouping import Grouping
from iomgraph.validation.result import Report, Result, Severity
from iomgraph.validation.shapes import read_shapes
from iomgraph.validation.validate import ENGINES, SET, explain, validate
from iomgraph.validation.waivers import read_waivers

__all__ = [
    "ENGINES",
    "FORMATS",
    "SET",
    "Allowances",
    "Grouping",
    "Report",
    "Result",
    "Severity",
    "explain",
    "read_json_report",
    "read_shapes",
    "read_waivers",
    "text_report",
    "validate",
    "write_report",
]

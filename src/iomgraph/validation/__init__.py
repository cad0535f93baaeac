"""Graphs held against SHACL shapes, and reports that name file, line and field."""

from iomgraph.validation.allowances import Allowances
from iomgraph.validation.formats import FORMATS, write_report
from iomgraph.validation.formats.html import Site
from iomgraph.validation.formats.json import read_json_report
from iomgraph.validation.formats.text import text_report
from iomgraph.validation.grouping import Grouping
from iomgraph.validation.incremental import Earlier, FullRunError, to_recheck, validate_since
from iomgraph.validation.rdf_places import RdfPlaces
from iomgraph.validation.result import Report, Result, Severity
from iomgraph.validation.shapes import digest_of, read_shapes, shapes_files
from iomgraph.validation.validate import DUCKDB, ENGINES, PYSHACL, Places, explain, validate
from iomgraph.validation.waivers import read_waivers, without_waiver_findings

__all__ = [
    "DUCKDB",
    "ENGINES",
    "FORMATS",
    "PYSHACL",
    "Allowances",
    "Earlier",
    "FullRunError",
    "Grouping",
    "Places",
    "RdfPlaces",
    "Report",
    "Result",
    "Severity",
    "Site",
    "digest_of",
    "explain",
    "read_json_report",
    "read_shapes",
    "read_waivers",
    "shapes_files",
    "text_report",
    "to_recheck",
    "validate",
    "validate_since",
    "without_waiver_findings",
    "write_report",
]

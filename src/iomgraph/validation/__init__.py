"""Graphs held against SHACL shapes, and reports that name file, line and field."""

from iomgraph.validation.formats import FORMATS, write_report
from iomgraph.validation.formats.html import Site
from iomgraph.validation.rdf_places import RdfPlaces
from iomgraph.validation.result import Report, Result, Severity
from iomgraph.validation.shapes import read_shapes, shapes_files
from iomgraph.validation.validate import ENGINES, SET, Places, explain, validate

__all__ = [
    "ENGINES",
    "FORMATS",
    "SET",
    "Places",
    "RdfPlaces",
    "Report",
    "Result",
    "Severity",
    "Site",
    "explain",
    "read_shapes",
    "shapes_files",
    "validate",
    "write_report",
]

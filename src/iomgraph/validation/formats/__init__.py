"""The formats of a report: one file each, each a function from the report to its text."""

from collections.abc import Callable

from iomgraph.validation.formats.csv import csv_report
from iomgraph.validation.formats.github import github_report
from iomgraph.validation.formats.html import Site, html_report
from iomgraph.validation.formats.json import json_report
from iomgraph.validation.formats.junit import junit_report
from iomgraph.validation.formats.sarif import sarif_report
from iomgraph.validation.formats.text import text_report
from iomgraph.validation.formats.turtle import turtle_report
from iomgraph.validation.result import Report

FORMATS: dict[str, Callable[[Report, str], str]] = {
    "text": text_report,
    "html": html_report,
    "json": json_report,
    "csv": csv_report,
    "turtle": turtle_report,
    "sarif": sarif_report,
    "junit": junit_report,
    "github": github_report,
}


def write_report(report: Report, report_format: str, language: str, site: Site | None = None) -> str:
    """The report in one of `FORMATS`; `language` is that of the messages where the format has but one.

    HTML links to the pages of `site` where there is one.
    """
    if report_format == "html":
        return html_report(report, language, site)
    return FORMATS[report_format](report, language)

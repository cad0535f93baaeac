"""The report as one self-contained page."""

from importlib.resources import files

from jinja2 import Environment

from iomgraph.validation.formats.words import words
from iomgraph.validation.result import Report, Severity


def html_report(report: Report, language: str) -> str:
    """A page that needs nothing but itself: counts, then a table of the results, worst first."""
    source = files("iomgraph.validation").joinpath("templates/report.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
    counts = [(severity.value, report.count(severity)) for severity in Severity]
    return page.render(results=report.results, counts=counts, language=language, words=words(language)) + "\n"

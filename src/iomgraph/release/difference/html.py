"""A difference as one page that needs nothing but itself."""

from importlib.resources import files

from jinja2 import Environment

from iomgraph.release.difference.changed_resources import Summary
from iomgraph.release.difference.words import words


def html_difference(summary: Summary, language: str) -> str:
    """A table of old and new values for each changed resource, then what else came and went."""
    template = files("iomgraph.release.difference").joinpath("page.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    return page.render(summary=summary, counts=summary.quads, say=words(language), language=language) + "\n"

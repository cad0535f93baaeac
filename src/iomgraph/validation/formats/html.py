"""The report as one page that needs nothing but itself, and no script to be read: script only filters and sorts."""

import base64
import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment

from iomgraph.validation.formats.words import words
from iomgraph.validation.result import Report, Severity, short

_FOLDER = files("iomgraph.validation")


@dataclass(frozen=True, slots=True)
class Site:
    """Where resources whose addresses begin with `base` can be looked at.

    >>> Site("https://example.org/", "http://localhost:8000").link("https://example.org/id/project/A")
    'http://localhost:8000/id/project/A'
    """

    base: str
    address: str

    def link(self, iri: str) -> str:
        """The address of the page about `iri`; its own where it is none of the site."""
        return f"{self.address.rstrip('/')}/{iri.removeprefix(self.base)}" if iri.startswith(self.base) else iri


def html_report(report: Report, language: str, site: Site | None = None) -> str:
    """Counts, then a table of the results, worst first, with links to the nodes at fault, to those of `site` there."""
    severities = {severity.value: words(language)(severity.value) for severity in Severity}
    own_words = _own_words().get(language, _own_words()["en"])
    files_named = {place.file for result in report.results for place in result.places}
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_template("report.html"))
    return (
        page.render(
            results=report.results,
            counts=[(severity.value, report.count(severity)) for severity in Severity],
            order=[severity.value for severity in Severity],
            severities=list(severities.items()),
            rules=sorted({(result.rule, short(result.rule)) for result in report.results}, key=lambda rule: rule[::-1]),
            files=[(file, file) for file in sorted(files_named)],
            language=language,
            words=own_words | severities,
            short=short,
            link=lambda iri: _link(iri, site),
            style=_template("report.css"),
            script=_template("report.js"),
            policy=content_policy(),
        )
        + "\n"
    )


def content_policy() -> str:
    """The Content-Security-Policy of the page: its own style and its own script, and nothing from anywhere."""
    digest = base64.b64encode(hashlib.sha256(_template("report.js").encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def _link(iri: str, site: Site | None) -> str | None:
    if not iri.startswith(("http://", "https://")):
        return None
    return site.link(iri) if site else iri


@cache
def _own_words() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FOLDER.joinpath("formats/html_words.toml").read_text(encoding="utf-8"))


@cache
def _template(name: str) -> str:
    return _FOLDER.joinpath("templates", name).read_text(encoding="utf-8")

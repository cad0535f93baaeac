"""The report as annotations: workflow commands that GitHub shows on the lines of a change.

Follows GitHub's workflow commands,
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
"""

from collections.abc import Iterator

from iomgraph.validation.formats.sentences import advice, title
from iomgraph.validation.result import Report, Result, Severity

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_ESCAPED_IN_PROPERTY = {**_ESCAPED, ":": "%3A", ",": "%2C"}


def github_report(report: Report, language: str) -> str:
    """A command for each result that counts, at its first place; the results that do not count are only told of.

    >>> github_report(Report(()), "en")
    ''
    """
    lines = [_command(result, language) for result in report.results if result.counts]
    passed = len(report.results) - len(lines)
    if passed:
        lines.append(f"Not annotated, as waived or known before: {passed}.")
    return "".join(f"{line}\n" for line in lines)


def _command(result: Result, language: str) -> str:
    properties = ",".join(f"{name}={_escaped(text, _ESCAPED_IN_PROPERTY)}" for name, text in _properties(result))
    return f"::{_COMMANDS[result.severity]} {properties}::{_escaped(advice(result, language), _ESCAPED)}"


def _properties(result: Result) -> Iterator[tuple[str, str]]:
    if result.places:
        place = result.places[0]
        yield "file", place.file
        if place.line is not None:
            yield "line", str(place.line)
    yield "title", title(result)


def _escaped(text: str, escaped: dict[str, str]) -> str:
    return "".join(escaped.get(character, character) for character in text)

"""The report for code hosts, which show each result on its line: SARIF.

Follows SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os.html.
"""

import hashlib
import json
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from rdflib.term import BNode

from iomgraph import __version__
from iomgraph.mapping import Place
from iomgraph.validation.formats.sentences import advice
from iomgraph.validation.result import Report, Result, Severity, short

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# The number in its name changes when fingerprints are made of something else.
_FINGERPRINT = "iomgraph/v1"


def sarif_report(report: Report, language: str) -> str:
    """One run: the rules that results come from, and the results, with fingerprints that stay when lines move.

    Files are named relative to the root of the checkout; further places of a result are related locations.
    """
    rules = {rule: number for number, rule in enumerate(sorted({result.rule for result in report.results}))}
    titles = {result.rule: result.name(language) for result in reversed(report.results)}
    waived = any(result.waived is not None for result in report.results)
    known = any(result.known for result in report.results)
    seen: Counter[str] = Counter()
    results = []
    for result in report.results:
        written = _result(result, rules[result.rule], language, seen)
        # Where one result has them, all have: sections 3.27.23 and 3.27.24.
        if waived:
            written["suppressions"] = _suppressions(result)
        if known:
            written["baselineState"] = "unchanged" if result.known else "new"
        results.append(written)
    driver = {"name": "iomgraph", "version": __version__, "rules": [_rule(rule, titles[rule]) for rule in rules]}
    run = {"tool": {"driver": driver}, "language": language, "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str, title: str) -> dict[str, Any]:
    written: dict[str, Any] = {"id": rule, "name": short(rule) or rule}
    written["shortDescription"] = {"text": _text(title) or written["name"]}
    if rule.startswith(("http://", "https://")):
        written["helpUri"] = _uri(rule)
    return written


def _result(result: Result, rule: int, language: str, seen: Counter[str]) -> dict[str, Any]:
    written: dict[str, Any] = {
        "ruleId": result.rule,
        "ruleIndex": rule,
        "level": _LEVELS[result.severity],
        "message": {"text": _text(advice(result, language))},
        "locations": [_location(place, result) for place in result.places[:1]]
        or [{"logicalLocations": [_focus(result)]}],
        "partialFingerprints": {_FINGERPRINT: _fingerprint(result, seen)},
    }
    if len(result.places) > 1:
        written["relatedLocations"] = [_location(place, result) for place in result.places[1:]]
    return written


def _location(place: Place, result: Result) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.file)}
    if place.line:
        physical["region"] = {"startLine": place.line}
        if place.text is not None:
            physical["region"]["snippet"] = {"text": place.text}
    field = [{"name": place.field, "kind": "property"}] if place.field else []
    return {"physicalLocation": physical, "logicalLocations": [*field, _focus(result)]}


def _focus(result: Result) -> dict[str, str]:
    return {"fullyQualifiedName": result.focus, "kind": "object"}


def _artifact(file: str) -> dict[str, str]:
    if PurePath(file).is_absolute():
        return {"uri": f"file://{quote(file)}"}
    return {"uri": quote(file), "uriBaseId": "%SRCROOT%"}


def _fingerprint(result: Result, seen: Counter[str]) -> str:
    """What tells the result from others wherever its lines move to; the labels of blank nodes change with them."""
    terms = (result.focus_node, result.value)
    place = result.places[0] if result.places else None
    parts = [
        *(result.rule, result.component, str(result.whole_path or result.path)),
        *("" if term is None or isinstance(term, BNode) else term.n3() for term in terms),
        *((place.file, place.field) if place else ()),
    ]
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _suppressions(result: Result) -> list[dict[str, str]]:
    if result.waived is None:
        return []
    return [{"kind": "external", "status": "accepted", "justification": result.waived}]


def _text(text: str) -> str:
    """A plain text message in which nothing is a placeholder or a link: sections 3.11.5 and 3.11.6."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _uri(iri: str) -> str:
    return quote(iri, safe="%/:=&?~#+!$,;'@()*[]")

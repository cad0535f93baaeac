"""The report for programs: a JSON object, from which the same report can be read again."""

import json
from pathlib import Path
from typing import Any

import pyoxigraph
from rdflib.term import BNode, Literal

from iomgraph.errors import InputError
from iomgraph.mapping import Place
from iomgraph.rdf.rdflib_graph import n_triples_term, rdflib_term
from iomgraph.validation.formats.path_json import path_object, path_of_object
from iomgraph.validation.result import Report, Result, Severity


def json_report(report: Report, language: str) -> str:
    """`conforms`, the counts by severity and the `results`, each with its texts by language and its places.

    `message` is the one in `language`; `term` is the value as N-Triples writes it.
    """
    document = {
        "conforms": report.conforms,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "results": [_object(result, language) for result in report.results],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_json_report(file: Path) -> Report:
    """The report that `json_report` wrote. Raises InputError where the file is no such report."""
    try:
        document = json.loads(file.read_bytes())
        return Report(tuple(map(_result, document["results"])))
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); publish the release again.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{file} is no report of this version of iomgraph; publish the release again.") from error


def _object(result: Result, language: str) -> dict[str, Any]:
    return {
        "severity": result.severity.value,
        "focus": result.focus,
        "focus_term": n_triples_term(result.focus_node),
        "path": result.path,
        "whole_path": None if result.whole_path is None else path_object(result.whole_path),
        "name": result.name(language) or None,
        "names": result.names,
        "value": None if result.value is None else str(result.value),
        "term": None if result.value is None else n_triples_term(result.value),
        "message": result.message(language),
        "messages": result.messages,
        "reasons": result.reasons,
        "remedies": result.remedies,
        "component": result.component,
        "rule": result.rule,
        "shape": result.shape,
        "waived": result.waived,
        "known": result.known,
        "places": [
            {
                "file": place.file,
                "line": place.line,
                "field": place.field or None,
                "text": place.text,
                "record": place.record,
            }
            for place in result.places
        ],
        "details": [_object(detail, language) for detail in result.details],
    }


def _result(written: dict[str, Any]) -> Result:
    focus = _term(written["focus_term"])
    whole_path = written["whole_path"]
    return Result(
        focus=written["focus"],
        path=written["path"],
        value=None if written["term"] is None else _term(written["term"]),
        severity=Severity(written["severity"]),
        messages=written["messages"],
        names=written["names"],
        component=written["component"],
        rule=written["rule"],
        shape=written["shape"],
        places=tuple(
            Place(place["file"], place["line"], place["field"] or "", place["text"], place["record"])
            for place in written["places"]
        ),
        details=tuple(map(_result, written["details"])),
        reasons=written["reasons"],
        remedies=written["remedies"],
        waived=written["waived"],
        known=written["known"],
        whole_path=None if whole_path is None else path_of_object(whole_path),
        focus_term=focus if isinstance(focus, BNode | Literal) else None,
    )


def _term(written: str) -> Any:
    (triple,) = pyoxigraph.parse(f"<a:a> <a:a> {written} .".encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return rdflib_term(triple.object)

"""A graph held against shapes; each result is traced to its cells.

Follows SHACL, https://www.w3.org/TR/shacl/.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pyoxigraph
import rdflib
from rdflib import SH
from rdflib.term import BNode, Literal, URIRef

from iomgraph.engine import ENGINES as QUERY_ENGINES
from iomgraph.engine import open_engine
from iomgraph.mapping import Place
from iomgraph.validation import set_engine
from iomgraph.validation.finding import Finding
from iomgraph.validation.nested import likeliest_first
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.reading import read_model
from iomgraph.validation.result import Report, Result, Severity, in_order
from iomgraph.validation.shape import Shapes
from iomgraph.validation.wording import Answering, Wording, nothing_known

DUCKDB, PYSHACL = "duckdb", "pyshacl"
ENGINES = (*QUERY_ENGINES, PYSHACL)

_SEVERITIES = {str(SH[severity.value]): severity for severity in Severity}

Graph = bytes | Path | Iterable[pyoxigraph.Quad] | Iterable[pyoxigraph.Triple]
"""Canonical N-Quads, a file of them, or statements."""


class Places(Protocol):
    """What knows where statements stand: the lineage of a mapping, or RDF files."""

    def trace(self, subjects: Iterable[str]) -> None:
        """Find the statements of `subjects`; `places` then answers for these."""

    def places(self, subject: str, predicate: str | None, value: str | None) -> list[Place]:
        """Where a statement stands, or, without a value, where it should stand."""


def validate(
    graph: Graph,
    shapes: rdflib.Graph,
    lineage: Places | None = None,
    engine: str = DUCKDB,
    master: str | None = None,
) -> Report:
    """Hold all statements of `graph` as one graph against `shapes`, with one of `ENGINES`; Spark's cluster is `master`.

    With a `lineage` each result carries the places of the value at fault; without one it has none.
    Raises InputError where the shapes are ill-formed, or ask for what iomgraph does not evaluate, or where Spark does
    not start.
    """
    n_quads = _n_quads(graph)
    if engine == DUCKDB:
        with set_engine.SetEngine(n_quads, shapes) as sets:
            return report_of(sets.findings(), shapes, lineage, sets.answers)
    if engine == PYSHACL:
        findings = PySHACL(n_quads, shapes).findings()
    else:
        with open_engine(engine, master=master) as opened:
            findings, _ = set_engine.evaluate(n_quads, shapes, opened)
    if not findings:
        return report_of(findings, shapes, lineage)
    with set_engine.SetEngine(n_quads, shapes) as sets:  # its tables answer what the words of any engine's results ask
        return report_of(findings, shapes, lineage, sets.answers)


def report_of(
    findings: list[Finding],
    shapes: rdflib.Graph,
    lineage: Places | None = None,
    answers: Answering = nothing_known,
    carried: Sequence[Result] = (),
) -> Report:
    """The report that findings make, in order, each with its places where there is a `lineage`.

    `answers` says what reasons and remedies need to know of the graph: how many values, the names of what is near.
    Results `carried` over from an earlier report stand among them, placed anew.
    """
    if lineage is not None:
        lineage.trace({*(str(finding.focus) for finding in _with_causes(findings)), *_focus_of(carried)})
    model = read_model(shapes)
    wording = Wording(findings, model, shapes, answers)
    new = [_result(finding, shapes, model, wording, lineage) for finding in findings]
    return Report(in_order([*new, *(_placed(result, lineage) for result in carried)]))


def explain(graph: Graph, shapes: rdflib.Graph) -> str:
    """How each constraint of `shapes` is evaluated on `graph`, and why so, for people to read.

    Raises InputError as `validate` does.
    """
    _, explanation = set_engine.evaluate(_n_quads(graph), shapes)
    return explanation.text()


def _with_causes(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield finding
        yield from _with_causes(finding.details)


def _focus_of(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        yield result.focus
        yield from _focus_of(result.details)


def _n_quads(graph: Graph) -> bytes | Path:
    if isinstance(graph, bytes | Path):
        return graph
    return pyoxigraph.serialize(graph, format=pyoxigraph.RdfFormat.N_QUADS) or b""


def _result(finding: Finding, shapes: rdflib.Graph, model: Shapes, wording: Wording, lineage: Places | None) -> Result:
    focus = str(finding.focus)
    # The property a path starts with is what the steward wrote for the focus node.
    path = finding.path.first_property if finding.path else None
    value = finding.value
    places = lineage.places(focus, path and str(path), None if value is None else str(value)) if lineage else []
    reasons, remedies = wording.of(finding)
    return Result(
        focus=focus,
        path=path and str(path),
        value=value,
        severity=_SEVERITIES.get(str(finding.severity), Severity.VIOLATION),
        messages=_by_language(finding.messages),
        names=_by_language(shapes.objects(finding.shape, SH.name)),
        component=str(finding.component),
        rule=model.shapes[finding.shape].name,
        shape=str(finding.shape) if isinstance(finding.shape, URIRef) else None,
        places=tuple(places),
        details=tuple(_result(each, shapes, model, wording, lineage) for each in likeliest_first(finding, model)),
        reasons=reasons,
        remedies=remedies,
        whole_path=finding.path,
        focus_term=finding.focus if isinstance(finding.focus, BNode | Literal) else None,
    )


def _placed(result: Result, lineage: Places | None) -> Result:
    """A result of an earlier report as it stands in a new one."""
    value = None if result.value is None else str(result.value)
    return replace(
        result,
        places=tuple(lineage.places(result.focus, result.path, value)) if lineage else (),
        details=tuple(_placed(detail, lineage) for detail in result.details),
        waived=None,
        known=False,
    )


def _by_language(texts: Iterable[rdflib.term.Node]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        found[text.language or "" if isinstance(text, Literal) else ""].append(str(text))
    return {language: " ".join(sorted(each)) for language, each in sorted(found.items())}

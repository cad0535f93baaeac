"""A graph held against shapes; each result is traced to its cells.

Follows SHACL, https://www.w3.org/TR/shacl/.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import SH
from rdflib.term import Literal, URIRef

from iomgraph.mapping import Lineage
from iomgraph.validation import set_engine
from iomgraph.validation.finding import Finding
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.reading import read_model
from iomgraph.validation.result import Report, Result, Severity, in_order
from iomgraph.validation.shape import Shapes

SET, PYSHACL = "set", "pyshacl"
ENGINES = (SET, PYSHACL)

_SEVERITIES = {str(SH[severity.value]): severity for severity in Severity}

Graph = bytes | Path | Iterable[pyoxigraph.Quad] | Iterable[pyoxigraph.Triple]
"""Canonical N-Quads, a file of them, or statements."""


def validate(graph: Graph, shapes: rdflib.Graph, lineage: Lineage | None = None, engine: str = SET) -> Report:
    """Hold all statements of `graph` as one graph against `shapes`, with one of `ENGINES`.

    With a `lineage` each result carries the places of the value at fault; without one it has none.
    Raises InputError where the shapes are ill-formed, or ask for what iomgraph does not evaluate.
    """
    n_quads = _n_quads(graph)
    if engine == SET:
        findings, _ = set_engine.evaluate(n_quads, shapes)
    else:
        findings = PySHACL(n_quads, shapes).findings()
    return report_of(findings, shapes, lineage)


def report_of(
    findings: list[Finding], shapes: rdflib.Graph, lineage: Lineage | None = None, carried: Sequence[Result] = ()
) -> Report:
    """The report that findings make, in order, each with its places where there is a `lineage`.

    Results `carried` over from an earlier report stand among them, placed anew.
    """
    if lineage is not None:
        lineage.trace([*(str(finding.focus) for finding in findings), *(result.focus for result in carried)])
    model = read_model(shapes)
    new = [_result(finding, shapes, model, lineage) for finding in findings]
    return Report(in_order([*new, *(_placed(result, lineage) for result in carried)]))


def explain(graph: Graph, shapes: rdflib.Graph) -> str:
    """How each constraint of `shapes` is evaluated on `graph`, and why so, for people to read.

    Raises InputError as `validate` does.
    """
    _, explanation = set_engine.evaluate(_n_quads(graph), shapes)
    return explanation.text()


def _n_quads(graph: Graph) -> bytes | Path:
    if isinstance(graph, bytes | Path):
        return graph
    return pyoxigraph.serialize(graph, format=pyoxigraph.RdfFormat.N_QUADS) or b""


def _result(finding: Finding, shapes: rdflib.Graph, model: Shapes, lineage: Lineage | None) -> Result:
    focus = str(finding.focus)
    # The property a path starts with is what the steward wrote for the focus node.
    path = finding.path.first_property if finding.path else None
    value = finding.value
    places = lineage.places(focus, path and str(path), None if value is None else str(value)) if lineage else []
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
        details=in_order([_result(detail, shapes, model, lineage) for detail in finding.details]),
    )


def _placed(result: Result, lineage: Lineage | None) -> Result:
    """A result of an earlier report as it stands in a new one."""
    value = None if result.value is None else str(result.value)
    return replace(
        result,
        places=tuple(lineage.places(result.focus, result.path, value)) if lineage else (),
        details=in_order([_placed(detail, lineage) for detail in result.details]),
        waived=None,
        known=False,
    )


def _by_language(texts: Iterable[rdflib.term.Node]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        found[text.language or "" if isinstance(text, Literal) else ""].append(str(text))
    return {language: " ".join(sorted(each)) for language, each in sorted(found.items())}

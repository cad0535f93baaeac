"""A graph held against shapes; each result is traced to its cells.

Follows SHACL, https://www.w3.org/TR/shacl/.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import SH
from rdflib.term import Literal, URIRef

from iomgraph.engine import ENGINES as QUERY_ENGINES
from iomgraph.engine import open_engine
from iomgraph.mapping import Lineage
from iomgraph.validation import set_engine
from iomgraph.validation.finding import Finding
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.reading import read_model
from iomgraph.validation.result import Report, Result, Severity, in_order
from iomgraph.validation.shape import Shapes

DUCKDB, PYSHACL = "duckdb", "pyshacl"
ENGINES = (*QUERY_ENGINES, PYSHACL)

_SEVERITIES = {str(SH[severity.value]): severity for severity in Severity}

Graph = bytes | Path | Iterable[pyoxigraph.Quad] | Iterable[pyoxigraph.Triple]
"""Canonical N-Quads, a file of them, or statements."""


def validate(
    graph: Graph,
    shapes: rdflib.Graph,
    lineage: Lineage | None = None,
    engine: str = DUCKDB,
    master: str | None = None,
) -> Report:
    """Hold all statements of `graph` as one graph against `shapes`, with one of `ENGINES`; Spark's cluster is `master`.

    With a `lineage` each result carries the places of the value at fault; without one it has none.
    Raises InputError where the shapes are ill-formed, or ask for what iomgraph does not evaluate, or where Spark does
    not start.
    """
    n_quads = _n_quads(graph)
    if engine == PYSHACL:
        findings = PySHACL(n_quads, shapes).findings()
    else:
        with open_engine(engine, master=master) as opened:
            findings, _ = set_engine.evaluate(n_quads, shapes, opened)
    return report_of(findings, shapes, lineage)


def report_of(findings: list[Finding], shapes: rdflib.Graph, lineage: Lineage | None = None) -> Report:
    """The report that findings make, in order, each with its places where there is a `lineage`."""
    if lineage is not None:
        lineage.trace(str(finding.focus) for finding in findings)
    model = read_model(shapes)
    return Report(in_order([_result(finding, shapes, model, lineage) for finding in findings]))


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


def _by_language(texts: Iterable[rdflib.term.Node]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        found[text.language or "" if isinstance(text, Literal) else ""].append(str(text))
    return {language: " ".join(sorted(each)) for language, each in sorted(found.items())}

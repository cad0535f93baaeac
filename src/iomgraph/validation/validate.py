"""A graph held against shapes; each result is traced to its cells.

Follows SHACL, https://www.w3.org/TR/shacl/; the engine is pySHACL.
"""

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH

from iomgraph.errors import InputError
from iomgraph.mapping import Lineage
from iomgraph.rdf.rdflib_graph import rdflib_graph
from iomgraph.validation.prepared_queries import PreparedQueries
from iomgraph.validation.result import Report, Result, Severity, in_order

_SEVERITIES = {str(SH[severity.value]): severity for severity in Severity}


def validate(
    quads: Iterable[pyoxigraph.Quad | pyoxigraph.Triple], shapes: rdflib.Graph, lineage: Lineage | None = None
) -> Report:
    """Hold all `quads` as one graph against `shapes`.

    With a `lineage` each result carries the places of the value at fault; without one it has none.
    Raises InputError where the shapes are ill-formed.
    """
    try:
        data = rdflib_graph(quads, PreparedQueries())
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True, do_owl_imports=False)
    except ReportableRuntimeError as error:
        raise InputError(f"The shapes are ill-formed ({' '.join(error.message.split())}); correct them.") from error
    if not isinstance(report, rdflib.Graph):
        raise InputError(f"The graph cannot be validated ({' '.join(text.split())}); correct the shapes.")
    nodes = list(report.objects(None, SH.result))
    if lineage is not None:
        lineage.trace(str(report.value(node, SH.focusNode)) for node in nodes)
    return Report(in_order([_result(report, node, shapes, lineage) for node in nodes]))


def _result(report: rdflib.Graph, node: rdflib.term.Node, shapes: rdflib.Graph, lineage: Lineage | None) -> Result:
    focus = str(report.value(node, SH.focusNode))
    path = _single_property(report, report.value(node, SH.resultPath))
    value = report.value(node, SH.value)
    shape = report.value(node, SH.sourceShape)
    places = lineage.places(focus, path, None if value is None else str(value)) if lineage else []
    return Result(
        focus=focus,
        path=path,
        value=value if isinstance(value, rdflib.term.Identifier) else None,
        severity=_SEVERITIES.get(str(report.value(node, SH.resultSeverity)), Severity.VIOLATION),
        messages=_messages(report, node, shapes, shape),
        names=_by_language(shapes.objects(shape, SH.name)),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        shape=str(shape) if isinstance(shape, rdflib.URIRef) else None,
        places=tuple(places),
    )


def _messages(
    report: rdflib.Graph, node: rdflib.term.Node, shapes: rdflib.Graph, shape: rdflib.term.Node | None
) -> dict[str, str]:
    """The result's messages; pySHACL drops the languages of those of SPARQL constraints, the shapes have them."""
    reported = list(report.objects(node, SH.resultMessage))
    of_shape = list(shapes.objects(shape, SH.message))
    same_texts = {str(text) for text in reported} <= {str(text) for text in of_shape}
    return _by_language(of_shape if same_texts else reported)


def _single_property(report: rdflib.Graph, path: rdflib.term.Node | None) -> str | None:
    """The property a path starts with, of alternatives the first: that is what the steward wrote for the focus node."""
    if isinstance(path, rdflib.URIRef):
        return str(path)
    first = report.value(report.value(path, SH.alternativePath) or path, RDF.first)
    return str(first) if isinstance(first, rdflib.URIRef) else None


def _by_language(texts: Iterable[rdflib.term.Node]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        found[text.language or "" if isinstance(text, rdflib.Literal) else ""].append(str(text))
    return {language: " ".join(sorted(each)) for language, each in sorted(found.items())}

"""The report as SHACL defines it, in Turtle.

Follows SHACL, section 3.6, https://www.w3.org/TR/shacl/#validation-report. Results are numbered in the report's
order, so that the same report gives the same bytes. A complex path is given by the property it starts with. Where a
result does not count, <urn:iomgraph:report#waived> says why, or <urn:iomgraph:report#known> that the baseline has it.
"""

from collections.abc import Iterator

import rdflib
from rdflib import RDF, SH, Namespace

from iomgraph.validation.result import Report, Result

_REPORT = "urn:iomgraph:report"
_TERMS = Namespace(f"{_REPORT}#")


def turtle_report(report: Report, language: str) -> str:
    """A `sh:ValidationReport` with the messages in every language."""
    graph = rdflib.Graph()
    graph.bind("sh", SH)
    node = rdflib.URIRef(_REPORT)
    graph.add((node, RDF.type, SH.ValidationReport))
    graph.add((node, SH.conforms, rdflib.Literal(report.conforms)))
    for number, result in enumerate(report.results, 1):
        name = rdflib.URIRef(f"{_REPORT}:{number}")
        graph.add((node, SH.result, name))
        for predicate, value in _properties(result):
            graph.add((name, predicate, value))
    return graph.serialize(format="turtle")


def _properties(result: Result) -> Iterator[tuple[rdflib.URIRef, rdflib.term.Node]]:
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, rdflib.URIRef(result.focus)
    yield SH.resultSeverity, SH[result.severity.value]
    yield SH.sourceConstraintComponent, rdflib.URIRef(result.component)
    if result.path:
        yield SH.resultPath, rdflib.URIRef(result.path)
    if result.value is not None:
        yield SH.value, result.value
    if result.shape:
        yield SH.sourceShape, rdflib.URIRef(result.shape)
    for language, message in result.messages.items():
        yield SH.resultMessage, rdflib.Literal(message, lang=language or None)
    if result.waived is not None:
        yield _TERMS.waived, rdflib.Literal(result.waived)
    if result.known:
        yield _TERMS.known, rdflib.Literal(True)

"""Whether shapes are well-formed, as SHACL-SHACL says it.

SHACL, appendix C, https://www.w3.org/TR/shacl/#shacl-shacl: pySHACL ships that shapes graph. It has no messages, so
each result is told in the words of the component that it violates.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import rdflib
from rdflib import RDF, SH, XSD
from rdflib.collection import Collection
from rdflib.term import Identifier, URIRef

from iomgraph.rdf.lined_graph import parse_turtle
from iomgraph.validation.finding import Finding
from iomgraph.validation.set_engine import evaluate
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake

_SHACL_SHACL = "http://www.w3.org/ns/shacl-shacl#"
_OF_PROPERTIES = (
    *(SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals, SH.qualifiedValueShape),
)  # fmt: skip


def of_form(shapes: LinedShapes, n_quads: bytes) -> Iterator[Mistake]:
    """What is ill-formed in `n_quads`, the shapes as N-Quads."""
    rules = _shacl_shacl()
    for finding in evaluate(n_quads, rules)[0]:
        yield _told(finding, shapes, rules)


def _told(finding: Finding, shapes: LinedShapes, rules: rdflib.Graph) -> Mistake:
    predicate = finding.path.first_property if finding.path else None
    if predicate is None:
        return _neither(finding, shapes)

    def parameter(name: URIRef) -> rdflib.term.Node | None:
        return rules.value(finding.shape, name)

    rule, expected = "ill-formed", None
    match finding.component:
        case _ if predicate == SH.path:
            rule = "ill-formed-path"
        case SH.MaxCountConstraintComponent:
            rule, expected = "ill-formed-count", parameter(SH.maxCount)
        case SH.DatatypeConstraintComponent:
            rule, expected = "ill-formed-datatype", parameter(SH.datatype)
        case SH.OrConstraintComponent if predicate == SH.message:
            rule, expected = "ill-formed-datatype", XSD.string
        case SH.NodeKindConstraintComponent:
            rule, expected = "ill-formed-node-kind", parameter(SH.nodeKind)
        case SH.InConstraintComponent:
            rule, expected = "ill-formed-choice", parameter(SH["in"])
        case SH.NodeConstraintComponent if str(parameter(SH.node)).endswith("ListShape"):
            rule = "ill-formed-list"
    shown = ", ".join(shapes.shown(each) for each in _members(rules, expected))
    value = finding.value if finding.value != finding.focus else None
    return Mistake(rule, finding.focus, predicate, value, {"parameter": shapes.shown(predicate), "expected": shown})


def _neither(finding: Finding, shapes: LinedShapes) -> Mistake:
    """What is neither a node shape nor a property shape, or stands where a shape should."""
    if (finding.focus, SH.path, None) in shapes:
        return Mistake("ill-formed-path", finding.focus, SH.path)
    wrong = [each for each in _OF_PROPERTIES if (finding.focus, each, None) in shapes]
    if not wrong:
        value = finding.value if finding.value != finding.focus else None
        parameter = shapes.shown(value) if value is not None else shapes.name(finding.focus)
        return Mistake("ill-formed", finding.focus, None, value, {"parameter": parameter})
    return Mistake("ill-formed-node-shape", finding.focus, wrong[0], None, {"parameter": shapes.shown(wrong[0])})


def _members(rules: rdflib.Graph, expected: rdflib.term.Node | None) -> list[Identifier]:
    if expected is not None and (expected, RDF.first, None) in rules:
        return [each for each in Collection(rules, expected) if isinstance(each, Identifier)]
    return [expected] if isinstance(expected, Identifier) else []


@cache
def _shacl_shacl() -> rdflib.Graph:
    graph = rdflib.Graph()
    written = files("pyshacl").joinpath("assets", "shacl-shacl.ttl").read_bytes()
    parse_turtle(written, graph, _SHACL_SHACL)
    return graph

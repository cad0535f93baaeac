"""Mistakes that shapes on shapes find: the shapes graph is the data, and `rules/` has the shapes."""

from collections.abc import Iterator
from functools import cache

import rdflib
from rdflib.term import URIRef

from iomgraph.validation.reading import read_model
from iomgraph.validation.result import Result
from iomgraph.validation.set_engine import evaluate
from iomgraph.validation.shape import Shapes
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake, Rule, result_of, rules_graph


def of_rule_shapes(shapes: LinedShapes, n_quads: bytes) -> Iterator[Result]:
    """What the rules find in `n_quads`, the shapes as N-Quads."""
    rules, model = _rules()
    for finding in evaluate(n_quads, rules)[0]:
        first = finding.path.first_property if finding.path else None
        predicate = first if isinstance(first, URIRef) else None
        at = Mistake("", finding.focus, predicate, finding.value if finding.value != finding.focus else None)
        name, component = model.shapes[finding.shape].name, str(finding.component)
        yield result_of(shapes, at, Rule(name, component, finding.severity, finding.messages))


@cache
def _rules() -> tuple[rdflib.Graph, Shapes]:
    graph = rules_graph("contradictions.ttl", "ignored.ttl", "sparql.ttl")
    return graph, read_model(graph)

"""SHACL by set queries: each constraint one query over all focus nodes."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import rdflib
from rdflib import RDF, RDFS, SKOS
from rdflib.term import Identifier

from iomgraph.engine import DuckDBEngine, Engine
from iomgraph.validation.classes import Classes
from iomgraph.validation.evaluation import Evaluation
from iomgraph.validation.explanation import Explanation
from iomgraph.validation.finding import Finding
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.reading import read_model
from iomgraph.validation.sparql_evaluation import SparqlEvaluation
from iomgraph.validation.triples import Triples
from iomgraph.validation.wording import NAMES, DataFacts, Facts, Questions


class SetEngine:
    """The graph `n_quads`, canonical N-Quads or a file of them, read as one graph and ready for `shapes_graph`.

    `only` are the focus nodes to look at by shape, all where it is None. Lets go of the graph when the `with` block
    ends. Raises InputError where the shapes are ill-formed.
    """

    def __init__(
        self,
        n_quads: bytes | Path,
        shapes_graph: rdflib.Graph,
        only: Mapping[Identifier, Collection[Identifier]] | None = None,
        engine: Engine | None = None,
    ) -> None:
        model = read_model(shapes_graph)
        constants = {term for triple in shapes_graph for term in triple if isinstance(term, Identifier)}
        constants.update(*(only or {}).values())
        self._only = only
        self._engine = engine or DuckDBEngine()
        triples = Triples(self._engine, n_quads, [*constants, RDF.type, RDFS.subClassOf, *NAMES, SKOS.altLabel])
        if any(constraint.reads_values for shape in model.shapes.values() for constraint in shape.constraints):
            triples.add_typed()
        classes = Classes(triples, shapes_graph)
        self._facts = DataFacts(triples, classes)
        self._evaluation = Evaluation(
            model,
            triples,
            classes,
            SparqlEvaluation(n_quads, triples, shapes_graph),
            PySHACL(n_quads, shapes_graph),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def findings(self) -> list[Finding]:
        """What violates the shapes."""
        return self._evaluation.findings(self._only)

    def answers(self, questions: Questions) -> Facts:
        """What has to be known of the graph to put findings into words."""
        return self._facts.answers(questions)

    @property
    def explanation(self) -> Explanation:
        """How it was found."""
        return self._evaluation.explanation


def evaluate(
    n_quads: bytes | Path, shapes_graph: rdflib.Graph, engine: Engine | None = None
) -> tuple[list[Finding], Explanation]:
    """What violates the shapes in a graph, and how it was found. Raises InputError as `SetEngine` does."""
    with SetEngine(n_quads, shapes_graph, engine=engine) as set_engine:
        return set_engine.findings(), set_engine.explanation

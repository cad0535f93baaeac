"""SHACL by set queries: each constraint one query over all focus nodes."""

import rdflib
from rdflib import RDF, RDFS
from rdflib.term import Identifier

from iomgraph.engine import DuckDBEngine
from iomgraph.validation.classes import Classes
from iomgraph.validation.evaluation import Evaluation
from iomgraph.validation.explanation import Explanation
from iomgraph.validation.finding import Finding
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.reading import read_model
from iomgraph.validation.sparql_evaluation import SparqlEvaluation
from iomgraph.validation.triples import Triples


def evaluate(n_quads: bytes, shapes_graph: rdflib.Graph) -> tuple[list[Finding], Explanation]:
    """What violates the shapes in the graph `n_quads`, canonical N-Quads read as one graph; and how it was found.

    Raises InputError where the shapes are ill-formed.
    """
    model = read_model(shapes_graph)
    constants = {term for triple in shapes_graph for term in triple if isinstance(term, Identifier)}
    with DuckDBEngine() as engine:
        triples = Triples(engine, n_quads, [*constants, RDF.type, RDFS.subClassOf])
        sparql = SparqlEvaluation(n_quads, triples, shapes_graph)
        classes = Classes(triples, shapes_graph)
        evaluation = Evaluation(model, triples, classes, sparql, PySHACL(n_quads, shapes_graph))
        return evaluation.findings(), evaluation.explanation

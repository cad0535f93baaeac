"""SHACL by set queries: each constraint one query over all focus nodes."""

import rdflib
from rdflib import RDF, RDFS
from rdflib.term import Identifier

from iomgraph.engine import DuckDBEngine
from iomgraph.validation.classes import Classes
from iomgraph.validation.evaluation import Evaluation
from iomgraph.validation.finding import Finding
from iomgraph.validation.reading import read_model
from iomgraph.validation.triples import Triples


def findings(n_quads: bytes, shapes_graph: rdflib.Graph) -> list[Finding]:
    """What violates the shapes in the graph `n_quads`, canonical N-Quads read as one graph.

    Raises InputError where the shapes are ill-formed.
    """
    model = read_model(shapes_graph)
    constants = {term for triple in shapes_graph for term in triple if isinstance(term, Identifier)}
    with DuckDBEngine() as engine:
        triples = Triples(engine, n_quads, [*constants, RDF.type, RDFS.subClassOf])
        return Evaluation(model, triples, Classes(triples, shapes_graph)).findings()

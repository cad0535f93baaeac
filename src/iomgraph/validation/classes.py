"""Classes and their instances in the tables of a data graph."""

from collections import defaultdict

import rdflib
from rdflib import RDF, RDFS
from rdflib.term import Identifier, URIRef

from iomgraph.validation.sql_text import id_list
from iomgraph.validation.triples import Triples


class Classes:
    """The subclasses that the data graph and the shapes graph state, and the instances in the data graph.

    SHACL, section 2 (SHACL instance), https://www.w3.org/TR/shacl/#dfn-shacl-instance. Data that leaves its class
    hierarchy to the shapes is common, so that of the shapes counts too.
    """

    def __init__(self, triples: Triples, shapes_graph: rdflib.Graph) -> None:
        self._triples = triples
        self._below: dict[int, set[int]] = defaultdict(set)
        stated = f"SELECT s, o FROM triples WHERE p = {triples.id(RDFS.subClassOf)}"
        for lower, upper in triples.engine.rows(stated):
            self._below[upper].add(lower)
        for lower, _, upper in shapes_graph.triples((None, RDFS.subClassOf, None)):
            if isinstance(lower, Identifier) and isinstance(upper, Identifier):
                self._below[triples.id(upper)].add(triples.id(lower))

    def with_subclasses(self, class_: URIRef) -> list[int]:
        """The ids of a class and of those below it."""
        waiting = [self._triples.id(class_)]
        found = set(waiting)
        while waiting:
            new = self._below[waiting.pop()] - found
            found |= new
            waiting += new
        return sorted(found)

    def instances(self, class_: URIRef) -> str:
        """SQL for the nodes (`id`) that are instances of a class or of one below it."""
        below = id_list(self.with_subclasses(class_))
        return f"SELECT s AS id FROM triples WHERE p = {self._triples.id(RDF.type)} AND o IN {below}"

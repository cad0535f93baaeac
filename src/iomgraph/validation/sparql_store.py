"""The data graph in a SPARQL store, and what the store makes of literals.

Oxigraph keeps numbers and dates by value, so it gives back `85000` for `85000.00`, and takes the two for one.
"""

import re
from collections import defaultdict
from functools import cached_property
from pathlib import Path as File

import pyoxigraph
from rdflib import RDF, XSD
from rdflib.term import Identifier

from iomgraph.rdf.rdflib_graph import rdflib_term
from iomgraph.validation.triples import Kind, Triples

_GRAPH_NAME = re.compile(rb'^(\S+ \S+ (?:"(?:[^"\\]|\\.)*"(?:@[^ ]+|\^\^<[^>]+>)?|[^ "]+)) \S+ \.$', re.MULTILINE)
Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
_PREDICATE = pyoxigraph.NamedNode("urn:iomgraph:literal")


class SparqlStore:
    """All statements of `n_quads` in the default graph of a store in memory, `triples` being their tables."""

    def __init__(self, n_quads: bytes | File, triples: Triples) -> None:
        self._triples = triples
        self.store = pyoxigraph.Store()
        written = n_quads if isinstance(n_quads, bytes) else n_quads.read_bytes()
        statements = _GRAPH_NAME.sub(rb"\1 .", written)
        syntax = pyoxigraph.RdfFormat.N_TRIPLES
        if b"_:" in written:  # bulk_load renames blank nodes
            self.store.bulk_extend(pyoxigraph.parse(statements, format=syntax))
        else:
            self.store.bulk_load(statements, format=syntax)

    @cached_property
    def rewritten(self) -> frozenset[int]:
        """The ids of the literals that the store does not keep as they are written."""
        return frozenset(number for number, (written, kept) in self._kept.items() if written != kept)

    @cached_property
    def ambiguous(self) -> frozenset[int]:
        """The ids of the literals that the store takes for another one of the data."""
        return frozenset(number for number, (_, kept) in self._kept.items() if len(self._originals[kept]) > 1)

    def original(self, term: Term) -> Identifier:
        """A term that the store gave back, as the data has it."""
        if isinstance(term, pyoxigraph.Literal):
            return rdflib_term(self._originals.get(term, [term])[0])
        return rdflib_term(term)

    @cached_property
    def _kept(self) -> dict[int, tuple[pyoxigraph.Literal, pyoxigraph.Literal]]:
        """Each literal of another datatype than text, and what becomes of it."""
        plain = f"('{XSD.string}', '{RDF.langString}')"
        rows = self._triples.engine.rows(
            f"SELECT id, lexical, datatype FROM terms WHERE kind = {Kind.LITERAL:d} AND datatype NOT IN {plain}"
        )
        written = {number: pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(kind)) for number, text, kind in rows}
        store = pyoxigraph.Store()
        store.bulk_extend(
            pyoxigraph.Quad(pyoxigraph.NamedNode(f"urn:iomgraph:{number}"), _PREDICATE, literal)
            for number, literal in written.items()
        )
        kept = {int(quad.subject.value.rpartition(":")[2]): quad.object for quad in store}
        return {number: (written[number], literal) for number, literal in kept.items()}

    @cached_property
    def _originals(self) -> dict[pyoxigraph.Literal, list[pyoxigraph.Literal]]:
        found: dict[pyoxigraph.Literal, list[pyoxigraph.Literal]] = defaultdict(list)
        for written, kept in self._kept.values():
            found[kept].append(written)
        return found

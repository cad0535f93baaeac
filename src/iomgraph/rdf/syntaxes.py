"""The RDF syntaxes that are spoken, by media type and suffix."""

from dataclasses import dataclass

import pyoxigraph


@dataclass(frozen=True)
class Syntax:
    """One RDF syntax: its name for people, its media type, the suffix of its files."""

    name: str
    media_type: str
    suffix: str
    format: pyoxigraph.RdfFormat


TURTLE = Syntax("Turtle", "text/turtle", "ttl", pyoxigraph.RdfFormat.TURTLE)
N_TRIPLES = Syntax("N-Triples", "application/n-triples", "nt", pyoxigraph.RdfFormat.N_TRIPLES)
JSON_LD = Syntax("JSON-LD", "application/ld+json", "jsonld", pyoxigraph.RdfFormat.JSON_LD)
RDF_XML = Syntax("RDF/XML", "application/rdf+xml", "rdf", pyoxigraph.RdfFormat.RDF_XML)

SYNTAXES = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)

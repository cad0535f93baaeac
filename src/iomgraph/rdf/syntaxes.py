"""The RDF syntaxes that are spoken, by media type and suffix."""

from dataclasses import dataclass

import pyoxigraph


@dataclass(frozen=True)
class Syntax:
    """One RDF syntax: its name for people, its media type, the suffix of its files.

    `w3c_name` ends its IRI: <https://www.w3.org/ns/formats/>.
    """

    name: str
    media_type: str
    suffix: str
    format: pyoxigraph.RdfFormat
    w3c_name: str


TURTLE = Syntax("Turtle", "text/turtle", "ttl", pyoxigraph.RdfFormat.TURTLE, "Turtle")
N_TRIPLES = Syntax("N-Triples", "application/n-triples", "nt", pyoxigraph.RdfFormat.N_TRIPLES, "N-Triples")
JSON_LD = Syntax("JSON-LD", "application/ld+json", "jsonld", pyoxigraph.RdfFormat.JSON_LD, "JSON-LD")
RDF_XML = Syntax("RDF/XML", "application/rdf+xml", "rdf", pyoxigraph.RdfFormat.RDF_XML, "RDF_XML")

SYNTAXES = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)

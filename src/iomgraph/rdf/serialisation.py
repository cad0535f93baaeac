"""Triples written as Turtle, N-Triples, RDF/XML or JSON-LD: the same triples, the same bytes.

Turtle: <https://www.w3.org/TR/turtle/>; RDF/XML: <https://www.w3.org/TR/rdf-syntax-grammar/>
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph

from iomgraph.publication import Publication
from iomgraph.rdf.json_ld import compacted, read_context
from iomgraph.rdf.prefixes import prefixes_for, used_prefixes
from iomgraph.rdf.syntaxes import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Syntax

RDF_TYPE = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

_XSD_STRING = pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#string")

_PREFIX_LINE = re.compile(r"@prefix [^\n]*\n")
_ROOT_ELEMENT = re.compile(r"<rdf:RDF( [^>]*)>")
_ATTRIBUTE = re.compile(r' [\w:.-]+="[^"]*"')


@dataclass(frozen=True)
class Serialiser:
    """Writes triples with the prefixes and the JSON-LD context of one publication.

    >>> n = pyoxigraph.NamedNode
    >>> triple = pyoxigraph.Triple(n("http://a/s"), n("http://a/p"), n("http://a/o"))
    >>> print(Serialiser({"a": "http://a/"}, {}).serialise([triple], TURTLE).decode(), end="")
    @prefix a: <http://a/> .
    a:s a:p a:o .
    """

    prefixes: dict[str, str]
    context: dict[str, Any]

    @classmethod
    def of(cls, publication: Publication) -> "Serialiser":
        """That of a publication. Raises InputError where its JSON-LD context cannot be read."""
        return cls(prefixes_for(publication.base), read_context(publication.context))

    def serialise(self, triples: Iterable[pyoxigraph.Triple], syntax: Syntax) -> bytes:
        """The triples in `syntax`, each once; a subject's type comes first, the order is kept otherwise."""
        ordered = _readable_order(triples)
        if syntax is JSON_LD:
            return compacted(ordered, self.context)
        prefixes = used_prefixes(self.prefixes, _iris(ordered)) if syntax in (TURTLE, RDF_XML) else {}
        text = pyoxigraph.serialize(ordered, format=syntax.format, prefixes=prefixes)
        assert text is not None
        if syntax is N_TRIPLES:
            return text
        # pyoxigraph writes the prefixes in the random order of a hash map.
        return (_sorted_prefixes if syntax is TURTLE else _sorted_attributes)(text.decode()).encode()


def triples_of(quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Triple]:
    """The triples of quads, each once, in the order in which they come first."""
    return list(dict.fromkeys(quad.triple for quad in quads))


def _readable_order(triples: Iterable[pyoxigraph.Triple]) -> list[pyoxigraph.Triple]:
    subjects: dict[object, list[pyoxigraph.Triple]] = {}
    for triple in dict.fromkeys(triples):
        subjects.setdefault(triple.subject, []).append(triple)
    return [
        triple for own in subjects.values() for triple in sorted(own, key=lambda triple: triple.predicate != RDF_TYPE)
    ]


def _iris(triples: list[pyoxigraph.Triple]) -> Iterator[str]:
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            # Turtle writes rdf:type as `a`, and the types of plain and tagged texts not at all.
            if isinstance(term, pyoxigraph.NamedNode) and term != RDF_TYPE:
                yield term.value
            elif isinstance(term, pyoxigraph.Literal) and not term.language and term.datatype != _XSD_STRING:
                yield term.datatype.value


def _sorted_prefixes(turtle: str) -> str:
    # The prefix lines stand first; further down "@prefix" can only be part of a literal.
    start = 0
    lines = []
    while match := _PREFIX_LINE.match(turtle, start):
        lines.append(match.group())
        start = match.end()
    return "".join(sorted(lines)) + turtle[start:]


def _sorted_attributes(xml: str) -> str:
    root = _ROOT_ELEMENT.search(xml)
    if root is None:
        return xml
    attributes = "".join(sorted(_ATTRIBUTE.findall(root.group(1))))
    return f"{xml[: root.start(1)]}{attributes}{xml[root.end(1) :]}"

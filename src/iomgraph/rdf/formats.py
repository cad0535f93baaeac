"""Quads written in the formats that the W3C gives IRIs: <https://www.w3.org/ns/formats/>."""

from collections.abc import Callable, Sequence

import pyoxigraph
from lxml import etree

from iomgraph.errors import InputError
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.rdf_json import rdf_json
from iomgraph.rdf.serialisation import Serialiser, triples_of
from iomgraph.rdf.syntaxes import N_TRIPLES, RDF_XML, TURTLE, Syntax

N_QUADS = "http://www.w3.org/ns/formats/N-Quads"


def written(lines: Sequence[str], format_iri: str) -> str:
    """The quads of N-Quads `lines` in the format `format_iri`, one of `FORMATS`: the same lines, the same text.

    N-Quads, TriG and JSON-LD hold every named graph, the other formats every triple.

    Raises InputError where the format has no way to write one of the quads.
    """
    return FORMATS[format_iri](lines)


def _n_quads(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _quads(lines: Sequence[str]) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(_n_quads(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS))


def _with_graphs(syntax: pyoxigraph.RdfFormat) -> Callable[[Sequence[str]], str]:
    def write(lines: Sequence[str]) -> str:
        # Each graph is written in one piece.
        quads = sorted(_quads(lines), key=lambda quad: str(quad.graph_name))
        return (pyoxigraph.serialize(quads, format=syntax) or b"").decode()

    return write


def _triples(syntax: Syntax) -> Callable[[Sequence[str]], str]:
    return lambda lines: Serialiser(WELL_KNOWN, {}).serialise(triples_of(_quads(lines)), syntax).decode()


def _rdf_xml(lines: Sequence[str]) -> str:
    text = _triples(RDF_XML)(lines)
    if not _well_formed(text):
        culprit = next(line for line in lines if not _well_formed(_triples(RDF_XML)([line])))
        raise InputError(
            f"RDF/XML cannot hold {culprit} (a predicate must end in a name, and XML has no control characters); "
            "choose another format."
        )
    return text


def _well_formed(xml: str) -> bool:
    # pyoxigraph writes what no XML is without a word.
    try:
        etree.fromstring(xml.encode(), etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError:
        return False
    return True


def _rdf_json(lines: Sequence[str]) -> str:
    return rdf_json(triples_of(_quads(lines)))


FORMATS: dict[str, Callable[[Sequence[str]], str]] = {
    N_QUADS: _n_quads,
    "http://www.w3.org/ns/formats/N-Triples": _triples(N_TRIPLES),
    "http://www.w3.org/ns/formats/Turtle": _triples(TURTLE),
    # Turtle is a part of N3, https://w3c.github.io/N3/spec/.
    "http://www.w3.org/ns/formats/N3": _triples(TURTLE),
    "http://www.w3.org/ns/formats/TriG": _with_graphs(pyoxigraph.RdfFormat.TRIG),
    "http://www.w3.org/ns/formats/JSON-LD": _with_graphs(pyoxigraph.RdfFormat.JSON_LD),
    "http://www.w3.org/ns/formats/RDF_XML": _rdf_xml,
    "http://www.w3.org/ns/formats/RDF_JSON": _rdf_json,
}

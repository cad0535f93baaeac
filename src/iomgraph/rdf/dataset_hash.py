"""The hash of an RDF dataset, the same however its file is written: SHA-256 of its canonical N-Quads.

RDF Dataset Canonicalization 1.0: <https://www.w3.org/TR/rdf-canon/>. What it makes of a dataset depends on blank nodes
alone; statements without any are only put in the canonical form of N-Quads and sorted, see
<https://www.w3.org/TR/rdf-canon/#canonical-quads>. So a sorted file that is in this form already is read as a stream,
and in memory are the lines alone that are not.

Language tags are compared in lower case, as <https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal> has it.
"""

import hashlib
import heapq
import re
from collections.abc import Iterator

import pyoxigraph

from iomgraph.rdf.sorted_quads import SortedQuads, parsed

ALGORITHM = "RDFC-1.0"

_IRI = rb'<[^\x00-\x20<>"{}|^`\\]*+>'
# As text, but for what has to be escaped: control characters, U+FFFE and U+FFFF.
_CHARACTER = rb'(?:[^\x00-\x1f\x7f"\\\xef]|\xef(?!\xbf[\xbe\xbf])|\\[tbnrf"\\])'
_DATATYPE = rb"\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>)" + _IRI
_LITERAL = b'"' + _CHARACTER + rb'*+"(?:@[a-z0-9-]++|' + _DATATYPE + b")?+"
_CANONICAL = _IRI + b" " + _IRI + b" (?:" + _IRI + b"|" + _LITERAL + b")(?: " + _IRI + rb")?+ \.\n"
# Many lines at once; a bound keeps what the engine remembers of them small.
_CANONICAL_LINES = re.compile(b"(?:" + _CANONICAL + b"){1,1000}+")


def dataset_hash(quads: SortedQuads) -> str:
    """The SHA-256 of the canonical N-Quads of `quads`, in hexadecimal.

    Raises InputError where a line is no quad.

    >>> dataset_hash(SortedQuads(b'<http://a/s> <http://a/p> "o" .\\n'))[:8]
    '0465fea4'
    """
    digest = hashlib.sha256()
    others = [quads.text[start:end].rstrip(b"\n") for start, end, is_canonical in _runs(quads) if not is_canonical]
    if not others:
        digest.update(quads.text)
        return digest.hexdigest()
    last = b""
    for line in heapq.merge(_canonical_lines(quads), _made_canonical(others)):
        if line != last:
            digest.update(line)
        last = line
    return digest.hexdigest()


def _runs(quads: SortedQuads) -> Iterator[tuple[int, int, bool]]:
    """Where lines that are canonical begin and end, and each line that is not."""
    text, start = quads.text, 0
    while start < len(text):
        if run := _CANONICAL_LINES.match(text, start):
            yield start, run.end(), True
            start = run.end()
            continue
        end = text.find(b"\n", start) + 1 or len(text)
        yield start, end, False
        start = end


def _canonical_lines(quads: SortedQuads) -> Iterator[bytes]:
    for start, end, is_canonical in _runs(quads):
        if is_canonical:
            yield from quads.text[start:end].splitlines(keepends=True)


def _made_canonical(lines: list[bytes]) -> list[bytes]:
    quads = pyoxigraph.Dataset(parsed(lines))
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    text = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert text is not None
    return sorted(line + b"\n" for line in text.split(b"\n") if line)

"""The hash of a dataset against the canonical form that a library makes of all of it."""

import hashlib

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.rdf.dataset_hash import dataset_hash
from iomgraph.rdf.sorted_quads import SortedQuads

STRING = "http://www.w3.org/2001/XMLSchema#string"

# Blank nodes in every place, some alike, and every way of writing what can be written otherwise.
MIXED = rb"""_:a <http://x/knows> _:b <http://x/g> .
_:b <http://x/knows> _:a <http://x/g> .
_:a <http://x/name> "Ana\t\u00e9\u0001"@es .
_:c <http://x/in> _:g .
<http://x/s> <http://x/p> "1"^^<http://www.w3.org/2001/XMLSchema#string> _:g .
<http://x/s> <http://x/p> "plain" <http://x/g> .
<http://x/\u00e9> <http://x/p> "tab\tand _: and \u0041"@en-gb <http://x/g> .
"""
# What `rdf-canonize` 5 (npm), which nobody here wrote, makes of the same text.
OF_RDF_CANONIZE = "28f8f1d9fada1d1362b05c000bc0fa59cca17f5eaf92d896215f2c2ce8aaac14"


def hash_of(lines: list[bytes]) -> str:
    return dataset_hash(SortedQuads(b"".join(line + b"\n" for line in sorted(set(lines)))))


def canonical_hash(lines: list[bytes]) -> str:
    """That of a library, which has all in memory."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(b"\n".join(lines), format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    text = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return hashlib.sha256(b"".join(sorted(text.splitlines(keepends=True)))).hexdigest()


def test_another_library_makes_the_same_of_it() -> None:
    assert hash_of(MIXED.splitlines()) == OF_RDF_CANONIZE


@st.composite
def literals(draw: st.DrawFn) -> str:
    """A literal whose characters are written in one of the ways that N-Quads allows."""
    characters = st.characters(exclude_categories=["Cs"])
    special = st.sampled_from("\t\b\f\n\r\"\\'\x00\x0b\x7f\x85\ufffd\ufffe\uffff_:@")
    written = "".join(draw(st.lists((characters | special).flatmap(ways_to_write), max_size=8)))
    return f'"{written}"' + draw(st.sampled_from(["", "@en", "@en-GB", f"^^<{STRING}>", "^^<http://x/d>"]))


def ways_to_write(character: str) -> st.SearchStrategy[str]:
    ways = [f"\\U{ord(character):08X}"]
    if ord(character) < 0x10000:
        ways.append(f"\\u{ord(character):04x}")
    if character in (short := dict(zip("\t\b\f\n\r\"\\'", "tbfnr\"\\'", strict=True))):
        ways.append("\\" + short[character])
    if character not in '\n\r"\\':
        ways.append(character)
    return st.sampled_from(ways)


IRIS = st.sampled_from(["<http://x/a>", "<http://x/b>", "<http://x/\u00e9>", "<http://x/\\u00E9>"])
NODES = st.sampled_from(["_:a", "_:b", "_:c"])
QUADS = st.builds(
    lambda *terms: " ".join([*filter(None, terms), "."]).encode(),
    IRIS | NODES,
    IRIS,
    IRIS | NODES | literals(),
    st.just("") | IRIS | NODES,
)


@given(st.lists(QUADS, max_size=8))
def test_it_is_that_of_the_whole_dataset(lines: list[bytes]) -> None:
    assert hash_of(lines) == canonical_hash(lines)


def test_labels_of_blank_nodes_do_not_matter() -> None:
    renamed = MIXED.replace(b"_:a", b"_:x").replace(b"_:b", b"_:a").replace(b"_:x", b"_:b")
    assert hash_of(renamed.splitlines()) == hash_of(MIXED.splitlines())


def test_nothing_and_what_is_no_quad() -> None:
    assert hash_of([]) == hashlib.sha256().hexdigest()
    with pytest.raises(InputError, match="no quad"):
        hash_of([b"<http://x/s> nonsense"])

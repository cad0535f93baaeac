"""Releases made of a few statements."""

from collections.abc import Callable
from pathlib import Path

import pytest

from iomgraph.publication import Publication, read_publication
from iomgraph.release import Release, Releases, new_release

PREFIXES = {
    "id": "https://w3id.org/iomgraph/id/",
    "ns": "https://w3id.org/iomgraph/ns#",
    "schema": "https://schema.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
DATA, EVIDENCE = (f"https://w3id.org/iomgraph/graph/{name}" for name in ("data", "evidence"))

Releasing = Callable[..., Release]


def term(text: str) -> str:
    prefix, _, name = text.partition(":")
    return f"<{PREFIXES[prefix]}{name}>" if prefix in PREFIXES else text


def quad(text: str, graph: str = DATA) -> str:
    """`text`, three terms with prefixes, as a line of N-Quads."""
    subject, predicate, value = text.split(" ", 2)
    return f"{term(subject)} {term(predicate)} {term(value)} <{graph}> ."


@pytest.fixture
def publication(tmp_path: Path, repository: Path) -> Publication:
    return read_publication(repository / "publication.toml", tmp_path)


@pytest.fixture
def release(publication: Publication) -> Releasing:
    """Publish some statements, and some evidence, as the next release."""

    def publish(*statements: str, evidence: tuple[str, ...] = ()) -> Release:
        lines = sorted({*map(quad, statements), *(quad(each, EVIDENCE) for each in evidence)}, key=str.encode)
        with new_release(Releases(publication.releases), "2026-01-01") as making:
            making.write_graph([(line + "\n").encode() for line in lines])
            return making.finish({})

    return publish

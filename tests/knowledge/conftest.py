"""The knowledge of the default publication, read as it is, and a small graph that conforms to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

HERE = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def lexical_forms() -> Iterator[None]:
    """Literals keep the text they were written with, as in the main job: `85000.00` stays `85000.00`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


def merged(*files: Path) -> rdflib.Graph:
    """All triples of the files in one graph, whatever named graph they stand in."""
    dataset = rdflib.Dataset(default_union=True)
    for file in files:
        dataset.parse(file)
    graph = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, value))
    return graph


@pytest.fixture(scope="session")
def conforming_file() -> Path:
    return HERE / "conforming.trig"


@pytest.fixture(scope="session")
def activity_file() -> Path:
    return HERE / "conforming_activity.trig"


@pytest.fixture(scope="session")
def disagreeing_file() -> Path:
    return HERE / "disagreeing.trig"


@pytest.fixture(scope="session")
def ontology_files(repository: Path) -> list[Path]:
    return [repository / "ontology" / name for name in ("iomgraph.ttl", "vocabularies.ttl", "iati.ttl")]


@pytest.fixture(scope="session")
def ontology(ontology_files: list[Path], lexical_forms: None) -> rdflib.Graph:
    return merged(*ontology_files)


@pytest.fixture(scope="session")
def shapes(repository: Path, lexical_forms: None) -> dict[str, rdflib.Graph]:
    """Every shape, those of the ontology too, by the name of the file."""
    return {file.stem: merged(file) for file in sorted((repository / "shapes").glob("*.ttl"))}


@pytest.fixture(scope="session")
def conforming(
    conforming_file: Path, activity_file: Path, ontology_files: list[Path], lexical_forms: None
) -> rdflib.Graph:
    """What is validated: data and evidence in one graph with the ontology and the vocabularies."""
    return merged(conforming_file, activity_file, *ontology_files)


@pytest.fixture(scope="session")
def disagreeing(disagreeing_file: Path, lexical_forms: None) -> rdflib.Graph:
    """A second page of one project of `conforming`, which says otherwise."""
    return merged(disagreeing_file)

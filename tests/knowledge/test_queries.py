"""Every competency question gives the expected answer, and the same one on rdflib and on Oxigraph."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib import XSD
from rdflib.query import ResultRow

BASE = "https://w3id.org/iomgraph/"
EVIDENCE = rdflib.URIRef(f"{BASE}graph/evidence")
QUERIES = sorted((Path(__file__).parents[2] / "queries").glob("*.rq"))
ANSWERS: dict[str, list[list[str | None]]] = json.loads(
    (Path(__file__).parent / "answers.json").read_text(encoding="utf-8")
)
NUMBERS = {str(XSD.decimal), str(XSD.integer)}


@pytest.fixture(scope="module")
def dataset(
    conforming_file: Path, activity_file: Path, disagreeing_file: Path, ontology: rdflib.Graph, lexical_forms: None
) -> rdflib.Dataset:
    """As a release is queried: data and ontology as the default graph, the evidence by its name."""
    written = rdflib.Dataset(default_union=True)
    for file in (conforming_file, activity_file, disagreeing_file):
        written.parse(file)
    dataset = rdflib.Dataset(default_union=False)
    for subject, predicate, value, graph in written.quads((None, None, None, None)):
        target = dataset.graph(EVIDENCE) if graph == EVIDENCE else dataset.default_graph
        target.add((subject, predicate, value))
    for triple in ontology:
        dataset.default_graph.add(triple)
    return dataset


@pytest.fixture(scope="module")
def store(dataset: rdflib.Dataset) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(dataset.serialize(format="nquads").encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def written(text: str, datatype: str) -> str:
    """Numbers by their value, everything else as it is, addresses below the base."""
    return format(Decimal(text).normalize(), "f") if datatype in NUMBERS else text.removeprefix(BASE)


def rows_of_rdflib(dataset: rdflib.Dataset, query: str) -> list[list[str | None]]:
    return [
        [None if term is None else written(str(term), str(getattr(term, "datatype", ""))) for term in row]
        for row in dataset.query(query)
        if isinstance(row, ResultRow)
    ]


def rows_of_oxigraph(store: pyoxigraph.Store, query: str) -> list[list[str | None]]:
    def text(term: object) -> str | None:
        if term is None:
            return None
        assert isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal)
        datatype = term.datatype.value if isinstance(term, pyoxigraph.Literal) else ""
        return written(term.value, datatype)

    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [[text(term) for term in row] for row in solutions]


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_both_engines_give_the_expected_answer(file: Path, dataset: rdflib.Dataset, store: pyoxigraph.Store) -> None:
    query = file.read_text(encoding="utf-8")
    expected = ANSWERS[file.stem]
    assert expected
    assert rows_of_rdflib(dataset, query) == expected
    assert rows_of_oxigraph(store, query) == expected


def test_every_question_has_an_answer_and_every_answer_a_question() -> None:
    assert {file.stem for file in QUERIES} == set(ANSWERS)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_the_header_says_what_is_asked(file: Path) -> None:
    title, sentence, *lines = file.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# title: \S.*[^.?]", title)
    assert re.fullmatch(r"# [A-Z].*[.?]", sentence)
    declared = [line.split()[1] for line in lines if line.startswith("PREFIX")]
    body = "\n".join(line for line in lines if not line.startswith("PREFIX"))
    assert all(re.search(rf"\b{prefix}", body) for prefix in declared)

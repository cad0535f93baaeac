"""The competency questions on what the pipeline makes of real pages: the same on rdflib and Oxigraph, and right."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from iomgraph.publication import Publication, read_publication
from iomgraph.source_graph import mapped

Rows = list[list[str | None]]

QUERIES = sorted((Path(__file__).parents[2] / "queries").glob("*.rq"))


def graph_of(sources: Sequence[Path], publication: Publication) -> bytes:
    with mapped(sources, publication, lambda _step: None) as mapping:
        return "\n".join(mapping.lines()).encode()


class Graph:
    """One graph in both engines, with the publication's default graphs as the default graph."""

    def __init__(self, quads: bytes, publication: Publication) -> None:
        self._default: list[pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph] = [
            pyoxigraph.NamedNode(name) for name in publication.default_graphs
        ]
        self._oxigraph = pyoxigraph.Store()
        self._oxigraph.load(quads, format=pyoxigraph.RdfFormat.N_QUADS)
        self._rdflib = rdflib.Dataset()
        self._rdflib.parse(data=quads, format="nquads")
        for name in publication.default_graphs:
            for triple in self._rdflib.graph(rdflib.URIRef(name)):
                self._rdflib.default_graph.add(triple)

    def rows(self, query: str) -> tuple[Rows, Rows]:
        """The rows of Oxigraph and those of rdflib, sorted, each term as its value's text."""
        solutions = self._oxigraph.query(query, default_graph=self._default)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        of_oxigraph = [[_of_oxigraph(solution[name]) for name in names] for solution in solutions]
        of_rdflib = [
            [_of_rdflib(bindings.get(rdflib.Variable(name))) for name in names]
            for bindings in self._rdflib.query(query).bindings
        ]
        return sorted(of_oxigraph, key=str), sorted(of_rdflib, key=str)


def _of_oxigraph(term: object) -> str | None:
    if isinstance(term, pyoxigraph.Literal):
        return _value(rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value)))
    return term.value if isinstance(term, pyoxigraph.NamedNode) else None


def _of_rdflib(term: rdflib.term.Identifier | None) -> str | None:
    return None if term is None else _value(term)


def _value(term: rdflib.term.Identifier) -> str:
    """Numbers by value, since Oxigraph rewrites them; everything else as it stands."""
    number = isinstance(term, rdflib.Literal) and term.datatype in {rdflib.XSD.decimal, rdflib.XSD.integer}
    return str(float(term)) if number else str(term)


@pytest.fixture(scope="module")
def publication(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return read_publication(repository / "publication.toml", tmp_path_factory.mktemp("questions"))


@pytest.fixture(scope="module")
def of_the_sample(publication: Publication) -> Graph:
    return Graph(graph_of([], publication), publication)


@pytest.fixture(scope="module")
def of_the_seed(publication: Publication, shared: Path) -> Graph:
    return Graph(graph_of(sorted((shared / "seeds").glob("*.txt")), publication), publication)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_sample_is_answered_alike_and_as_reviewed(of_the_sample: Graph, file: Path) -> None:
    """Questions on the reference tables as a whole have no reviewed answers: they grow with every row."""
    of_oxigraph, of_rdflib = of_the_sample.rows(file.read_text(encoding="utf-8"))
    assert of_oxigraph == of_rdflib
    answers = json.loads((Path(__file__).parent / "answers_on_the_sample.json").read_text(encoding="utf-8"))
    if file.stem in answers:
        assert of_oxigraph == sorted(answers[file.stem], key=str)
    else:
        assert of_oxigraph


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_seed_is_read_alike_by_both_engines(of_the_seed: Graph, file: Path) -> None:
    of_oxigraph, of_rdflib = of_the_seed.rows(file.read_text(encoding="utf-8"))
    assert of_oxigraph == of_rdflib


PROLOGUE = """
PREFIX iomg: <https://w3id.org/iomgraph/ns#>
PREFIX id: <https://w3id.org/iomgraph/id/>
PREFIX project: <https://w3id.org/iomgraph/id/project/>
PREFIX process: <https://w3id.org/iomgraph/id/process/>
PREFIX state: <https://w3id.org/iomgraph/id/state/>
PREFIX organisation: <https://w3id.org/iomgraph/id/organisation/>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.mark.parametrize(
    ("fact", "holds"),
    [
        ("process:soderkoping iomg:initiator organisation:unhcr, organisation:smb", True),
        ("?p iomg:party organisation:smb ; iomg:participatesIn process:soderkoping ; "
         "schema:startDate '2001'^^xsd:gYear", True),
        ("process:soderkoping iomg:partner organisation:iom", True),
        ("project:W34-805 iomg:beneficiary organisation:cbcp-secretariat", True),
        ("project:W34-805 iomg:hasActivity/iomg:participant state:BLR, state:MDA, state:UKR", True),
        ("project:W34-805 iomg:benefitingState state:BLR", False),
        ("project:W34-805 iomg:mentions state:BLR", True),
        ("project:W34-805 iomg:supportsProcess process:soderkoping", True),
        ("project:W34-805 iomg:benefitingState state:MDA, state:POL, state:ROU, state:SVK, state:UKR", True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", ["of_the_sample", "of_the_seed"])
def test_what_the_seed_says(request: pytest.FixtureRequest, which: str, fact: str, holds: bool) -> None:
    graph: Graph = request.getfixturevalue(which)
    query = f"{PROLOGUE} SELECT (COUNT(*) AS ?n) WHERE {{ {fact} }}"
    of_oxigraph, of_rdflib = graph.rows(query)
    assert of_oxigraph == of_rdflib
    assert (of_oxigraph != [["0.0"]]) is holds

"""The W3C's SPARQL 1.1 suites over HTTP: the running endpoint against what is expected.

The data of every case stands in graphs of its own, which the protocol's dataset parameters choose. A case passes where
the table or the graph is the expected one (blank nodes aside, numbers by value), where a query that is wrong is refused
with 400, or where the protocol's statuses come back.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx
import pyoxigraph
import rdflib
from rdflib import RDF
from rdflib.term import Identifier

from iomgraph.rdf.query_text import QueryText
from iomgraph.rdf.rdflib_graph import pyoxigraph_term, rdflib_graph
from tests.served_publication import publication_folder, serving

SUITES = (
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "subquery", "syntax-query", "csv-tsv-res", "json-res", "protocol",
)  # fmt: skip

_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_HT = rdflib.Namespace("http://www.w3.org/2011/http#")
_CNT = rdflib.Namespace("http://www.w3.org/2011/content#")

_SYNTAXES = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
}
_RESULTS = {
    ".srx": ("application/sparql-results+xml", pyoxigraph.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", pyoxigraph.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", pyoxigraph.QueryResultsFormat.TSV),
}
_RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_TRUTHS = {"1": "true", "0": "false"}
_EMPTY = "urn:empty"
_NUMERIC = ("integer", "decimal", "double", "float")


@dataclass(frozen=True)
class Case:
    """One case of a manifest."""

    suite: str
    manifest: Path
    node: Identifier

    @property
    def name(self) -> str:
        """Its name in the suite."""
        return str(self.node).rpartition("#")[2]

    @property
    def default_graph(self) -> str:
        """The name of the graph that holds the data of its default graph."""
        return f"urn:case:{self.suite}:{self.name}"


def cases(conformance: Path) -> Iterator[Case]:
    """Every case of the suites below the folder `conformance`."""
    for suite in SUITES:
        manifest = conformance / "sparql11" / suite / "manifest.ttl"
        graph = _graph(manifest)
        for entries in graph.objects(None, _MF.entries):
            for entry in graph.items(entries):
                assert isinstance(entry, Identifier)
                yield Case(suite, manifest, entry)


@contextmanager
def endpoint(conformance: Path) -> Iterator[httpx.Client]:
    """A running endpoint that holds the data of every case."""
    with TemporaryDirectory() as temporary:
        folder = publication_folder(Path(temporary), "")
        lines = {line for case in cases(conformance) for line in _data(case)}
        (release,) = (folder / "releases").glob("*-*")
        (release / "graph.nq").write_bytes(b"".join(sorted(lines)))
        with serving(folder) as address, httpx.Client(base_url=address, timeout=60) as client:
            yield client


def run(case: Case, client: httpx.Client) -> str:
    """What is wrong with the answer to a case; nothing where it passes."""
    graph = _graph(case.manifest)
    action = graph.value(case.node, _MF.action)
    kind = graph.value(case.node, RDF.type)
    if kind == _MF.ProtocolTest:
        return _protocol(graph, action, client)
    if kind in (_MF.PositiveSyntaxTest11, _MF.NegativeSyntaxTest11, _MF.PositiveSyntaxTest, _MF.NegativeSyntaxTest):
        answer = _ask(client, case, _file(action), "*/*")
        wanted = 400 if kind in (_MF.NegativeSyntaxTest11, _MF.NegativeSyntaxTest) else 200
        return "" if answer.status_code == wanted else f"status {answer.status_code}"
    query, result = _file(graph.value(action, _QT.query)), _file(graph.value(case.node, _MF.result))
    if result.suffix in _SYNTAXES and not _is_table(result):
        return _triples_differ(_ask(client, case, query, "application/n-triples"), result)
    if result.suffix == ".csv":
        answer = _ask(client, case, query, "text/csv")
        return "" if _rows(answer.text) == _rows(result.read_text(encoding="utf-8")) else "other rows"
    media_type, syntax = _RESULTS.get(result.suffix, _RESULTS[".srx"])
    answer = _ask(client, case, query, media_type)
    if answer.status_code != 200:
        return f"status {answer.status_code}"
    found = _table(pyoxigraph.parse_query_results(answer.content, syntax))
    return "" if found == _expected_table(result, syntax) else "other rows"


def exceptions() -> dict[str, dict[str, str]]:
    """The cases that do not pass, by suite and name, each with the reason."""
    return tomllib.loads((Path(__file__).parent / "sparql11_exceptions.toml").read_text(encoding="utf-8"))


def section(conformance: Path) -> str:
    """Markdown: how many cases of each suite pass, and why the others do not."""
    with endpoint(conformance) as client:
        return page_section([(case, run(case, client)) for case in cases(conformance)])


def page_section(every: list[tuple[Case, str]]) -> str:
    """The section that the outcomes of all cases make."""
    counts, details = [], []
    for suite in SUITES:
        outcomes = [(case, wrong) for case, wrong in every if case.suite == suite]
        failed = [(case, wrong) for case, wrong in outcomes if wrong]
        counts.append(f"| {suite} | {len(outcomes) - len(failed)} | {len(outcomes)} |")
        details += [f"| {suite}/{case.name} | {wrong} | {exceptions()[suite][case.name]} |" for case, wrong in failed]
    return "\n".join([
        "## SPARQL 1.1",
        "",
        "Over HTTP, on the running endpoint. A case counts as passed only where the table or the graph is the expected",
        "one, where a wrong query is refused with 400, or where the statuses of the protocol come back.",
        "",
        "| suite | passed | of |",
        "|---|---|---|",
        *counts,
        "",
        "| case | outcome | why |",
        "|---|---|---|",
        *details,
        "",
    ])  # fmt: skip


def _data(case: Case) -> Iterator[bytes]:
    """The data of a case as N-Quads."""
    graph = _graph(case.manifest)
    action = graph.value(case.node, _MF.action)
    for file in graph.objects(action, _QT.data):
        yield from _lines(_file(file), case.default_graph)
        # Where the query says FROM it names the file.
        yield from _lines(_file(file), str(file))
    for file in graph.objects(action, _QT.graphData):
        if not isinstance(file, rdflib.BNode):
            yield from _lines(_file(file), str(file))
    for named in graph.objects(case.node, _UT.graphData):
        yield from _lines(_file(graph.value(named, _UT.graph)), str(graph.value(named, rdflib.RDFS.label)))


def _lines(file: Path, name: str) -> Iterator[bytes]:
    node = pyoxigraph.NamedNode(name)
    parsed = pyoxigraph.parse(
        path=file, format=_SYNTAXES[file.suffix], base_iri=file.absolute().as_uri(), rename_blank_nodes=True
    )
    quads = (pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, node) for quad in parsed)
    yield from (pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def _ask(client: httpx.Client, case: Case, query: Path, accept: str) -> httpx.Response:
    graph = _graph(case.manifest)
    action = graph.value(case.node, _MF.action)
    named = [str(file) for file in graph.objects(action, _QT.graphData)]
    has_data = (action, _QT.data, None) in graph
    text = query.read_text(encoding="utf-8")
    form: dict[str, str | list[str]] = {"query": f"BASE <{query.absolute().as_uri()}>\n{text}"}
    if not QueryText(text).names_its_dataset:
        form |= {"default-graph-uri": [case.default_graph if has_data else _EMPTY], "named-graph-uri": named}
    return client.post("/sparql", data=form, headers={"Accept": accept})


def _items(graph: rdflib.Graph, owner: rdflib.term.Node | None, predicate: rdflib.URIRef) -> list[rdflib.term.Node]:
    found = graph.value(owner, predicate)
    return [] if found is None else list(graph.items(found))


def _protocol(graph: rdflib.Graph, action: rdflib.term.Node | None, client: httpx.Client) -> str:
    for request in _items(graph, action, _HT.requests):
        body = graph.value(request, _HT.body)
        characters = str(graph.value(body, _CNT.chars) or "")
        encoding = str(graph.value(body, _CNT.characterEncoding) or "utf-8")
        headers = {
            str(graph.value(header, _HT.fieldName)): str(graph.value(header, _HT.fieldValue))
            for header in _items(graph, request, _HT.headers)
        }
        response = graph.value(request, _HT.resp)
        answer = client.request(
            str(graph.value(request, _HT.methodName)),
            str(graph.value(request, _HT.absolutePath)).replace("/sparql/", "/sparql", 1),
            content=characters.encode(encoding),
            headers=headers,
        )
        wanted = {str(status)[-3] for status in graph.objects(response, _MF.expectedStatus)}
        if str(answer.status_code)[0] not in wanted:
            return f"status {answer.status_code}"
        boolean = graph.value(response, _MF.expectedBoolean)
        if boolean is not None and answer.json().get("boolean") is not bool(boolean.toPython()):  # type: ignore[attr-defined]
            return "the other truth value"
    return ""


def _triples_differ(answer: httpx.Response, expected: Path) -> str:
    if answer.status_code != 200:
        return f"status {answer.status_code}"
    found = pyoxigraph.Dataset(pyoxigraph.parse(answer.content, format=pyoxigraph.RdfFormat.N_TRIPLES))
    wanted = pyoxigraph.Dataset(_triples(expected))
    for dataset in (found, wanted):
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return "" if found == wanted else "other triples"


def _is_table(result: Path) -> bool:
    return any(quad.object == _oxigraph(_RS.ResultSet) for quad in _triples(result))


def _expected_table(result: Path, syntax: pyoxigraph.QueryResultsFormat) -> object:
    if result.suffix in _SYNTAXES:
        graph = _graph(result)
        rows = [
            {
                str(graph.value(binding, _RS.variable)): _oxigraph(graph.value(binding, _RS.value))
                for binding in graph.objects(solution, _RS.binding)
            }
            for solution in graph.objects(None, _RS.solution)
        ]
        return _same_for_same_rows({str(name) for name in graph.objects(None, _RS.resultVariable)}, rows)
    return _table(pyoxigraph.parse_query_results(result.read_bytes(), syntax))


def _table(results: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean) -> object:
    if isinstance(results, pyoxigraph.QueryBoolean):
        return bool(results)
    names = {variable.value for variable in results.variables}
    rows = [{name: row[name] for name in names if row[name] is not None} for row in results]
    return _same_for_same_rows(names, rows)


def _same_for_same_rows(names: set[str], rows: list[dict[str, object]]) -> object:
    """What two tables that say the same have in common: rows without an order, blank nodes without a name."""
    quads = []
    for row in rows:
        node = pyoxigraph.BlankNode()
        quads.append(pyoxigraph.Quad(node, pyoxigraph.NamedNode("urn:a"), pyoxigraph.NamedNode("urn:row")))
        quads += [
            pyoxigraph.Quad(node, pyoxigraph.NamedNode(f"urn:variable:{name}"), _value(term))
            for name, term in row.items()
        ]
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return names, dataset


def _value(term: object) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """The term, or for a number or truth its value and datatype."""
    assert isinstance(term, pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal)
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value.rpartition("#")[2] in _NUMERIC:
        try:
            return pyoxigraph.Literal(str(Decimal(term.value).normalize()), datatype=term.datatype)
        except InvalidOperation:
            return term
    if (
        isinstance(term, pyoxigraph.Literal)
        and term.value in _TRUTHS
        and term.datatype == _oxigraph(rdflib.XSD.boolean)
    ):
        return pyoxigraph.Literal(_TRUTHS[term.value], datatype=term.datatype)
    return term


def _oxigraph(term: rdflib.term.Node | None) -> object:
    assert isinstance(term, Identifier)
    return pyoxigraph_term(term)


def _rows(text: str) -> list[list[tuple[str, str]]]:
    """The rows of a CSV file, where neither the order of columns nor the names of blank nodes count."""
    rows = csv.DictReader(io.StringIO(re.sub(r"_:\w+", "_:", text)))
    return sorted(sorted(row.items()) for row in rows)


@cache
def _triples(file: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path=file, format=_SYNTAXES[file.suffix], base_iri=file.absolute().as_uri()))


@cache
def _graph(file: Path) -> rdflib.Graph:
    return rdflib_graph(_triples(file))


def _file(address: rdflib.term.Node | None) -> Path:
    return Path(url2pathname(urlsplit(str(address)).path))

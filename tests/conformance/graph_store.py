"""The W3C's Graph Store Protocol and service description suites, as far as they are about reading.

Nothing is written over HTTP here. So each write of a case is sent and has to be refused with 405; then what it would
have written is published as a release, the only way in, and the reads of the case follow.
"""

import re
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph
import rdflib
from rdflib.term import Node
from starlette.testclient import TestClient

from iomgraph.publication import read_publication
from iomgraph.rdf.rdflib_graph import rdflib_graph
from iomgraph.server.app import create_app
from tests.served_publication import BASE, make_current, publication_folder

SUITES = ("graph-store-protocol", "service-description")

_BASE = "http://www.example/"
_DEFAULT = _BASE + "graph/data"
_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_HT = rdflib.Namespace("http://www.w3.org/2011/http#")
_CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
_SD = "http://www.w3.org/ns/sparql-service-description#"
_STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
_WRITES = ("PUT", "POST", "DELETE")
# What a subject of a property is, by the schema of the service description.
_DOMAINS = {
    "endpoint": "Service", "supportedLanguage": "Service", "feature": "Service", "resultFormat": "Service",
    "defaultDataset": "Service", "defaultGraph": "Dataset", "namedGraph": "Dataset", "name": "NamedGraph",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case of a manifest."""

    suite: str
    graph: rdflib.Graph
    node: Node

    @property
    def name(self) -> str:
        """Its name in the suite."""
        return str(self.node).rpartition("#")[2]


class Endpoint:
    """A site that follows its releases, each of which holds the graphs that are given."""

    def __init__(self, folder: Path, client: TestClient) -> None:
        self.client = client
        self._releases = folder / "releases"
        self._numbers = count(2)
        self._published: dict[str, bytes] = {}

    def publish(self, graphs: dict[str, bytes]) -> None:
        """Make a release with `graphs`, Turtle by name, and wait until it is served, unless it is already."""
        if graphs == self._published:
            return
        self._published = dict(graphs)
        name = f"2026-01-01.{next(self._numbers)}"
        lines: set[bytes] = set()
        for graph, turtle in graphs.items():
            node = pyoxigraph.NamedNode(graph)
            triples = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
            quads = (pyoxigraph.Quad(each.subject, each.predicate, each.object, node) for each in triples)
            written = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
            lines |= set((written or b"").splitlines(keepends=True))
        folder = self._releases / name
        folder.mkdir()
        (folder / "graph.nq").write_bytes(b"".join(sorted(lines)))
        (folder / "manifest.json").write_text('{"files": {}}', encoding="utf-8")
        make_current(self._releases, name)
        while self.client.get("/ready").json().get("release") != name:
            time.sleep(0.02)


def cases(conformance: Path) -> Iterator[Case]:
    """Every case of the suites below the folder `conformance`."""
    for suite in SUITES:
        for manifest in sorted((conformance / "sparql11" / suite).glob("manifest*.ttl")):
            quads = pyoxigraph.parse(path=manifest, format=pyoxigraph.RdfFormat.TURTLE, base_iri="urn:manifest")
            graph = rdflib_graph(list(quads))
            for entries in graph.objects(None, _MF.entries):
                for entry in graph.items(entries):
                    yield Case(suite, graph, entry)


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """A site in this process without any data."""
    with TemporaryDirectory() as temporary:
        folder = publication_folder(Path(temporary), "")
        settings = folder / "publication.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace(BASE, _BASE), encoding="utf-8")
        with TestClient(create_app(read_publication(settings, folder))) as client:
            yield Endpoint(folder, client)


def run(case: Case, site: Endpoint) -> str:
    """What is wrong with the answers to a case; nothing where it passes."""
    if case.suite == "service-description":
        return _service_description(case.name, site.client)
    graph = case.graph
    action = graph.value(case.node, _MF.action)
    requests = graph.value(action, _HT.requests)
    assert requests is not None
    graphs: dict[str, bytes] = {}
    for request in graph.items(requests):
        method, path = str(graph.value(request, _HT.methodName)), str(graph.value(request, _HT.absolutePath))
        body = _text(graph, request).encode()
        # The suite's prefix of a path stands for the endpoint where a query follows, else for the graph's own address.
        path = re.sub(r"^/gsp(?=\?|$)", "/graph-store", path)
        if method not in _WRITES:
            site.publish(graphs)
        answer = site.client.request(method, path, content=body, headers=_headers(graph, request))
        if method not in _WRITES:
            wrong = _read_differs(graph, graph.value(request, _HT.resp), answer)
            if wrong:
                return wrong
            continue
        if answer.status_code != 405:
            return f"{method} status {answer.status_code}"
        wrong = _write(graphs, method, path, body)
        if wrong:
            return wrong
    return ""


def exceptions() -> dict[str, dict[str, str]]:
    """The cases that do not pass, by suite and name, each with the reason."""
    return tomllib.loads((Path(__file__).parent / "graph_store_exceptions.toml").read_text(encoding="utf-8"))


def section(conformance: Path) -> str:
    """Markdown: how many cases of each suite pass, and why the others do not."""
    with endpoint() as site:
        return page_section([(case, run(case, site)) for case in cases(conformance)])


def page_section(every: list[tuple[Case, str]]) -> str:
    """The section that the outcomes of all cases make."""
    counts = [
        f"| {suite} | {sum(case.suite == suite and not wrong for case, wrong in every)} "
        f"| {sum(case.suite == suite for case, _ in every)} |"
        for suite in SUITES
    ]
    details = [
        f"| {case.suite}/{case.name} | {wrong} | {exceptions()[case.suite][case.name]} |"
        for case, wrong in every
        if wrong
    ]
    return "\n".join([
        "## SPARQL 1.1 Graph Store Protocol and Service Description",
        "",
        "Updates do not exist over HTTP. Each write of a case is sent and has to be refused with 405; then what it",
        "would have written is published as a release, and what the case reads has to be that.",
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


def _write(graphs: dict[str, bytes], method: str, path: str, body: bytes) -> str:
    address = urlsplit(path)
    parameters = parse_qs(address.query, keep_blank_values=True)
    if address.path != "/graph-store":
        name = _BASE.rstrip("/") + address.path
    elif "default" in parameters:
        name = _DEFAULT
    elif "graph" in parameters:
        name = parameters["graph"][0]
    else:
        return "no release names its graphs by itself"
    if body.startswith(b"--"):
        return "no release is made of a multipart request"
    if method == "DELETE":
        graphs.pop(name, None)
    else:
        graphs[name] = (graphs.get(name, b"") if method == "POST" else b"") + body
    return ""


def _read_differs(graph: rdflib.Graph, expected: Node | None, answer: httpx.Response) -> str:
    statuses = {_STATUSES[str(each).rpartition("#")[2]] for each in graph.objects(expected, _MF.expectedStatus)}
    if answer.status_code not in statuses:
        return f"status {answer.status_code}"
    headers = _headers(graph, expected)
    wrong = [name for name, value in headers.items() if answer.headers.get(name) != value]
    if wrong:
        return f"other {', '.join(wrong)}"
    wanted = _text(graph, expected)
    return "" if not wanted or _canonical(wanted.encode()) == _canonical(answer.content) else "other triples"


def _headers(graph: rdflib.Graph, owner: Node | None) -> dict[str, str]:
    listed = graph.value(owner, _HT.headers)
    return {
        str(graph.value(header, _HT.fieldName)): str(graph.value(header, _HT.fieldValue))
        for header in (graph.items(listed) if listed else ())
    }


def _text(graph: rdflib.Graph, owner: Node | None) -> str:
    return str(graph.value(graph.value(owner, _HT.body), _CNT.chars) or "")


def _canonical(turtle: bytes) -> pyoxigraph.Dataset:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _service_description(name: str, client: TestClient) -> str:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    if answer.status_code != 200 or answer.headers["content-type"] != "text/turtle; charset=utf-8":
        return f"status {answer.status_code}"
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    service = rdflib.URIRef(_BASE + "sparql")
    if name == "returns-rdf":
        return "" if len(graph) else "no triples"
    if name == "has-endpoint-triple":
        return "" if list(graph.subject_objects(rdflib.URIRef(_SD + "endpoint"))) == [(service, service)] else "other"
    for subject, predicate in graph.subject_predicates():
        term = str(predicate)
        if not term.startswith(_SD):
            continue
        domain = _DOMAINS.get(term.removeprefix(_SD))
        if domain is None or (subject, rdflib.RDF.type, rdflib.URIRef(_SD + domain)) not in graph:
            return f"{term} is not used as the schema says"
    return ""

"""Requests that are meant to harm: nothing leaves its place, and nothing is a fault of the server."""

import re
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from iomgraph.publication import read_publication
from iomgraph.server.addresses import Addresses
from iomgraph.server.app import create_app
from tests.served_publication import publication_folder

SCRIPT = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`{{7*7}}"
IRI = "https://w3id.org/iomgraph/id/project/X'onmouseover='alert(1)&quot;"
ENEMY = Addresses("https://w3id.org/iomgraph/").path_of(IRI) or ""
SCRIPTS = 'SELECT * WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?o), "script")) }'
PAGES = [
    "/", "/projects", "/processes", "/states", "/organisations", "/vocabulary", "/release", "/sparql", "/search?q=",
    f"/search?q={quote(SCRIPT)}", ENEMY, "/ns",
    f"/sparql?query={quote(SCRIPTS)}",
    f"/sparql?query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}", f"/sparql?query={quote(SCRIPT)}", f"/{quote(SCRIPT)}",
    f"/links?to={quote(SCRIPT)}&by=urn:x", f"/links?to={quote(ENEMY)}&by={quote(IRI)}", f"/release/{quote(SCRIPT)}",
    f"/projects?page={quote(SCRIPT)}", f"/graph-store?graph={quote(SCRIPT)}",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, sample: str) -> Iterator[TestClient]:
    """The sample with a project whose texts and IRI are written by an enemy."""
    literal = SCRIPT.replace("\\", "\\\\").replace('"', '\\"')
    properties = "".join(f'; <{name}> "{literal}"@en' for name in (
        "http://purl.org/dc/terms/title", "http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/identifier",
        "http://purl.org/dc/terms/description",
    ))  # fmt: skip
    link = '<urn:web> "javascript:alert(1)"^^<http://www.w3.org/2001/XMLSchema#anyURI>, <javascript:alert(1)>'
    about = f"<{IRI}> a <https://w3id.org/iomgraph/ns#Project> {properties} ; {link} ."
    enemy = f"\nGRAPH <https://w3id.org/iomgraph/graph/data> {{ {about} }}\n"
    folder = publication_folder(tmp_path_factory.mktemp("publication"), sample + enemy)
    app = create_app(read_publication(folder / "publication.toml", folder))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


class _Page(HTMLParser):
    """What a page would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.found.append(f"script {data}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_own_script = tag == "script" and (dict(attrs).get("src") or "").startswith("/static/")
        self._in_script = tag == "script"
        if tag in ("script", "style", "iframe", "object", "embed", "base") and not is_own_script:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}")
            if name in ("href", "src", "action") and not re.match(r"(?:/|#|https?://|mailto:)", value or ""):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_what_runs_and_every_page_says_that_nothing_may(hostile: TestClient, path: str) -> None:
    answer = hostile.get(path, headers={"Accept": "text/html", "Accept-Language": SCRIPT})
    assert answer.status_code == 200 if path == ENEMY else answer.status_code < 500
    assert answer.headers["content-type"].startswith("text/html")
    page = _Page()
    page.feed(answer.text)
    assert page.found == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    """
        /static/../../publication.toml
        /static/..%2f..%2f..%2fpublication.toml
        /static/%2e%2e/%2e%2e/app.py
        /static//etc/passwd
        /static/..\\..\\app.py
        /release/..%2f..%2fpublication.toml
        /release/%2e%2e%2fcurrent%2fgraph.nq
        /release/../publication.toml
        /release/2026-01-01.1/..%2f..%2fpublication.toml
        /release/2026-01-01.1/../../publication.toml
        /release/graph.nq%00.txt
        /%2e%2e/%2e%2e/etc/passwd
        /id/..%5c..%5cpublication.toml
        /graph/..%2fdata
        /release/.lock
        /release/2026-01-01.1/lineage.parquet%2f..
        /release/....//publication.toml
    """.split(),
)
def test_no_path_leaves_its_place(hostile: TestClient, path: str) -> None:
    raw = hostile.build_request("GET", "/")
    raw.url = raw.url.copy_with(raw_path=path.encode())
    answer = hostile.send(raw)
    assert answer.status_code in (400, 404)
    assert b"root:" not in answer.content
    assert b"[publisher]" not in answer.content


def test_no_parameter_or_path_makes_a_header(served: str) -> None:
    host, port = served.removeprefix("http://").split(":")
    injected = "%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a<script>"
    paths = (
        f"/id/project/A12-305{injected}",
        f"/{injected}",
        f"/sparql?query={injected}",
        f"/sparql?query=ASK{{}}&accept={injected}",
        f"/graph-store?graph=urn:x{injected}",
        f"/sparql?release={injected}",
        f"/release/{injected}",
        f"/search?q={injected}",
        f"/projects?page={injected}",
        f"/links?to={injected}&by=urn:x{injected}",
        f"/.well-known/void{injected}",
    )
    for path in paths:
        for accept in ("text/html", "text/turtle"):
            with socket.create_connection((host, int(port)), timeout=10) as connection:
                request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
                connection.sendall(request.encode())
                received = connection.makefile("rb").read()
            head = received.partition(b"\r\n\r\n")[0]
            assert re.match(rb"HTTP/1.1 [234]\d\d ", head), (path, head)
            assert b"set-cookie" not in head.lower()


def test_no_host_leads_away(hostile: TestClient) -> None:
    for host in ('a.example"><script>', "evil.example\r\nX: y", "a b", "", "[", "evil.example:99999"):
        answer = hostile.get("/", headers={"Host": host, "Accept": "text/html"})
        assert answer.status_code < 500, host
        assert "<script>" not in answer.text
        hostile.get("/projects/", headers={"Host": host}, follow_redirects=False)


KNOWN = st.sampled_from(
    """
        / /projects /states /release /release/graph.nq /sparql /search /links /graph-store /graph/data
        /.well-known/void /metrics /ready /health /context.jsonld /static/style.css /static /ns /ns.ttl
        /id/state/FRE /id/project/A12-305.jsonld /release/2026-01-01.1/sparql /release/2026-01-01.1/projects
    """.split()
)
SEGMENTS = st.one_of(
    st.sampled_from("""
        id project A12-305 A12-305.ttl graph data ns vocab release 2026-01-01.1 static graph.nq sparql
        search links projects graph-store .well-known void metrics ready .. . % %zz %00 %ff %0d%0a
        %F0%9F%92%A9 %ed%a0%80 * ~ 2026-13-45.0
    """.split()),
    st.text(max_size=8).map(lambda text: quote(text, safe="")),
)  # fmt: skip
NAMES = st.sampled_from(
    """
        query update default-graph-uri named-graph-uri accept release graph default q page to by
    """.split()
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "ASK {}",
            "SELECT * WHERE { ?s ?p ?o } LIMIT 3",
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "SELECT",
            "urn:x",
            "0",
            "-1",
            "99999999999999999999",
            "1e9",
            "NaN",
            "2026-01-01.1",
            "text/turtle",
            "text/html;q=2",
            "https://w3id.org/iomgraph/graph/data",
            "https://w3id.org/iomgraph/id/state/FRE",
            "https://w3id.org/iomgraph/ns#benefitingState",
            "> } SELECT",
            "\x00",
            "\ud800",
        ]
    ),
    st.text(max_size=20),
)
HEADER_VALUES = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20)
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "Accept",
            "Accept-Language",
            "Accept-Encoding",
            "If-None-Match",
            "Content-Type",
            "Range",
            "Host",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "Cookie",
            "Origin",
            "If-Modified-Since",
        ]
    ),
    st.one_of(
        HEADER_VALUES,
        st.sampled_from(
            [
                "*/*",
                "text/html",
                "gzip;q=x",
                "*",
                '"a", W/"b"',
                "bytes=0-1",
                "bytes=-",
                "application/sparql-query",
                "application/x-www-form-urlencoded",
                "application/sparql-update",
                "text/turtle;q=0.5, */*;q=0",
            ]
        ),
    ),
    max_size=4,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "BREW"]),
    path=KNOWN | st.lists(SEGMENTS, max_size=5).map(lambda segments: "/" + "/".join(segments)),
    parameters=st.lists(st.tuples(NAMES, VALUES), max_size=4),
    headers=HEADERS,
    body=st.one_of(
        st.just(b""),
        st.binary(max_size=30),
        st.just(b"query=ASK%20%7B%7D"),
        st.just(b"SELECT * WHERE { ?s ?p ?o } LIMIT 1"),
    ),
)
def test_no_request_is_a_fault(
    hostile: TestClient,
    method: str,
    path: str,
    parameters: list[tuple[str, str]],
    headers: dict[str, str],
    body: bytes,
) -> None:
    query = "&".join(f"{name}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}" for name, value in parameters)
    request = hostile.build_request(
        method, "/", content=body, headers=[(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    )
    request.url = request.url.copy_with(raw_path=f"{path}?{query}".encode())
    answer = hostile.send(request, follow_redirects=False)
    assert answer.status_code < 500, (answer.status_code, answer.text)
    # What is wrong with a Range is told by Starlette, in plain text.
    is_told_here = method != "HEAD" and "Range" not in headers and "html" not in answer.headers.get("content-type", "")
    if answer.status_code >= 400 and is_told_here:
        assert answer.json()["detail"]


def test_the_dataset_is_described_whatever_it_holds(hostile: TestClient) -> None:
    for path in ("/.well-known/void", "/sparql"):
        answer = hostile.get(path, headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200
        assert "<urn:web>" in answer.text

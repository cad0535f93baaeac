"""SERVICE: what is asked of whom, and everything that must not be reached by it."""

import json
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.publication import Service
from iomgraph.rdf.service_calls import service_calls, with_values
from iomgraph.stores.federation import RemoteEndpointError, as_values, with_remote_answers
from iomgraph.stores.public_https import UnreachableError, authority, is_public
from iomgraph.stores.store import RefusedQueryError

BASE = "https://w3id.org/iomgraph/"
QUADS = """
<http://a/1> <http://a/name> "Grøndal \\"forum\\" \\\\ }"@en .
<http://a/2> <http://a/name> "2.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<http://a/3> <http://a/part> _:b .
"""


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint, and what an endpoint may do to harm."""

    def __init__(self, store: pyoxigraph.Store, asked: list[str], *arguments: object) -> None:
        self._store, self._asked = store, asked
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["content-length"])).decode()
        self._asked.append(query)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.end_headers()
            return
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "application/sparql-results+json")
        self.end_headers()
        if self.path == "/slow":
            time.sleep(3)
        if self.path == "/large":
            self.wfile.write(b" " * 200_000)
        answer = self._store.query(query)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        self.wfile.write(answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing is written."""


@dataclass(frozen=True)
class Remote:
    host: str
    asked: list[str]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate of the endpoint, is not installed")
    file = tmp_path_factory.mktemp("certificate") / "localhost.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", file,
         "-out", file.with_suffix(".crt")],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + file.with_suffix(".crt").read_bytes())
    return file


@pytest.fixture
def remote(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    store = pyoxigraph.Store()
    store.load(QUADS.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Endpoint, store, asked))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    yield Remote(f"localhost:{server.server_port}", asked)
    server.shutdown()
    server.server_close()


def answered(remote: Remote, path: str, pattern: str, *, silent: bool = False) -> list[str]:
    """The rows of a query whose only data are those of the endpoint, at an address that is taken for public."""
    word = "SERVICE SILENT" if silent else "SERVICE"
    text = f"PREFIX a: <http://a/>\nSELECT * WHERE {{ {word} <https://{remote.host}{path}> {pattern} }}"
    service = Service(allow=(remote.host,), rows=2, answer_bytes=100_000, seconds=1)
    solutions = pyoxigraph.Store().query(with_remote_answers(text, BASE, service, lambda _: True))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    names = sorted(variable.value for variable in solutions.variables)
    return sorted(" ".join(str(row[name]) for name in names if row[name] is not None) for row in solutions)


def test_the_answer_of_another_endpoint_is_joined(remote: Remote) -> None:
    assert answered(remote, "/sparql", "{ ?s a:name ?name }") == [
        '"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal> <http://a/2>',
        '"Grøndal \\"forum\\" \\\\ }"@en <http://a/1>',
    ]
    assert remote.asked == [f"BASE <{BASE}>\nPREFIX a: <http://a/>\nSELECT * WHERE {{ ?s a:name ?name }}"]
    assert answered(remote, "/sparql", "{ <http://a/1> a:name ?n . FILTER(?n = 1) }") == []


@pytest.mark.parametrize(
    ("path", "pattern", "why"),
    [
        ("/moved", "{ ?s ?p ?o }", "not followed"),
        ("/broken", "{ ?s ?p ?o }", "status 500"),
        ("/page", "{ ?s ?p ?o }", "text/html"),
        ("/large", "{ ?s a:name ?o }", "more than 100000 bytes"),
        ("/slow", "{ ?s ?p ?o }", "within 1 seconds"),
        ("/sparql", "{ ?s ?p ?o }", "more than 2 rows|blank nodes"),
        ("/sparql", "{ ?s a:part ?o }", "blank nodes"),
    ],
)
def test_an_endpoint_that_fails_fails_the_query_unless_it_is_silent(
    remote: Remote, path: str, pattern: str, why: str
) -> None:
    started = time.monotonic()
    with pytest.raises(RemoteEndpointError, match=why):
        answered(remote, path, pattern)
    assert time.monotonic() - started < 2.5
    if path != "/slow":
        assert answered(remote, path, pattern, silent=True) == [""], "one solution without a binding"


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "[::1]",
     "[::ffff:127.0.0.1]",
     "[::ffff:7f00:1]", "10.0.0.1", "192.168.0.1", "169.254.169.254", "[fe80::1]", "[fd00::1]", "224.0.0.1", "0.0.0.0",
     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "100.64.0.1"],
)  # fmt: skip
def test_no_address_of_this_network_is_reached_even_if_it_is_on_the_list(remote: Remote, host: str) -> None:
    port = remote.host.partition(":")[2]
    address = f"https://{host}:{port}/sparql"
    listed = authority(address)
    assert listed is not None
    query = f"SELECT * WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    with pytest.raises(RemoteEndpointError, match="not public"):
        with_remote_answers(query, BASE, Service(allow=(listed,), seconds=2))
    assert not remote.asked


@pytest.mark.parametrize(
    "call",
    ["SERVICE <http://endpoint.example/>", "SERVICE <https://other.example/>", "SERVICE <https://endpoint.example@other.example/>",
     "SERVICE <https://user:secret@endpoint.example/>", "SERVICE <https://endpoint.example:8443/>", "SERVICE <file:///etc/passwd>",
     "SERVICE <//endpoint.example/>", "SERVICE ?where", "SERVICE e:x", "SERVICESILENT <https://endpoint.example/>",
     "SERVICE <https://endpoint.example.other.example/>", "SERVICE <https://endpoint.example\\\\@other.example/>",
     "service silent <https://other.example/>", "SERVICE:x", "SERVICE <https://endpoint.example/> { SERVICE <https://endpoint.example/>"],
)  # fmt: skip
def test_nothing_but_the_listed_hosts_is_called(call: str) -> None:
    query = f"PREFIX e: <https://endpoint.example/>\nSELECT * WHERE {{ {call} {{ ?s ?p ?o }} }} }}"
    for service in (Service(allow=("endpoint.example",)), Service()):
        with pytest.raises(RefusedQueryError, match="SERVICE"):
            with_remote_answers(query, BASE, service)


def test_a_query_that_calls_nobody_stays_as_it_is() -> None:
    query = 'SELECT * WHERE { ?s ?p "SERVICE <https://endpoint.example/> {}" } # SERVICE'
    assert with_remote_answers(query, BASE, Service(allow=("endpoint.example",))) == query


@given(st.integers(0, 2**32 - 1))
def test_an_address_is_judged_by_what_it_leads_to(number: int) -> None:
    plain = ".".join(str(byte) for byte in number.to_bytes(4, "big"))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    for wrapped in (f"::ffff:{plain}", f"64:ff9b::{high}:{low}", f"2002:{high}:{low}::1"):
        assert is_public(wrapped) == is_public(plain)


@given(
    st.lists(
        st.sampled_from(["{", "}", "SERVICE", "SILENT", "<https://a/>", "?s", '"}"', "#}\n", "a:b", " "]), max_size=12
    )
)
def test_calls_are_found_in_any_text_or_it_is_not_followed(parts: list[str]) -> None:
    text = " ".join(["ASK {", *parts, "}"])
    calls = service_calls(text)
    if calls is not None:
        replaced = with_values(text, calls, ["VALUES () { () }"] * len(calls))
        assert service_calls(replaced) == [], "no call is left"
        assert replaced.count("\n") == text.count("\n")


def test_results_cannot_end_the_place_that_they_are_put_in() -> None:
    hostile = {"type": "uri", "value": "http://a/> } SERVICE <https://b/"}
    body = {"head": {"vars": ["a"]}, "results": {"bindings": [{"a": hostile}]}}
    with pytest.raises(UnreachableError):
        as_values("application/sparql-results+json", json.dumps(body).encode(), 10)

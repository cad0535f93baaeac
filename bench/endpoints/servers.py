"""The servers that are compared: how each loads the data and is started, and its version.

The triples that iomgraph's queries see without a GRAPH are the default graph of every peer, the evidence is a named
graph. Access logs are off everywhere. `fuseki` is the jar of Apache Jena Fuseki; `rdflib-endpoint` lives in a virtual
environment of its own, below the folder of the peers; Virtuoso comes from Debian's virtuoso-opensource-7-bin.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

_HOST = "127.0.0.1"
_START_SECONDS = 300
_READY = "?query=" + quote("SELECT * { ?project <https://w3id.org/iomgraph/ns#budget> ?budget } LIMIT 1", safe="")
_DATA_GRAPH, EVIDENCE = "https://w3id.org/iomgraph/graph/data", "https://w3id.org/iomgraph/graph/evidence"
_VIRTUOSO_INI = """
[Database]
DatabaseFile=v.db
ErrorLogFile=v.log
LockFile=v.lck
TransactionFile=v.trx
xa_persistent_file=v.pxa
[TempDatabase]
DatabaseFile=t.db
TransactionFile=t.trx
[Parameters]
ServerPort={host}:{sql_port}
DisableUnixSocket=1
NumberOfBuffers=170000
MaxDirtyBuffers=130000
ServerThreads=20
DirsAllowed={folder}
[HTTPServer]
ServerPort={host}:{port}
ServerThreads=20
KeepAliveTimeout=60
MaxKeepAlives=20
[SPARQL]
ResultSetMaxRows=1000000
DefaultGraph={graph}
"""


@dataclass(frozen=True)
class Data:
    """One release: the folder of its publication, and its `graph.nq` as peers take it."""

    publication: Path
    quads: Path
    default_graph: Path
    evidence: Path


@dataclass(frozen=True)
class Server:
    """A server that answers: queries go to `endpoint`, paths of resources to the root where it `has_pages`."""

    name: str
    port: int
    endpoint: str
    has_pages: bool = False
    process: int = 0
    load_seconds: float = 0.0
    """From nothing but a file to the first answer."""


@dataclass(frozen=True)
class Contestant:
    """One that can be started."""

    name: str
    version: str
    start: Callable[[Data, Path], Iterator[Server]]

    @contextmanager
    def running(self, data: Data, folder: Path) -> Iterator[Server]:
        """Start it with nothing but the data, in an empty `folder`; it is stopped in the end."""
        folder.mkdir(parents=True)
        begun = time.perf_counter()
        for server in self.start(data, folder):
            yield replace(server, load_seconds=time.perf_counter() - begun)
        shutil.rmtree(folder)


def prepared(publication: Path, release: Path) -> Data:
    """The data of a release for all servers, beside the publication."""
    data = Data(publication, *(publication / name for name in ("peers.nq", "default.nt", "evidence.nt")))
    graph = f" <{EVIDENCE}> .\n".encode()
    seen: set[bytes] = set()
    with ExitStack() as files:
        lines = files.enter_context((release / "graph.nq").open("rb"))
        quads, default_graph, evidence = (
            files.enter_context(file.open("wb")) for file in (data.quads, data.default_graph, data.evidence)
        )
        for line in lines:
            if line.endswith(graph):
                quads.write(line)
                evidence.write(line.removesuffix(graph) + b" .\n")
                continue
            triple = line[: line.rindex(b" <")] + b" .\n"
            if triple not in seen:
                seen.add(triple)
                quads.write(triple)
                default_graph.write(triple)
    return data


def contestants(peers: Path, fuseki: Path) -> list[Contestant]:
    """All of them; what is not yet installed below `peers` is installed now."""
    oxigraph, virtuoso = version("oxigraph"), _said("virtuoso-t", "-?")
    python = peers / "rdflib-endpoint" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "rdflib-endpoint[cli,web]"], check=True)
    asked = "from importlib.metadata import version as v; print(v('rdflib-endpoint'), 'on rdflib', v('rdflib'))"
    found = re.search(r"fuseki-server-([\d.]+)\.jar", fuseki.name)
    return [
        Contestant("iomgraph", version("iomgraph"), _iomgraph),
        Contestant("oxigraph on disk", oxigraph, _oxigraph_on_disk),
        Contestant("oxigraph in memory", oxigraph, _oxigraph_in_memory),
        Contestant("virtuoso", _first(r"Version ([\d.]+)", virtuoso), _virtuoso),
        Contestant("fuseki", found[1] if found else "?", lambda data, folder: _fuseki(fuseki.absolute(), data, folder)),
        Contestant(
            "rdflib-endpoint",
            _said(str(python), "-c", asked).strip(),
            lambda data, folder: _rdflib_endpoint(python, data, folder),
        ),
    ]


def _iomgraph(data: Data, _: Path) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "iomgraph.cli", "serve", "--port", str(port), "--access-log", "off"]
    server = Server("iomgraph", port, "/sparql", has_pages=True)
    yield from _served(server, command, data.publication)


def _oxigraph_on_disk(data: Data, folder: Path) -> Iterator[Server]:
    server = Server("oxigraph on disk", _free_port(), "/query")
    program, quiet = _oxigraph(), subprocess.DEVNULL
    subprocess.run([program, "load", "--location", folder, "--file", data.quads], check=True, stderr=quiet)
    options = ["--location", str(folder), "--bind", f"{_HOST}:{server.port}"]
    yield from _served(server, [program, "serve-read-only", *options], folder)


def _oxigraph_in_memory(data: Data, folder: Path) -> Iterator[Server]:
    server = Server("oxigraph in memory", _free_port(), "/query")

    def load() -> None:
        connection = HTTPConnection(_HOST, server.port)
        headers = {"Content-Type": "application/n-quads", "Content-Length": str(data.quads.stat().st_size)}
        with data.quads.open("rb") as body:
            connection.request("POST", "/store?no_transaction", body, headers)
        if connection.getresponse().status >= 300:
            raise SystemExit("oxigraph does not take the data")

    yield from _served(server, [_oxigraph(), "serve", "--bind", f"{_HOST}:{server.port}"], folder, load)


def _virtuoso(data: Data, folder: Path) -> Iterator[Server]:
    server, sql_port = Server("virtuoso", _free_port(), "/sparql"), _free_port()
    values = {"host": _HOST, "port": server.port, "sql_port": sql_port, "graph": _DATA_GRAPH}
    settings = _VIRTUOSO_INI.format(folder=data.publication, **values)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")

    def load() -> None:
        for file, graph in ((data.default_graph, _DATA_GRAPH), (data.evidence, EVIDENCE)):
            _isql(sql_port, f"ld_dir('{file.parent}', '{file.name}', '{graph}');")
        _isql(sql_port, "rdf_loader_run(); checkpoint;")

    yield from _served(server, ["virtuoso-t", "-f", "-c", "virtuoso.ini"], folder, load)


def _fuseki(jar: Path, data: Data, folder: Path) -> Iterator[Server]:
    server = Server("fuseki", _free_port(), "/ds/query")
    options = ["--quiet", "--localhost", "--port", str(server.port), f"--file={data.quads}", "/ds"]
    yield from _served(server, ["java", "-Xmx4g", "-jar", str(jar), *options], folder)


def _rdflib_endpoint(python: Path, data: Data, folder: Path) -> Iterator[Server]:
    server = Server("rdflib-endpoint", _free_port(), "/")
    program = str(python.with_name("rdflib-endpoint"))
    yield from _served(server, [program, "serve", str(data.quads), "--port", str(server.port)], folder)


def _served(
    server: Server, command: list[str], folder: Path, load: Callable[[], None] = lambda: None
) -> Iterator[Server]:
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)} if server.has_pages else dict(os.environ)
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)
    try:
        _wait(lambda: _body(server.port, "/") is not None, process, server.name)
        load()
        _wait(lambda: _answers(server), process, server.name)
        yield replace(server, process=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(is_so: Callable[[], bool], process: "subprocess.Popen[bytes]", name: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while not is_so():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"{name} has not started")
        time.sleep(0.02)


def _answers(server: Server) -> bool:
    """Whether the data is there."""
    return b"/budget/" in (_body(server.port, server.endpoint + _READY) or b"")


def _body(port: int, path: str) -> bytes | None:
    connection = HTTPConnection(_HOST, port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": "application/sparql-results+json"})
        return connection.getresponse().read()
    except OSError:
        return None
    finally:
        connection.close()


def _isql(port: int, statement: str) -> None:
    command = ["isql-vt", f"{_HOST}:{port}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT", f"EXEC={statement}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=_START_SECONDS)


def _oxigraph() -> str:
    return str(Path(sys.executable).with_name("oxigraph"))


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else "?"


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as free:
        return int(free.getsockname()[1])

"""Real SPARQL stores, started on a free port of this machine: Apache Jena Fuseki, Virtuoso, oxigraph server."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

_HOST = "127.0.0.1"
_START_SECONDS = 60
FUSEKI = Path(__file__).parent / "jars" / "jena-fuseki-server-5.6.0.jar"
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
NumberOfBuffers=10000
MaxDirtyBuffers=6000
ServerThreads=20
[HTTPServer]
ServerPort={host}:{port}
ServerThreads=10
[SPARQL]
ResultSetMaxRows=2000
"""


@dataclass(frozen=True)
class SparqlStore:
    """Where a store takes queries, updates and graphs, and who may write."""

    name: str
    query: str
    update: str
    graphs: str
    environment: dict[str, str] = field(default_factory=dict)

    def url(self, protocol: str) -> str:
        return self.update if protocol == "update" else self.graphs


@contextmanager
def oxigraph(*options: str) -> Iterator[SparqlStore]:
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        _absent("oxigraph server is not installed: pip install oxigraph")
    port = _free_port()
    with _running([str(program), "serve", "--bind", f"{_HOST}:{port}", *options], port, Path("/")):
        root = f"http://{_HOST}:{port}"
        yield SparqlStore("oxigraph", f"{root}/query", f"{root}/update", f"{root}/store")


@contextmanager
def fuseki() -> Iterator[SparqlStore]:
    java = shutil.which("java")
    if java is None or not FUSEKI.exists():
        _absent("Apache Jena Fuseki is not there: .ci/run fetches it from Maven Central")
    assert java is not None
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", str(FUSEKI)]
        options = ["--mem", "--update", "--localhost", "--port", str(port), "/ds"]
        with _running([*command, *options], port, Path(folder)):
            root = f"http://{_HOST}:{port}/ds"
            yield SparqlStore("fuseki", root, root, root)


@contextmanager
def virtuoso() -> Iterator[SparqlStore]:
    program = shutil.which("virtuoso-t")
    if program is None:
        _absent("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    assert program is not None
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        ini = Path(folder) / "virtuoso.ini"
        ini.write_text(_VIRTUOSO_INI.format(host=_HOST, port=port, sql_port=_free_port()), encoding="utf-8")
        with _running([program, "-f", "-c", str(ini)], port, Path(folder)):
            root = f"http://{_HOST}:{port}"
            environment = {"IOMGRAPH_STORE_USER": "dba", "IOMGRAPH_STORE_PASSWORD": "dba"}
            yield SparqlStore(
                "virtuoso", f"{root}/sparql", f"{root}/sparql-auth", f"{root}/sparql-graph-crud-auth", environment
            )


def _absent(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet)
    try:
        end = time.monotonic() + _START_SECONDS
        while True:
            assert server.poll() is None, "the server has ended"
            try:
                httpx.get(f"http://{_HOST}:{port}/", timeout=5)
            except httpx.HTTPError:
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.1)
            else:
                break
        yield
    finally:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as free:
        return int(free.getsockname()[1])

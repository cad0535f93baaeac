"""A publication in a folder, with releases made by hand, and granian serving it."""

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pyarrow as pa
import pyoxigraph
import pytest

from iomgraph.release import LINEAGE, write_lineage

BASE = "https://w3id.org/iomgraph/"

PUBLICATION_TOML = f"""
base = "{BASE}"
licence = "https://creativecommons.org/licenses/by/4.0/"
languages = ["en", "fr", "es"]
currency = "USD"
sources = []
reference = "reference"
schemas = "schemas"
ontology = []
context = "context.jsonld"
mappings = []
shapes = []
queries = "queries"
releases = "releases"
[title]
en = "Projects of Freedonia"
fr = "Les projets de Freedonie"
[publisher]
name = "Freedonian maintainers"
[graphs]
default = ["graph/data", "graph/ontology"]
evidence = "graph/evidence"
ontology = "graph/ontology"
"""

CONTEXT = {
    "@context": {
        "iomg": BASE + "ns#",
        "dcterms": "http://purl.org/dc/terms/",
        "schema": "https://schema.org/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "title": {"@id": "dcterms:title", "@container": "@language"},
        "status": {"@id": "iomg:status", "@type": "@id"},
    }
}

QUERY = """# title: Which projects are there?
# Every project with its title.
PREFIX iomg: <https://w3id.org/iomgraph/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?project ?title WHERE { ?project a iomg:Project ; dcterms:title ?title } ORDER BY ?project
"""


def add_release(releases: Path, name: str, trig: str) -> Path:
    """A release in `releases`, without making it the current one."""
    folder = releases / name
    folder.mkdir(parents=True)
    quads = pyoxigraph.parse(trig.encode(), format=pyoxigraph.RdfFormat.TRIG)
    written = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS)
    assert written is not None
    graph = b"".join(sorted(set(written.splitlines(keepends=True))))
    (folder / "graph.nq").write_bytes(graph)
    with (folder / LINEAGE).open("wb") as stream:
        origin = {"subject": BASE + "id/project/A12-305", "file": "a.csv", "line": 7, "record": "aa", "field": "title"}
        write_lineage(pa.Table.from_pylist([origin]).to_reader(), stream)
    facts = {"sha256": hashlib.sha256(graph).hexdigest(), "bytes": len(graph)}
    manifest = {
        "release": name,
        "base": BASE,
        "files": {"graph.nq": facts},
        "counts": {"quads": graph.count(b"\n")},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def make_current(releases: Path, name: str) -> None:
    """Move the link `current` in one step."""
    link = releases / "current.new"
    link.symlink_to(name)
    link.replace(releases / "current")


def publication_folder(folder: Path, sample: str) -> Path:
    (folder / "publication.toml").write_text(PUBLICATION_TOML, encoding="utf-8")
    (folder / "context.jsonld").write_text(json.dumps(CONTEXT), encoding="utf-8")
    (folder / "queries").mkdir()
    (folder / "queries" / "projects.rq").write_text(QUERY, encoding="utf-8")
    add_release(folder / "releases", "2026-01-01.1", sample)
    make_current(folder / "releases", "2026-01-01.1")
    return folder


@contextmanager
def serving(folder: Path, log: IO[str] | None = None) -> Iterator[str]:
    """A granian process that serves the publication in `folder`, and its address; it writes its log to `log`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = (
        "from pathlib import Path; from iomgraph.server.serving import serve; "
        f"serve(Path('publication.toml'), '127.0.0.1', {port})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == address + "/"
        yield address
    finally:
        process.terminate()
        # What is being answered gets 30 seconds to end.
        process.wait(timeout=45)


def _wait_for(address: str, process: "subprocess.Popen[str]") -> None:
    for _ in range(200):
        assert process.poll() is None, "the server has ended"
        try:
            if httpx.get(f"{address}/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail("the server does not answer")

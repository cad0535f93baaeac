"""Stores on disk: made once, whole or not there, and removed when nobody needs them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from iomgraph.errors import InputError
from iomgraph.publication import Publication, StoreSettings, locate, read_publication
from iomgraph.server.app import create_app
from iomgraph.stores import disk_store
from iomgraph.stores.disk_store import place_of
from iomgraph.stores.killed import Killed
from iomgraph.stores.opening import open_store
from iomgraph.stores.pool import QueryPool
from iomgraph.stores.store import Dataset, ResultFormat
from tests.served_publication import add_release, make_current, publication_folder

RELEASE, LATER = "2026-01-01.1", "2026-01-02.1"
TRIG = "GRAPH <https://w3id.org/iomgraph/graph/data> { <http://example.org/s> <http://example.org/p> 'first' }"
ASK = "SELECT ?o WHERE { ?s ?p ?o }"
SOME = 300_000


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    here = Path.cwd()
    publication = replace(read_publication(locate(here), here), releases=tmp_path / "releases")
    return replace(publication, store=StoreSettings(disk_above_bytes=0))


def opened(publication: Publication, release: str, trig: str) -> QueryPool:
    """The store of a release that is added and made current, loaded."""
    if not (publication.releases / release).is_dir():
        add_release(publication.releases, release, trig)
        make_current(publication.releases, release)
    store = open_store(publication.releases / release / "graph.nq", release, "c0ffee", publication, Killed())
    assert isinstance(store, QueryPool)
    store.wait()
    return store


def stores(publication: Publication) -> dict[str, int]:
    """The names and inode numbers of what lies among the stores."""
    return {each.name: each.stat().st_ino for each in (publication.releases / ".stores").iterdir()}


def said(store: QueryPool) -> bytes:
    return store.bindings(ASK, Dataset(), ResultFormat.CSV)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A graph that is not loaded in a moment."""
    file = tmp_path / "large.nq"
    lines = (f'<http://example.org/s{n}> <http://example.org/p> "{n}" <http://example.org/g> .\n' for n in range(SOME))
    file.write_text("".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def loading(large: Path, publication: Publication) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that loads the large graph, in the middle of it."""
    program = (
        "import socket, sys; from pathlib import Path; from iomgraph.stores import disk_store; "
        "ours, theirs = socket.socketpair(); "
        "disk_store.hold(Path(sys.argv[1]), Path(sys.argv[2]), ours)"
    )
    place = place_of(publication.releases, RELEASE, "c0ffee")
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(place), str(large)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    while not list(place.parent.glob(".unfinished-*/CURRENT")):
        assert process.poll() is None
        time.sleep(0.005)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_store_is_made_once_and_kept_for_the_current_release(publication: Publication) -> None:
    store = opened(publication, RELEASE, TRIG)
    assert said(store) == b"o\r\nfirst\r\n"
    made = stores(publication)
    assert [name.split("-")[-1] for name in made] == ["c0ffee"]
    del store
    assert stores(publication) == made, "the current release needs it at the next start"
    store = opened(publication, RELEASE, TRIG)
    assert stores(publication) == made
    assert said(store) == b"o\r\nfirst\r\n"


def test_a_store_goes_when_its_release_is_neither_current_nor_held(publication: Publication) -> None:
    first = opened(publication, RELEASE, TRIG)
    second = opened(publication, LATER, TRIG.replace("first", "second"))
    assert len(stores(publication)) == 2
    assert (said(first), said(second)) == (b"o\r\nfirst\r\n", b"o\r\nsecond\r\n")
    del first
    (left,) = stores(publication)
    assert left.startswith(LATER)
    assert said(second) == b"o\r\nsecond\r\n"


def test_a_graph_that_is_not_larger_stays_in_memory(publication: Publication) -> None:
    size = add_release(publication.releases, RELEASE, TRIG).joinpath("graph.nq").stat().st_size
    publication = replace(publication, store=StoreSettings(disk_above_bytes=size))
    make_current(publication.releases, RELEASE)
    assert said(opened(publication, RELEASE, TRIG)) == b"o\r\nfirst\r\n"
    assert not (publication.releases / ".stores").exists()


def test_what_was_killed_while_it_loaded_is_not_used(
    loading: "subprocess.Popen[bytes]", publication: Publication, large: Path
) -> None:
    os.killpg(loading.pid, signal.SIGKILL)
    loading.wait()
    assert all(name.startswith(".unfinished-") for name in stores(publication))
    folder = add_release(publication.releases, RELEASE, TRIG)
    make_current(publication.releases, RELEASE)
    large.rename(folder / "graph.nq")
    count = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    store = opened(publication, RELEASE, TRIG)
    assert store.bindings(count, Dataset(), ResultFormat.CSV) == f"n\r\n{SOME}\r\n".encode()
    assert all(name.startswith(RELEASE) for name in stores(publication))


def test_nothing_is_removed_while_a_store_is_made(loading: "subprocess.Popen[bytes]", publication: Publication) -> None:
    before = stores(publication)
    make_current(publication.releases, LATER)
    disk_store.remove_unused(publication.releases)
    assert stores(publication) == before
    assert loading.wait(timeout=30) == 0
    (made,) = stores(publication)
    assert made.startswith(RELEASE)
    disk_store.remove_unused(publication.releases)
    assert stores(publication) == {}


def test_loading_ends_when_nobody_wants_it_any_more(publication: Publication, large: Path) -> None:
    ours, theirs = socket.socketpair()
    ours.close()
    place = place_of(publication.releases, RELEASE, "c0ffee")
    assert disk_store.hold(place, large, theirs) is None
    assert not place.exists()


def test_a_damaged_store_is_made_anew(publication: Publication) -> None:
    opened(publication, RELEASE, TRIG)
    (name,) = stores(publication)
    (publication.releases / ".stores" / name / "CURRENT").write_bytes(b"")
    assert said(opened(publication, RELEASE, TRIG)) == b"o\r\nfirst\r\n"


def test_what_cannot_be_loaded_is_told(publication: Publication, tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        broken = tmp_path / "graph.nq"
        broken.write_text("<broken", encoding="utf-8")
        with pytest.raises(InputError, match=r"graph\.nq cannot be loaded"):
            disk_store.hold(place_of(publication.releases, RELEASE, "c0ffee"), broken, theirs)
        assert stores(publication) == {}
        no_folder = tmp_path / "file"
        no_folder.write_text("", encoding="utf-8")
        with pytest.raises(InputError, match="higher disk_above_bytes"):
            disk_store.hold(place_of(no_folder, RELEASE, "c0ffee"), broken, theirs)


def test_the_site_is_served_from_disk_and_from_earlier_releases(tmp_path: Path) -> None:
    folder = publication_folder(tmp_path, TRIG)
    with (folder / "publication.toml").open("a", encoding="utf-8") as settings:
        settings.write("[store]\ndisk_above_bytes = 0\n")
    add_release(folder / "releases", LATER, TRIG.replace("first", "second"))
    make_current(folder / "releases", LATER)
    publication = read_publication(folder / "publication.toml", folder)
    with TestClient(create_app(publication)) as client:
        answers = [
            client.get("/sparql", params={"query": ASK, **more}, headers={"Accept": "text/csv"}).text
            for more in ({}, {"release": RELEASE})
        ]
        assert answers == ["o\r\nsecond\r\n", "o\r\nfirst\r\n"]
        assert len(stores(publication)) == 2

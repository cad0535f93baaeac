"""Releases brought into real stores, and what becomes of a push that is cut off."""

import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner

from iomgraph.cli import main
from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.pushing import Destination, Push, push_release
from iomgraph.stores.remote import push_by_update
from iomgraph.stores.remote.filling import Filling
from iomgraph.stores.remote.held_release import state_graph
from tests.served_publication import BASE
from tests.servers.cutting_proxy import Cut, cutting_proxy
from tests.servers.sparql_stores import SparqlStore
from tests.stores.remote.conftest import DATA, EVIDENCE, FIRST, SECOND, clear, contents, expected

pytestmark = pytest.mark.xdist_group("sparql stores")
STATE = state_graph(BASE)
BY_UPDATE, BY_GRAPH_STORE = "update", "gsp"


def pushed(
    publication: Publication, store: SparqlStore, release: str | None, protocol: str, *, dry_run: bool = False
) -> Push:
    return push_release(publication, release, Destination(store.url(protocol), store.query, protocol), dry_run=dry_run)


def assert_holds(store: SparqlStore, publication: Publication, release: str) -> None:
    held = contents(store)
    assert any(release in str(quad.object) for quad in held.pop(STATE))
    assert held == expected(publication, release)


@pytest.mark.parametrize("protocol", [BY_UPDATE, BY_GRAPH_STORE])
def test_a_release_replaces_the_one_before(empty: SparqlStore, publication: Publication, protocol: str) -> None:
    assert pushed(publication, empty, FIRST, protocol).before is None
    assert_holds(empty, publication, FIRST)
    planned = pushed(publication, empty, None, protocol, dry_run=True)
    assert_holds(empty, publication, FIRST)
    (data,) = [each for each in planned.graphs if each.graph == DATA]
    assert (data.added, data.removed) == (13, 13), "eleven titles, a statement, and 85000.0, with which 85000.00 may go"
    done = pushed(publication, empty, None, protocol)
    assert done.before == FIRST
    assert_holds(empty, publication, SECOND)
    again = pushed(publication, empty, SECOND, protocol)
    assert {(each.added, each.removed) for each in again.graphs} == {(0, 0)}
    pushed(publication, empty, FIRST, protocol)
    assert_holds(empty, publication, FIRST)


@pytest.mark.parametrize("protocol", [BY_UPDATE, BY_GRAPH_STORE])
@pytest.mark.parametrize("before", [None, FIRST])
def test_a_push_that_is_cut_off_goes_on(
    empty: SparqlStore, publication: Publication, protocol: str, before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_by_update, "BATCH", 20)
    parts = urlsplit(empty.url(protocol))
    cut = Cut()
    with cutting_proxy(f"http://{parts.netloc}", cut) as proxy:
        through = Destination(f"{proxy}{parts.path}", empty.query, protocol)

        def begin(at: int | None, *, is_answered: bool) -> None:
            clear(empty)
            if before:
                pushed(publication, empty, before, protocol)
            cut.at, cut.is_answered, cut.seen = at, is_answered, 0

        begin(None, is_answered=False)
        push_release(publication, None, through, dry_run=False)
        requests = cut.seen
        assert requests >= 4
        # Every place on the fastest store and by the protocol of more steps; one between and the last else.
        is_thorough = empty.name == "oxigraph" and protocol == BY_UPDATE
        places = range(1, requests + 1) if is_thorough else (requests // 2 + 1, requests)
        for at in places:
            for is_answered in (False, True) if is_thorough else (at % 2 == 0,):
                begin(at, is_answered=is_answered)
                with pytest.raises(InputError, match="run the push again"):
                    push_release(publication, None, through, dry_run=False)
                seen = contents(empty)
                if protocol == BY_UPDATE and before:
                    visible = {name: quads for name, quads in seen.items() if not name.startswith(STATE)}
                    assert visible in (expected(publication, before), expected(publication, SECOND))
                cut.at = None
                resumed_from = cut.seen
                push_release(publication, None, through, dry_run=False)
                assert_holds(empty, publication, SECOND)
                assert cut.seen - resumed_from <= requests, "it does not begin anew"


# Virtuoso runs the steps of an update one after the other, see docs/stores.md.
@pytest.mark.parametrize("store", ["oxigraph", "fuseki"], indirect=True)
def test_readers_see_one_release_or_the_other(
    empty: SparqlStore, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_by_update, "BATCH", 10)
    pushed(publication, empty, FIRST, BY_UPDATE)
    ended = threading.Event()
    seen: list[str] = []

    def read() -> None:
        query = (
            f"SELECT ?t ?p ?w WHERE {{ GRAPH <{DATA}> {{ <{BASE}id/project/P1> <{BASE}ns#title> ?t ; ?p ?o "
            f"FILTER(?p IN (<{BASE}ns#goes>, <{BASE}ns#comes>)) }} GRAPH ?g {{ <{BASE}id/source/a> ?q ?w }} "
            f"FILTER(?g IN (<{EVIDENCE}>, <{BASE}graph/sources>)) }}"
        )
        with httpx.Client(headers={"Accept": "text/csv"}) as client:
            while not ended.wait(0.005):
                seen.append(client.post(empty.query, data={"query": query}).text)

    reader = threading.Thread(target=read)
    reader.start()
    for release in (SECOND, FIRST, SECOND, FIRST):
        pushed(publication, empty, release, BY_UPDATE)
        read_before = len(seen)
        while reader.is_alive() and len(seen) < read_before + 2:
            time.sleep(0.01)
    ended.set()
    reader.join()
    assert set(seen) == {
        f"t,p,w\r\nTitle 1,{BASE}ns#goes,words\r\n",
        f"t,p,w\r\nOther title 1,{BASE}ns#comes,other\r\n",
    }


def test_what_an_abandoned_push_has_brought_is_taken_away(
    empty: SparqlStore, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_by_update, "BATCH", 10)
    parts = urlsplit(empty.update)
    with cutting_proxy(f"http://{parts.netloc}", Cut(at=6)) as proxy, pytest.raises(InputError):
        push_release(publication, FIRST, Destination(f"{proxy}{parts.path}", empty.query, BY_UPDATE), dry_run=False)
    assert any(name.startswith(f"{STATE}/") for name in contents(empty))
    pushed(publication, empty, SECOND, BY_GRAPH_STORE)
    assert_holds(empty, publication, SECOND)


def test_another_number_of_quads_is_told_and_mended(empty: SparqlStore, publication: Publication) -> None:
    pushed(publication, empty, FIRST, BY_UPDATE)
    stray = f'INSERT DATA {{ GRAPH <{DATA}> {{ <{BASE}x> <{BASE}y> "stray" }} }}'
    filled = Filling(empty.update, empty.query, publication.store)
    filled.update([stray])
    with pytest.raises(InputError, match=r"has 68 quads in .*graph/data instead of 67; run the push again"):
        pushed(publication, empty, SECOND, BY_UPDATE)
    pushed(publication, empty, SECOND, BY_UPDATE)
    assert_holds(empty, publication, SECOND)


def test_one_push_at_a_time_which_says_how_far_it_is(
    oxigraph_store: SparqlStore, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear(oxigraph_store)
    monkeypatch.setattr(push_by_update, "BATCH", 20)
    to = Destination(oxigraph_store.update, oxigraph_store.query, BY_UPDATE)
    steps: list[str] = []

    def step(what: str) -> None:
        steps.append(what)
        if "(40 of " in what:
            with pytest.raises(InputError, match="Another push of this publication is under way; wait"):
                push_release(publication, FIRST, to, dry_run=False)
            assert push_release(publication, FIRST, to, dry_run=True).before is None

    push_release(publication, FIRST, to, step, dry_run=False)
    assert any("(40 of " in each for each in steps)
    assert_holds(oxigraph_store, publication, FIRST)
    assert push_release(publication, SECOND, to, dry_run=False).before == FIRST, "nothing is held any more"


def test_the_command_tells_what_changes(
    oxigraph_store: SparqlStore, releases_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear(oxigraph_store)
    monkeypatch.chdir(releases_folder)
    command = ["push", "store", oxigraph_store.update, "--endpoint", oxigraph_store.query]
    told = CliRunner().invoke(main, [*command, "--dry-run"])
    assert told.exit_code == 0, told.output
    assert f"{DATA}: 67 added, 0 removed, 67 in all" in told.output
    assert told.output.endswith("The store holds no whole release; nothing was changed.\n")
    done = CliRunner().invoke(main, command)
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, f"The store holds release {SECOND}.")

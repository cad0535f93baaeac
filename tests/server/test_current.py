"""Which release is served while the link moves."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from iomgraph.publication import Publication, read_publication
from iomgraph.release import Releases, prune
from iomgraph.server.app import create_app

EMPTY = ""


def served(following: TestClient) -> str:
    while (answer := following.get("/ready")).status_code != 200:
        time.sleep(0.02)
    return str(answer.json()["release"])


def wait_for(following: TestClient, name: str) -> None:
    for _ in range(100):
        if served(following) == name:
            return
        time.sleep(0.05)
    raise AssertionError(f"{name} is not served, {served(following)} is")


def test_a_new_release_is_served_and_the_old_one_again_after_a_rollback(
    following: TestClient, publish: Callable[[str, str], None], switch: Callable[[str], None]
) -> None:
    assert served(following) == "2026-01-01.1"
    publish("2026-01-02.1", EMPTY)
    wait_for(following, "2026-01-02.1")
    assert following.get("/id/project/A12-305").status_code == 404
    switch("2026-01-01.1")
    wait_for(following, "2026-01-01.1")
    assert following.get("/id/project/A12-305").status_code == 200


def test_a_broken_release_leaves_the_one_before(
    following: TestClient, folder: Path, publish: Callable[[str, str], None], switch: Callable[[str], None]
) -> None:
    assert served(following) == "2026-01-01.1"
    publish("2026-01-02.1", EMPTY)
    (folder / "releases" / "2026-01-02.1" / "graph.nq").write_text("<broken", encoding="utf-8")
    for _ in range(10):
        assert served(following) == "2026-01-01.1"
        time.sleep(0.02)
    publish("2026-01-03.1", EMPTY)
    wait_for(following, "2026-01-03.1")


def test_workers_that_were_ended_are_counted_on(folder: Path, publish: Callable[[str, str], None], sample: str) -> None:
    read = read_publication(folder / "publication.toml", folder)
    hasty = replace(read, limits=replace(read.limits, query_seconds=0.3))
    endless = "SELECT (COUNT(*) AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with TestClient(create_app(hasty), raise_server_exceptions=False) as client:
        for path, name in (("/sparql", "2026-01-02.1"), ("/release/2026-01-01.1/sparql", "2026-01-03.1")):
            assert client.get(path, params={"query": endless}).status_code == 503
            publish(name, sample)
            wait_for(client, name)
        assert 'iomgraph_workers_killed_total{reason="deadline"} 2.0' in client.get("/metrics").text


def test_a_link_that_is_gone_leaves_the_one_before(following: TestClient, folder: Path) -> None:
    assert served(following) == "2026-01-01.1"
    (folder / "releases" / "current").unlink()
    assert served(following) == "2026-01-01.1"


def test_a_broken_first_release_is_no_release(folder: Path, publication: Publication) -> None:
    (folder / "releases" / "2026-01-01.1" / "manifest.json").unlink()
    with TestClient(create_app(publication), raise_server_exceptions=False) as client:
        assert client.get("/projects").status_code == 503
        assert client.get("/ready").status_code == 503
        assert client.get("/health").json() == {"status": "ok", "release": None}


def test_no_release_is_pruned_that_is_answered_from(
    following: TestClient, publication: Publication, publish: Callable[[str, str], None]
) -> None:
    releases = Releases(publication.releases)
    assert served(following) == "2026-01-01.1"
    publish("2026-01-02.1", EMPTY)
    wait_for(following, "2026-01-02.1")
    earlier = "/release/2026-01-01.1/graph.nq"
    assert following.get(earlier).status_code == 200
    assert [each.is_served for each in prune(releases, 1)] == [True]
    assert following.get(earlier).status_code == 200


def test_a_release_that_was_left_is_pruned(
    following: TestClient, publication: Publication, publish: Callable[[str, str], None]
) -> None:
    assert served(following) == "2026-01-01.1"
    publish("2026-01-02.1", EMPTY)
    wait_for(following, "2026-01-02.1")
    for _ in range(100):
        if not prune(Releases(publication.releases), 1)[-1].is_served:
            break
        time.sleep(0.05)
    assert [release.id for release in Releases(publication.releases).all()] == ["2026-01-02.1"]
    assert "is not kept here" in following.get("/release/2026-01-01.1/graph.nq").json()["detail"]

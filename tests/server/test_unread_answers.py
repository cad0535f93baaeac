"""Answers that are too large to be shown, again and again: each gives its worker back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from iomgraph.publication import read_publication
from iomgraph.server.app import create_app
from tests.served_publication import publication_folder

LIMITS = "\n[limits]\nbuffer_bytes = 1000\nworkers = 2\nqueue = 1\nquery_seconds = 2\n"


@pytest.fixture
def small(tmp_path: Path, sample: str) -> Iterator[TestClient]:
    folder = publication_folder(tmp_path, sample)
    with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
        stream.write(LIMITS)
    with TestClient(create_app(read_publication(folder / "publication.toml", folder))) as client:
        yield client


def test_a_page_that_does_not_show_a_large_answer_frees_its_worker(small: TestClient) -> None:
    for number in range(4):
        query = f"SELECT * WHERE {{ ?s ?p ?o }} # {number}\nORDER BY ?s LIMIT {300 + number}"
        page = small.get("/sparql", params={"query": query}, headers={"Accept": "text/html"})
        assert page.status_code == 200

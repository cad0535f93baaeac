"""The site served from a store elsewhere: it follows what is published once that is in the store."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from iomgraph.errors import InputError
from iomgraph.publication import Publication, read_publication
from iomgraph.pushing import Destination, push_release
from iomgraph.server.app import create_app
from tests.served_publication import make_current
from tests.servers.sparql_stores import SparqlStore
from tests.stores.remote.conftest import FIRST, SECOND, clear

pytestmark = pytest.mark.xdist_group("sparql stores")
TITLE = "SELECT ?o WHERE { <id/project/P1> <ns#title> ?o }"


def configured(folder: Path, settings: str) -> Publication:
    file = folder / "publication.toml"
    file.write_text(f"{file.read_text(encoding='utf-8')}[store]\n{settings}\n", encoding="utf-8")
    return read_publication(file, folder)


def test_the_site_follows_what_is_in_the_store(
    oxigraph_store: SparqlStore, releases_folder: Path, tmp_path: Path
) -> None:
    clear(oxigraph_store)
    folder = tmp_path / "site"
    shutil.copytree(releases_folder, folder, symlinks=True)
    make_current(folder / "releases", FIRST)
    publication = configured(folder, f'type = "sparql"\nendpoint = "{oxigraph_store.query}"')
    destination = Destination(oxigraph_store.update, None, "update")
    with TestClient(create_app(publication), raise_server_exceptions=False) as client:

        def title(address: str = "/sparql") -> str:
            return str(client.get(address, params={"query": TITLE}, headers={"Accept": "text/csv"}).text)

        assert client.get("/sparql", params={"query": TITLE}).status_code == 503, "nothing is in the store"
        push_release(publication, None, destination, dry_run=False)
        _until(lambda: title() == "o\r\nTitle 1\r\n")
        page = client.get("/id/state/FRE", headers={"Accept": "text/html"})
        assert page.status_code in (200, 404)
        assert client.get("/id/project/P1", headers={"Accept": "text/html"}).status_code == 200

        make_current(folder / "releases", SECOND)
        assert title() == "o\r\nTitle 1\r\n", "the store has the release before, and so has the site"
        push_release(publication, None, destination, dry_run=False)
        refused = client.get("/sparql", params={"query": f"{TITLE} # not cached\n LIMIT 1"})
        assert refused.status_code in (200, 503)
        _until(lambda: title() == "o\r\nOther title 1\r\n")
        assert title(f"/release/{FIRST}/sparql") == "o\r\nTitle 1\r\n", "earlier releases are asked here"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ('type = "triples"', "type of .store. is 'triples'; write oxigraph or sparql"),
        ('type = "sparql"', "lacks the endpoint of .store."),
        ("endpoints = 1", "setting of the wrong type"),
    ],
)
def test_settings_that_make_no_store(settings: str, sentence: str, releases_folder: Path, tmp_path: Path) -> None:
    shutil.copy(releases_folder / "publication.toml", tmp_path)
    with pytest.raises(InputError, match=sentence):
        configured(tmp_path, settings)


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.1)

"""A publication with a small release, served in this process or by granian."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from iomgraph.publication import Publication, read_publication
from iomgraph.server.app import create_app
from tests.served_publication import add_release, make_current, publication_folder, serving

HERE = Path(__file__).parent
NARROW = """
[limits]
query_seconds = 2
stream_seconds = 3
memory_bytes = 300_000_000
buffer_bytes = 100_000
workers = 3
queue = 20
[server]
queries_per_client = 30
"""


@pytest.fixture(scope="session")
def sample() -> str:
    return (HERE / "sample.trig").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, sample: str) -> Path:
    """A folder with `publication.toml` and a release that is current."""
    return publication_folder(tmp_path, sample)


@pytest.fixture
def publication(folder: Path) -> Publication:
    return read_publication(folder / "publication.toml", folder)


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory, sample: str) -> Iterator[TestClient]:
    """A client of a site whose releases do not change."""
    folder = publication_folder(tmp_path_factory.mktemp("publication"), sample)
    app = create_app(read_publication(folder / "publication.toml", folder))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def following(publication: Publication) -> Iterator[TestClient]:
    """A client of the site in `folder`, which follows its releases."""
    with TestClient(create_app(publication), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def empty_client(publication: Publication, tmp_path: Path) -> Iterator[TestClient]:
    """The site before anything has been published."""
    unpublished = replace(publication, releases=tmp_path / "none")
    with TestClient(create_app(unpublished), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def publish(folder: Path) -> Callable[[str, str], None]:
    """Adds a release and makes it current."""

    def publish(name: str, trig: str) -> None:
        add_release(folder / "releases", name, trig)
        make_current(folder / "releases", name)

    return publish


@pytest.fixture
def switch(folder: Path) -> Callable[[str], None]:
    """Makes a release that is there the current one."""
    return lambda name: make_current(folder / "releases", name)


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """The address of a granian process that serves `folder`."""
    with serving(folder) as address:
        yield address


@dataclass(frozen=True)
class HardPressed:
    """A server with narrow limits, whose access log goes to a disk that is full."""

    address: str
    folder: Path


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory, sample: str) -> Iterator[HardPressed]:
    folder = publication_folder(tmp_path_factory.mktemp("publication"), sample)
    with (folder / "publication.toml").open("a", encoding="utf-8") as stream:
        stream.write(NARROW)
    with Path("/dev/full").open("w", encoding="utf-8") as full, serving(folder, full) as address:
        yield HardPressed(address, folder)


@pytest.fixture
def hard_pressed(pressed: HardPressed) -> str:
    """The address of that server."""
    return pressed.address

"""What the tests of the readers share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from iomgraph.publication import Publication, read_publication
from iomgraph.records import Record, read_sources
from iomgraph.records.knowledge import Knowledge

FIELDS: list[str] = (
    "project_id,prima_id,title,language,description,start,end,status,project_type,budget_amount,"
    "budget_currency,coverage,funding_year,region,benefiting_states,other_benefiting_states,address"
).split(",")

Reads = Callable[[str, str | bytes], Record]


@pytest.fixture(scope="session")
def publication(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return read_publication(repository / "publication.toml", tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="session")
def knowledge(publication: Publication) -> Knowledge:
    return Knowledge(publication)


@pytest.fixture
def reads(tmp_path: Path, publication: Publication) -> Reads:
    """Write a file with this content and read its only record."""

    def write_and_read(name: str, content: str | bytes) -> Record:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        (record,) = read_sources([file], publication)
        return record

    return write_and_read


def texts(record: Record) -> dict[str, str]:
    return {field: cell.text for field, cell in record.cells.items()}

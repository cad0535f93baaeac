"""Whole mappings give the same bytes on Spark, where two executors share the work, as on DuckDB."""

import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from iomgraph.mapping import Mapping
from iomgraph.publication import read_publication
from iomgraph.source_graph import read_and_link

from .conftest import OpenEngine

pytestmark = pytest.mark.xdist_group("spark")

# One case at least of each thing that a plan may be made of: joins, lists, views and their indexes, lookups, targets.
CASES = """RMLTC0009a-JSON RMLFNMLTC0021-CSV RMLLVTC0004a RMLLVTC0010b RMLTTC0002a RMLTC-CC-0002-Bag RMLTC-CC-0005-Car1
RMLTC-CC-0007-NES RMLTC-CC-0008-ROMa RMLTC-CC-0010-Lista""".split()

BASE = "http://example.com/base/"


def test_two_executors_run(executors: int) -> None:
    assert executors == 2


def test_the_whole_sample_graph(repository: Path, open_spark: OpenEngine) -> None:
    publication = read_publication(repository / "publication.toml", repository)
    tables = read_and_link([], publication, lambda _: None).tables
    with Mapping.of_publication(publication, tables) as mapping:
        expected = b"".join(mapping.text())
    with Mapping.of_publication(publication, tables, open_spark()) as mapping:
        assert b"".join(mapping.text()) == expected
    assert len(expected) > 1_000_000


def test_cases_of_the_conformance_suites(shared: Path, tmp_path: Path, open_spark: OpenEngine) -> None:
    for name in CASES:
        (case,) = (shared / "conformance").glob(f"*/{name}")
        folder = tmp_path / name
        shutil.copytree(case, folder)
        with chdir(folder):
            made = []
            for engine in (None, open_spark()):
                with Mapping([folder / "mapping.ttl"], BASE, engine=engine) as mapping:
                    made.append((b"".join(mapping.text()), mapping.files()))
        assert made[0] == made[1], name

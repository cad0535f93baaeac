"""What `iomgraph map` writes beside and instead of one file."""

import gzip
from pathlib import Path

import pyarrow.parquet
import pytest

from .conftest import Run

MAPPING = """
@prefix rml: <http://w3id.org/rml/> . @prefix ex: <https://example.org/> .
ex:M rml:logicalSource [ rml:source [ rml:path "people.csv" ] ; rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "https://example.org/{id}" ; rml:graph ex:g ] ;
  rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] .
"""
TRIPLES = "".join(
    f'<https://example.org/{number}> <https://example.org/name> "{name}" .\n'
    for number, name in ((1, "Ann"), (2, "Bo"))
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text("id,name\n2,Bo\n1,Ann\n", encoding="utf-8")
    (tmp_path / "m.ttl").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def test_a_compressed_file_of_triples(folder: Path, iomgraph: Run) -> None:
    assert iomgraph("map", "--mapping", "m.ttl", "-o", "out.nt.gz", folder=folder).returncode == 0
    assert gzip.decompress((folder / "out.nt.gz").read_bytes()).decode() == TRIPLES


def test_parts(folder: Path, iomgraph: Run) -> None:
    assert iomgraph("map", "--mapping", "m.ttl", "-o", "a.b.nt.gz", "--parts", folder=folder).returncode == 0
    assert [file.name for file in (folder / "a.b").iterdir()] == ["part-00000.nt.gz"]
    assert gzip.decompress((folder / "a.b" / "part-00000.nt.gz").read_bytes()).decode() == TRIPLES
    again = iomgraph("map", "--mapping", "m.ttl", "-o", "a.b.nt", "--parts", folder=folder)
    assert (again.returncode, again.stderr) == (2, "a.b is there already; remove it or name another folder.\n")
    refused = iomgraph("map", "--mapping", "m.ttl", "-o", "out.ttl", "--parts", folder=folder)
    assert refused.returncode == 2
    assert "ends in .nq or .nt" in refused.stderr


def test_lineage(folder: Path, iomgraph: Run) -> None:
    done = iomgraph("map", "--mapping", "m.ttl", "-o", "out.nq", "--lineage", "origins.parquet", folder=folder)
    assert done.returncode == 0
    assert pyarrow.parquet.read_table(folder / "origins.parquet").to_pylist() == [
        {"subject": f"https://example.org/{n}", "file": "people.csv", "line": line, "record": None, "field": "id"}
        for n, line in ((1, 3), (2, 2))
    ]


def test_where_the_graph_cannot_be_written_there_is_no_lineage(folder: Path, iomgraph: Run) -> None:
    done = iomgraph("map", "--mapping", "m.ttl", "-o", "none/out.nq", "--lineage", "o.parquet", folder=folder)
    assert done.returncode == 2
    assert not (folder / "o.parquet").exists()

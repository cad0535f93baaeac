"""What a release says of a table that it was made of: its records, and no digest that would be of something else."""

from pathlib import Path

from pyoxigraph import NamedNode

from iomgraph.publication import read_publication
from iomgraph.rdf.dataset_statistics import DatasetStatistics
from iomgraph.records import Record
from iomgraph.release.description import Making, release_description


def test_a_table_is_told_by_its_records(repository: Path, tmp_path: Path) -> None:
    publication = read_publication(repository / "publication.toml", tmp_path)
    records = [Record("a b.csv", line, f"{line}" * 64, "table", "en", {}) for line in (3, 2)]
    making = Making(publication, "2026-01-02.1", DatasetStatistics(0, 0, {}, {}, {}), {}, records, {})
    source = f"{publication.base}release/2026-01-02.1/description.ttl#source-a%20b.csv"
    of_source = [triple for triple in release_description(making) if triple.subject == NamedNode(source)]
    members = [triple.object for triple in of_source if triple.predicate.value.endswith("#hadMember")]
    assert members == [NamedNode(f"{publication.base}id/source/{digit * 16}") for digit in "23"]
    assert not [triple for triple in of_source if "spdx" in triple.predicate.value]

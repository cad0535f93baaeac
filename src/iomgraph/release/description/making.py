"""What a release is described by: all that was known when it was made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iomgraph.publication import Publication
from iomgraph.rdf.dataset_statistics import DatasetStatistics
from iomgraph.records import Record


@dataclass(frozen=True)
class Making:
    """The release `release_id` in the making.

    `files` are those that it has so far, with size and digest as the manifest lists them; `knowledge` is the digest of
    each file of the publication that was used, by what it is used for.
    """

    publication: Publication
    release_id: str
    statistics: DatasetStatistics
    files: Mapping[str, Mapping[str, Any]]
    records: Sequence[Record]
    knowledge: Mapping[str, Mapping[str, str]]

    @property
    def dataset(self) -> str:
        """The IRI of the release."""
        return f"{self.publication.base}release/{self.release_id}"

    def file(self, name: str) -> str:
        """The address of one of its files."""
        return f"{self.dataset}/{name}"

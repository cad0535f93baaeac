"""What a reader knows before it opens a source: fields, labels, names and vocabularies of the publication."""

from dataclasses import dataclass
from functools import cached_property

from iomgraph.publication import Publication
from iomgraph.records.activity_fields import ActivityFields
from iomgraph.records.language import LanguageDetector
from iomgraph.records.record_model import RecordModel
from iomgraph.reference.fields import FieldLabels
from iomgraph.reference.names import NameIndex
from iomgraph.reference.vocabulary import Vocabularies


@dataclass(frozen=True)
class Knowledge:
    """The publication's own data, each part read when it is first asked for."""

    publication: Publication

    @cached_property
    def model(self) -> RecordModel:
        """The fields of a record."""
        return RecordModel.from_file(self.publication.schemas / "record.json")

    @cached_property
    def labels(self) -> FieldLabels:
        """The labels that pages carry."""
        return FieldLabels.from_folder(self.publication.reference)

    @cached_property
    def names(self) -> NameIndex:
        """The names of states."""
        return NameIndex.from_folder(self.publication.reference)

    @cached_property
    def vocabularies(self) -> Vocabularies:
        """The concepts of status, type, coverage and region."""
        return Vocabularies.from_files(self.publication.ontology)

    @cached_property
    def activity_fields(self) -> ActivityFields:
        """The rules by which IATI activities are read."""
        return ActivityFields.from_folder(self.publication.reference)

    @cached_property
    def languages(self) -> LanguageDetector:
        """The detector that tells the publication's languages apart."""
        return LanguageDetector(self.publication.languages)

"""What linking knows: names, forms of names, vocabularies, cues and words of the publication."""

from dataclasses import dataclass
from functools import cached_property

from iomgraph.linking.language import Language
from iomgraph.publication import Publication
from iomgraph.reference.cues import Cue, read_cues
from iomgraph.reference.names import NameIndex
from iomgraph.reference.organisation_forms import OrganisationForm, read_organisation_forms
from iomgraph.reference.vocabulary import Vocabularies
from iomgraph.reference.words import Words


@dataclass(frozen=True)
class ReferenceData:
    """The publication's reference data as linking uses it; InputError where a file cannot be used."""

    names: NameIndex
    forms: list[OrganisationForm]
    vocabularies: Vocabularies
    cues: list[Cue]
    words: Words

    @classmethod
    def of(cls, publication: Publication) -> "ReferenceData":
        """Read all of it."""
        folder = publication.reference
        return cls(
            names=NameIndex.from_folder(folder),
            forms=read_organisation_forms(folder),
            vocabularies=Vocabularies.from_files(publication.ontology),
            cues=read_cues(folder),
            words=Words.from_folder(folder),
        )

    @cached_property
    def languages(self) -> dict[str, Language]:
        """The languages that the words know, by code."""
        codes = {code for _, code in self.words.by_kind}
        return {code: Language.of(code, self.words, self.cues) for code in sorted(codes)}

    def language(self, code: str) -> Language:
        """The language `code`; one without words and cues where the reference data has none of it."""
        return self.languages.get(code) or Language.of(code, self.words, self.cues)

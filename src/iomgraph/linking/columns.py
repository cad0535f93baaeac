"""The columns whose values are names: concepts of the vocabularies, lists of states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iomgraph.reference.names import Found, NameIndex
from iomgraph.reference.vocabulary import Vocabularies

_SCHEMES = {"status": "status", "project_type": "project-type", "coverage": "coverage", "region": "region"}
_PROPERTIES = {"status": "status", "project_type": "projectType", "coverage": "coverage", "region": "region"}
_STATE_ROLES = {"benefiting_states": "benefiting-state", "other_benefiting_states": "other-benefiting-state"}


@dataclass(frozen=True, slots=True)
class FieldConcept:
    """A value of a vocabulary: its path below `vocab/`, or the text that names none; neither where it is missing."""

    field: str
    property: str
    concept: str | None
    unknown: str | None


@dataclass(frozen=True, slots=True)
class ListedState:
    """A state of a list: its alpha-3 code, or the words that name none; `start` is the offset in the cell."""

    field: str
    ordinal: int
    role: str
    property: str
    state: str | None
    text: str
    start: int


def read_concepts(project: Mapping[str, str | None], vocabularies: Vocabularies) -> Iterable[FieldConcept]:
    """The concepts that a project row names; a value without a concept is kept as it stands.

    A missing value has its row too, so that what is missing can be traced to where it should stand.
    """
    for field, scheme in _SCHEMES.items():
        text = project[field]
        concept = vocabularies.find(scheme, text) if text else None
        yield FieldConcept(field, _PROPERTIES[field], concept.path if concept else None, None if concept else text)


def read_states(cells: Mapping[str, str], names: NameIndex, vocabularies: Vocabularies) -> Iterable[ListedState]:
    """The states in the lists of benefiting states, in order."""
    for field, role in _STATE_ROLES.items():
        direct = vocabularies.concepts[f"role/{role}"].direct_property or ""
        for ordinal, item in enumerate(names.split_list(cells.get(field, ""), "state"), start=1):
            state = item.id if isinstance(item, Found) else None
            yield ListedState(field, ordinal, role, direct, state, item.text, item.start)

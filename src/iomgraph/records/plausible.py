"""Whether a text can be the value of a field: what keeps a description from being read as one."""

from collections.abc import Sequence

from iomgraph.records.knowledge import Knowledge
from iomgraph.records.page import Line
from iomgraph.records.prose import is_prose
from iomgraph.records.record_model import CONCEPT_FIELDS, DATE_FIELDS, STATE_FIELDS, scheme_of
from iomgraph.records.values import amount
from iomgraph.reference.names import Found, Unknown

_FEW_WORDS = 6


def is_plausible(field: str, text: str, knowledge: Knowledge) -> bool:
    """Whether `text` can stand as the value of `field`, right or wrong, and is no running text."""
    if field in STATE_FIELDS:
        return _is_list_of_states(text, knowledge)
    if field in CONCEPT_FIELDS and knowledge.vocabularies.find(scheme_of(field), text):
        return True
    if field in {"title", "description"}:
        return True
    if is_prose(text):
        return False
    if field == "budget_amount" or field in DATE_FIELDS:
        return any(character.isdigit() for character in text)
    return len(text.split()) <= _FEW_WORDS or field == "project_type"


def is_recognised(field: str, text: str, knowledge: Knowledge) -> bool:
    """Whether `text` is known to be a value of `field`: a concept, a state, a number, an identifier."""
    if field in STATE_FIELDS:
        return states_share(text, knowledge) > 0.5
    if field in CONCEPT_FIELDS:
        return knowledge.vocabularies.find(scheme_of(field), text) is not None
    return knowledge.model.fits(field, text) or (field == "budget_amount" and amount(text).is_number)


def states_share(text: str, knowledge: Knowledge) -> float:
    """How much of the letters of `text` is names of states, from 0 to 1."""
    items = knowledge.names.split_list(text, "state")
    if not any(isinstance(item, Found) for item in items):
        return 0.0
    unknown = sum(_letters(item.text) for item in items if isinstance(item, Unknown))
    return 1 - unknown / max(_letters(text), 1)


def is_whole_value(field: str, value: Sequence[Line], line: Line, knowledge: Knowledge) -> bool:
    """Whether `line` goes on with the lines of `value`: more states, or the end of a concept's name."""
    if field in STATE_FIELDS:
        return states_share(value[0].text, knowledge) > 0.5 and states_share(line.text, knowledge) > 0.9
    if field in CONCEPT_FIELDS:
        start = " ".join(part.text for part in value)
        whole = f"{start} {line.text}"
        return not is_recognised(field, start, knowledge) and is_recognised(field, whole, knowledge)
    return False


def _is_list_of_states(text: str, knowledge: Knowledge) -> bool:
    if states_share(text, knowledge) > 0.5:
        return True
    # Names that are unknown: few words without a number.
    return not is_prose(text) and len(text.split()) <= _FEW_WORDS and not any(map(str.isdigit, text))


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)

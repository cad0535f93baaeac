"""Acronyms that a text itself gives an organisation: “Full Name (ACR)” and “ACR (Full Name)”."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from iomgraph.linking.mention import Mention
from iomgraph.linking.text import Text

_LONGEST = 12


def declared_acronyms(text: Text, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The acronyms that stand in brackets beside an organisation, or before one in brackets."""
    declared: dict[str, Mention] = {}
    for organisation in (m for m in mentions if m.kind == "organisation"):
        first, after = text.span(organisation.start, organisation.end)
        if text.folded(after) == "(" and text.folded(after + 2) == ")":
            beside = after + 1
        elif text.folded(first - 1) == "(" and text.folded(after) == ")" and first > 1:
            beside = first - 2
        else:
            continue
        if _is_acronym(text.word(beside)) and not _is_taken(text, beside, mentions):
            declared[text.word(beside)] = organisation
    return declared


def acronym_mentions(text: Text, declared: dict[str, Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Every occurrence of the declared acronyms outside other names of organisations."""
    organisations = [m for m in mentions if m.kind == "organisation"]
    return [
        replace(declared[text.word(at)], part=text.part, text=text.word(at), start=token.start, end=token.end)
        for at, token in enumerate(text.tokens)
        if text.word(at) in declared and not _is_taken(text, at, organisations)
    ]


def _is_acronym(word: str) -> bool:
    return word.isalpha() and len(word) <= _LONGEST and sum(letter.isupper() for letter in word) > 1


def _is_taken(text: Text, at: int, mentions: Iterable[Mention]) -> bool:
    token = text.tokens[at]
    return any(m.start <= token.start and token.end <= m.end for m in mentions)

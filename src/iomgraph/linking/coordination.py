"""Parties that a text joins: “A, B and C”, “A (ACR) and B”."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from iomgraph.linking.language import Language
from iomgraph.linking.mention import Mention
from iomgraph.linking.text import Text

_LONGEST_REMARK = 60
_LONGEST_ARTICLE = 2  # tokens: l and its apostrophe
_COMMA, _CONJUNCTION = "comma", "conjunction"


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its mention, with the name in brackets beside it if there is one.

    `inside` are the mentions that stand inside its names; `first` and `after` are the indices of its first
    token and of the one after its last, brackets included.
    """

    names: tuple[Mention, ...]
    inside: tuple[Mention, ...]
    first: int
    after: int

    @property
    def kind(self) -> str:
        """The kind of the party."""
        return self.names[0].kind


class PartyLists:
    """The lists of parties of a sentence, looked up by where they stand."""

    def __init__(self, lists: Sequence[list[Party]]) -> None:
        self._lists = lists
        self._ends = [parties[-1].after for parties in lists]
        self._by_first = {p.first: (parties, at) for parties in lists for at, p in enumerate(parties)}

    def beginning(self, first: int) -> list[Party]:
        """The party that begins with the token `first`, and those joined to it behind."""
        parties, at = self._by_first.get(first, ([], 0))
        return parties[at:]

    def before(self, start: int) -> list[Party]:
        """The last list that ends before the token `start`."""
        at = bisect_right(self._ends, start)
        return self._lists[at - 1] if at else []


def party_lists(text: Text, mentions: Sequence[Mention], language: Language) -> list[list[Party]]:
    """The parties of the text in lists, a party that is joined to no other in a list of its own.

    A comma joins parties of one kind where a conjunction joins the last of the list, where the parties are
    states, or where they are three or more: “With UNPF, the Ministry of …” is no list of two.
    """
    chains: list[tuple[list[Party], list[str]]] = []
    for party in _parties(text, mentions):
        link = _link(text, chains[-1][0], party, language) if chains else None
        if link is None:
            chains.append(([party], []))
        else:
            chains[-1][0].append(party)
            chains[-1][1].append(link)
    return [part for parties, links in chains for part in _parted(parties, links)]


def _parted(parties: list[Party], links: list[str]) -> list[list[Party]]:
    """The chain in parts that are lists: commas after the last conjunction may only follow one another."""
    last = max((at for at, link in enumerate(links) if link == _CONJUNCTION), default=-1)
    states = all(party.kind == "state" for party in parties)
    if states or last == len(links) - 1 or (last < 0 and len(parties) > 2):
        return [parties]
    return [parties[: last + 2], *([party] for party in parties[last + 2 :])]


def _parties(text: Text, mentions: Sequence[Mention]) -> list[Party]:
    outer: list[tuple[Mention, list[Mention]]] = []
    for mention in mentions:
        holder = next((inside for other, inside in outer[-1:] if other.holds(mention)), None)
        if holder is None:
            outer.append((mention, []))
        else:
            holder.append(mention)
    spans = [text.span(mention.start, mention.end) for mention, _ in outer]
    parties: list[Party] = []
    for at, ((mention, inside), (first, after)) in enumerate(zip(outer, spans, strict=True)):
        if parties and first < parties[-1].after:
            continue
        end = _after_remark(text, after)
        names, inside_names = [mention], [*inside]
        following = at + 1
        while following < len(outer) and spans[following][0] < end:
            names.append(outer[following][0])
            inside_names += outer[following][1]
            following += 1
        if len(names) > 1 and not (_fills_remark(text, names[1], end) and names[1].kind == mention.kind):
            names, inside_names, end = [mention], inside, after
        parties.append(Party(tuple(names), tuple(inside_names), first, end))
    return parties


def _fills_remark(text: Text, mention: Mention, end: int) -> bool:
    first, after = text.span(mention.start, mention.end)
    return text.folded(first - 1) == "(" and after == end - 1


def _after_remark(text: Text, after: int) -> int:
    """The index after the asterisk and the short remark in brackets that follow a name."""
    if text.folded(after) == "*":
        after += 1
    if text.folded(after) != "(":
        return after
    start = text.tokens[after].start
    for at in range(after + 1, len(text.tokens)):
        if text.folded(at) == ")":
            return at + 1
        if text.tokens[at].end - start > _LONGEST_REMARK or text.folded(at) == "(":
            break
    return after


def _link(text: Text, joined: Sequence[Party], other: Party, language: Language) -> str | None:
    """What joins `other` to the parties before it: a conjunction, a comma, or nothing."""
    one = joined[-1]
    if not text.same_sentence(one.first, other.first):
        return None
    at, link = one.after, None
    if text.folded(at) in (",", "/"):
        at, link = at + 1, _COMMA if one.kind == other.kind else None
    conjunction = language.conjunctions.after(text, at)
    if conjunction is not None:
        at, link = conjunction, _CONJUNCTION
    at = _after_repeated_preposition(text, at, joined[0], language)
    return link if language.fillers.lead(text, at, other.first) else None


def _after_repeated_preposition(text: Text, at: int, first: Party, language: Language) -> int:
    """The index after the preposition at `at`, if it stands before the first of the parties too."""
    for preposition in language.prepositions:
        after = preposition.after(text, at)
        if after is None:
            continue
        for begin in range(max(0, first.first - _LONGEST_ARTICLE - 1), first.first):
            end = preposition.after(text, begin)
            if end is not None and language.fillers.lead(text, end, first.first):
                return after
    return at

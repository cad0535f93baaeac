"""What part the parties of a text take, by the cues that stand beside their names."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from iomgraph.linking.coordination import Party, PartyLists, party_lists
from iomgraph.linking.language import Language
from iomgraph.linking.mention import Mention
from iomgraph.linking.text import Text
from iomgraph.reference.cues import Cue
from iomgraph.reference.folding import is_word, tokens

_LONGEST_GAP = 80
_CLAUSE_ENDS = frozenset(",;:(")


@dataclass(frozen=True, slots=True)
class Claim:
    """A cue that holds for a mention; `core` are the offsets of the cue's words next to the names."""

    mention: Mention
    cue: Cue
    core: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A cue in a text: its parts as token spans; `core` is the part that stands next to the names."""

    cue: Cue
    spans: tuple[tuple[int, int], ...]

    @property
    def core(self) -> tuple[int, int]:
        return self.spans[-1] if self.cue.position == "before" else self.spans[0]


def read_claims(text: Text, mentions: Sequence[Mention], language: Language) -> list[Claim]:
    """The claims that the cues of the text make on its mentions.

    A cue inside a longer one does not count. Where two cues with the same words beside the names give one
    role, the one that says more counts.
    """
    of_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        of_sentence[text.sentence_number(mention.start)].append(mention)
    return [
        claim
        for number, own in sorted(of_sentence.items())
        for claim in _claims_of_sentence(text, text.sentences[number], own, language)
    ]


def _claims_of_sentence(
    text: Text, sentence: tuple[int, int], mentions: Sequence[Mention], language: Language
) -> list[Claim]:
    lists = PartyLists(party_lists(text, mentions, language))
    occurrences = list(_occurrences(text, sentence, language))
    covering: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for occurrence in occurrences:
        for at in range(*occurrence.core):
            covering[at].add(occurrence.core)
    best: dict[tuple[Mention, tuple[int, int], str | None], Claim] = {}
    for occurrence in occurrences:
        cue, (start, end) = occurrence.cue, occurrence.core
        in_longer = any(first <= start and end <= after for first, after in covering[start] - {(start, end)})
        if in_longer or (cue.role is None and cue.property is None):
            continue
        core = (text.tokens[start].start, text.tokens[end - 1].end)
        parties = _parties_of(text, occurrence, lists, language)
        if parties and _is_denied(text, sentence, min(start, parties[0].first), max(end, parties[-1].after), language):
            continue
        for party in parties:
            for mention in _mentions_of(party, cue):
                key = (mention, core, cue.role)
                if key not in best or _words_said(best[key].cue) < _words_said(cue):
                    best[key] = Claim(mention, cue, core)
    return sorted(best.values(), key=lambda claim: (claim.mention.start, claim.core, claim.cue.role or ""))


def _is_denied(text: Text, sentence: tuple[int, int], start: int, end: int, language: Language) -> bool:
    """Whether the clause in which a cue and its names stand, from `start` to `end`, says no."""
    while start > sentence[0] and text.folded(start - 1) not in _CLAUSE_ENDS:
        start -= 1
    return any(text.folded(at) in language.negations for at in range(start, end))


def _words_said(cue: Cue) -> int:
    return len(cue.parts) + cue.with_process


def _occurrences(text: Text, sentence: tuple[int, int], language: Language) -> Iterator[_Occurrence]:
    for at in range(*sentence):
        for end, cues in language.cues.matches(text.tokens, at):
            for cue in cues:
                parts = () if cue.position == "around" else cue.parts[1:]
                spans = _spans(text, (at, end), parts, sentence[1])
                if spans:
                    yield _Occurrence(cue, spans)


def _spans(
    text: Text, first: tuple[int, int], further: Sequence[str], sentence_end: int
) -> tuple[tuple[int, int], ...] | None:
    """The spans of a cue whose first part is found; None where a further part is not near in the sentence."""
    spans = [first]
    for part in further:
        at, gap_start = spans[-1][1], text.tokens[spans[-1][1] - 1].end
        while at < sentence_end and not _stands_at(text, part, at):
            at += 1
            if at < sentence_end and text.tokens[at].start - gap_start > _LONGEST_GAP:
                return None
        if at == sentence_end:
            return None
        spans.append((at, at + len(_words(part))))
    return tuple(spans)


def _stands_at(text: Text, part: str, at: int) -> bool:
    return all(text.folded(at + offset) == word for offset, word in enumerate(_words(part)))


@cache
def _words(part: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens(part))


def _parties_of(text: Text, occurrence: _Occurrence, lists: PartyLists, language: Language) -> list[Party]:
    """The parties to which the cue gives its role; none where the first of them is of another kind."""
    cue, (start, end) = occurrence.cue, occurrence.core
    if cue.with_process and "process" not in {party.kind for party in _behind(text, end, lists, language)[:1]}:
        return []
    if cue.position == "after":
        parties = _before(text, start, lists, language, distant=cue.distant)
        return parties if parties and parties[-1].kind in cue.kinds else []
    parties = _behind(text, end, lists, language)
    if not parties or parties[0].kind not in cue.kinds:
        return []
    if cue.position == "around":
        return parties if _stands_at(text, cue.parts[1], parties[-1].after) else []
    return parties[:-1] if _modifies(text, parties[-1], language) else parties


def _behind(text: Text, end: int, lists: PartyLists, language: Language) -> list[Party]:
    """The parties that follow the token before `end`, from the first that stands there."""
    at: int | None = end
    while at is not None and not lists.beginning(at):
        at = language.fillers.after(text, at)
    return [] if at is None else lists.beginning(at)


def _before(text: Text, start: int, lists: PartyLists, language: Language, *, distant: bool) -> list[Party]:
    """The parties that end before the token `start`, or near before it where the cue may be distant."""
    parties = lists.before(start)
    if not parties:
        return []
    after = parties[-1].after
    if distant:
        near = text.tokens[start].start - text.tokens[after - 1].end <= _LONGEST_GAP
        return parties if near else []
    return parties if language.adverbs.skip(text, after) == start else []


def _mentions_of(party: Party, cue: Cue) -> list[Mention]:
    """The mentions that the role falls to: the party's names, and a state that acts through them."""
    if party.kind not in cue.kinds:
        return []
    acting = [
        inner
        for inner in party.inside
        if inner.kind == "state" and "state" in cue.kinds and party.names[0].acts_for_state
    ]
    return [*party.names, *acting]


def _modifies(text: Text, party: Party, language: Language) -> bool:
    """Whether the party's name only modifies the noun that follows: “for UNPF governments”, “Freedonia's police”."""
    if not language.function_words or party.after >= len(text.tokens):
        return False
    following = text.tokens[party.after]
    if text.is_joined(party.after):
        return following.folded in ("'", "-")
    if not is_word(following) or not text.same_sentence(party.first, party.after):
        return False
    return following.folded.isalpha() and following.folded not in language.function_words

"""The activities that a description lists: “three activities, including A; B; and C”."""

from collections.abc import Sequence
from dataclasses import dataclass

from iomgraph.linking.language import Language
from iomgraph.linking.mention import Mention
from iomgraph.linking.text import Text
from iomgraph.reference.folding import is_word, tokens
from iomgraph.reference.phrases import Phrases
from iomgraph.reference.vocabulary import Vocabularies

SCHEME = "activity-type"


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a list: its words and offsets in the description, its type and process where known."""

    label: str
    start: int
    end: int
    type: str | None
    process: str | None


class ActivityTypes:
    """The names of the activity types, with or without hyphens."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._names = Phrases[str](ignored="-")
        for concept in vocabularies.of(SCHEME):
            for name in concept.names:
                self._names.add(tokens(name), concept.path.partition("/")[2])

    def of(self, label: str) -> str | None:
        """The type whose name stands in `label`: the longest, of equal ones the first."""
        sequence = tokens(label)
        lengths = [
            (end - at, types[0]) for at in range(len(sequence)) for end, types in self._names.matches(sequence, at)
        ]
        return max(lengths, key=lambda found: found[0])[1] if lengths else None


def read_activities(
    text: Text, mentions: Sequence[Mention], language: Language, types: ActivityTypes
) -> list[Activity]:
    """The activities of the lists that the text announces; semicolons part them, the sentence ends them.

    Without a semicolon it is not said where one activity ends, so nothing is read.
    """
    found = []
    for at in text.indices():
        begin = language.activity_lists.after(text, at)
        if begin is None or begin >= len(text.tokens) or not text.same_sentence(at, begin):
            continue
        for first, after in _items(text, begin, language):
            start, end = text.tokens[first].start, text.tokens[after - 1].end
            label = text.whole[start:end]
            inside = (m for m in mentions if m.kind == "process" and start <= m.start and m.end <= end)
            process = next((mention.id for mention in inside), None)
            found.append(Activity(label, start, end, types.of(label), process))
    return sorted(set(found), key=lambda activity: activity.start)


def _items(text: Text, begin: int, language: Language) -> list[tuple[int, int]]:
    end = begin
    while end < len(text.tokens) and text.same_sentence(begin, end):
        end += 1
    cuts = [at for at in range(begin, end) if text.folded(at) == ";"]
    if not cuts:
        return []
    items = []
    for first, after in zip([begin, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True):
        start = language.conjunctions.skip(text, first)
        stop = after
        while stop > start and not is_word(text.tokens[stop - 1]) and text.folded(stop - 1) != ")":
            stop -= 1
        if stop > start:
            items.append((start, stop))
    return items

"""The names of states, organisations and processes, found in prose and in lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iomgraph.reference.folding import QUOTATION_MARKS, Token, fold, is_word, tokens, unify
from iomgraph.reference.phrases import Phrases
from iomgraph.reference.rows import Row, read_rows
from iomgraph.reference.words import Words

KINDS = ("state", "organisation", "process")
_MATCHES = ("exact", "folded", "column")
_FILES = {
    "state": ("states.csv", "iso3", "state_names.csv", "iso3"),
    "organisation": ("organisations.csv", "id", "organisation_names.csv", "organisation"),
    "process": ("processes.csv", "id", "process_names.csv", "process"),
}
_DELIMITERS = frozenset(";,|/•·")


@dataclass(frozen=True, slots=True)
class Found:
    """A name that stands in a text: `text == whole[start:end]`."""

    kind: str
    id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words of a list that are no known name: `text == whole[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A spelling; without an id it only keeps the text from being taken for another name."""

    kind: str
    id: str
    text: str
    match: str

    def is_spelt(self, text: str, start: int, end: int) -> bool:
        """Whether prose spells the name as its `match` asks; a folded name that is not written small begins large."""
        if self.match == "folded":
            return (
                self.text[0].islower()
                or text[start].isupper()
                or text[start].isdigit()
                or text[start] in QUOTATION_MARKS
            )
        return self.match == "exact" and _without_marks(text[start:end]) == _without_marks(self.text)

    def is_listed(self, text: str, start: int, end: int) -> bool:
        """Whether a column spells the name: case counts for acronyms and codes only."""
        by_case = self.match == "exact" or self.text.isupper()
        return self.match == "folded" or not by_case or _without_marks(text[start:end]) == _without_marks(self.text)


class NameIndex:
    """The index of every name of the reference data.

    Names are matched on token boundaries, the longest first, in one pass over the text for each kind.
    """

    def __init__(self, names: Sequence[_Name], labels: dict[tuple[str, str], str], words: Words) -> None:
        self.labels = labels
        self._prose = {kind: Phrases[_Name]() for kind in KINDS}
        self._lists = {kind: Phrases[_Name]() for kind in KINDS}
        self._articles = words.tokens_of("article")
        self._conjunctions = words.tokens_of("conjunction")
        for name in names:
            self._prose[name.kind].add(tokens(name.text), name)
            self._lists[name.kind].add(tokens(name.text, split_camel=True), name)

    @classmethod
    def from_folder(cls, reference: Path) -> "NameIndex":
        """Read the names of states, organisations and processes, and the words that lists are joined with.

        Raises InputError where a file is missing or a row cannot be used.
        """
        own: list[_Name] = []
        names: list[_Name] = []
        labels: dict[tuple[str, str], str] = {}
        for kind, (main, key, further, reference_key) in _FILES.items():
            for row in read_rows(reference / main, (key, "name_en", "name_fr", "name_es")):
                labels[kind, row.required(key)] = row.required("name_en")
                own.extend(_own_names(kind, row[key], row))
            for row in read_rows(reference / further, (reference_key, "name", "match")):
                identifier = row[reference_key]
                if identifier and (kind, identifier) not in labels:
                    raise row.error(f"{main} has no “{identifier}”; add it there or correct this row")
                names.append(_Name(kind, identifier, row.required("name"), row.one_of("match", _MATCHES)))
        # A further row with the same spelling says how strictly the entity's own name is to be matched.
        spelt = {(name.kind, name.id, fold(name.text)) for name in names}
        names.extend(name for name in own if (name.kind, name.id, fold(name.text)) not in spelt)
        return cls(names, labels, Words.from_folder(reference))

    def label(self, kind: str, identifier: str) -> str:
        """The English reference name; KeyError where there is no such entity."""
        return self.labels[kind, identifier]

    def find(self, text: str) -> list[Found]:
        """Every name in prose, in the order of the text; names of one kind never overlap."""
        sequence = tokens(text)
        found = [name for kind in KINDS for name in self._find(kind, text, sequence)]
        return sorted(found, key=lambda name: (name.start, -name.end, KINDS.index(name.kind)))

    def split_list(self, text: str, kind: str) -> list[Found | Unknown]:
        """The names of one kind in a column, with or without delimiters; each entity once, in order.

        Words that are no name are given back as Unknown, those that stand together as one.
        """
        sequence = tokens(text, split_camel=True)
        items: list[Found | Unknown] = []
        unknown: list[Token] = []
        seen: set[str] = set()
        at = read_to = 0
        while at < len(sequence):
            token = sequence[at]
            end, name = self._listed(kind, text, sequence, at)
            separates = token.folded in _DELIMITERS or token.folded in self._conjunctions
            if "\n" in text[read_to : token.start] or (name.id if name else separates):
                items.extend(self._unknown(text, unknown))
                unknown = []
            if name and name.id and name.id not in seen:
                seen.add(name.id)
                start, stop = token.start, sequence[end - 1].end
                items.append(Found(kind, name.id, text[start:stop], start, stop))
            elif name is None and not separates and (is_word(token) or unknown):
                unknown.append(token)
            elif name is not None and not name.id:
                unknown.extend(sequence[at:end])
            at, read_to = end, sequence[end - 1].end
        return items + self._unknown(text, unknown)

    def _unknown(self, text: str, run: list[Token]) -> list[Found | Unknown]:
        """The run as one Unknown; none where it holds nothing but articles and punctuation marks."""
        words = [token for token in run if is_word(token)]
        if all(word.folded in self._articles for word in words):
            return []
        start, end = run[0].start, words[-1].end
        return [Unknown(text[start:end], start, end)]

    def _listed(self, kind: str, text: str, sequence: Sequence[Token], at: int) -> tuple[int, _Name | None]:
        for end, names in self._lists[kind].matches(sequence, at):
            for name in names:
                if name.is_listed(text, sequence[at].start, sequence[end - 1].end):
                    return end, name
        return at + 1, None

    def _find(self, kind: str, text: str, sequence: Sequence[Token]) -> list[Found]:
        found, at = [], 0
        while at < len(sequence):
            end, name, start, stop = self._spelt(kind, text, sequence, at)
            if name is not None and name.id:
                found.append(Found(kind, name.id, text[start:stop], start, stop))
            at = end
        return found

    def _spelt(self, kind: str, text: str, sequence: Sequence[Token], at: int) -> tuple[int, _Name | None, int, int]:
        for end, names in self._prose[kind].matches(sequence, at):
            start, stop = sequence[at].start, sequence[end - 1].end
            # A mark that closes inside the name was opened just before it: “Klopstokia” process.
            marks = sum(token.folded == '"' for token in sequence[at:end])
            if marks % 2 and at and sequence[at - 1].folded == '"':
                start = sequence[at - 1].start
            for name in names:
                if name.is_spelt(text, start, stop):
                    return end, name, start, stop
        return at + 1, None, 0, 0


def _own_names(kind: str, identifier: str, row: Row) -> list[_Name]:
    names = [
        _Name(kind, identifier, row[column], "folded")
        for column in ("name_en", "name_fr", "name_es", "formal_name_en")
        if row[column]
    ]
    if kind == "state":
        names.extend(_Name(kind, identifier, row[column], "column") for column in ("iso3", "iso2") if row[column])
    return names


def _without_marks(text: str) -> str:
    return unify(text).replace('"', "")

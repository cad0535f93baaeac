"""The small words of each language that linking needs: articles, conjunctions, prepositions and the like."""

from dataclasses import dataclass
from pathlib import Path

from iomgraph.reference.folding import tokens
from iomgraph.reference.rows import read_rows


@dataclass(frozen=True, slots=True)
class Words:
    """The rows of `words.csv`: (kind, language) → words and phrases as they are written.

    The kinds: `article`, `conjunction`, `adverb`; `preposition x`, the forms of the preposition x that a list
    may repeat; `function`, the words that do not make a name before them a mere modifier; `body`, bodies of a
    state (governments of); `introduction`, what introduces a list (such as); `name connector`, the small words
    inside names of organisations; `title word`, capitalised words that begin no name; `before year`, `month`;
    `activity list`, what announces a list of activities; `negation`, the words that deny a clause.
    """

    by_kind: dict[tuple[str, str], tuple[str, ...]]

    @classmethod
    def from_folder(cls, reference: Path) -> "Words":
        """Read `words.csv` of the folder; InputError where it cannot be used."""
        words: dict[tuple[str, str], list[str]] = {}
        for row in read_rows(reference / "words.csv", ("language", "kind", "word")):
            words.setdefault((row.required("kind"), row.required("language")), []).append(row.required("word"))
        return cls({key: tuple(values) for key, values in words.items()})

    def of(self, kind: str, language: str) -> tuple[str, ...]:
        """The words of one kind and language, as written."""
        return self.by_kind.get((kind, language), ())

    def tokens_of(self, kind: str) -> frozenset[str]:
        """The folded tokens of the words of one kind, of all languages."""
        of_kind = (word for (one_kind, _), words in self.by_kind.items() if one_kind == kind for word in words)
        return frozenset(token.folded for word in of_kind for token in tokens(word))

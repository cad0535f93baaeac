"""How one language joins names, names bodies, and says what part a party takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from iomgraph.linking.text import Text
from iomgraph.reference.cues import Cue
from iomgraph.reference.folding import tokens
from iomgraph.reference.phrases import Phrases
from iomgraph.reference.words import Words

# What may stand between a cue and the names: “participating states (”, “partners: ”.
_OPENINGS = (":", "(")
# The kinds of words that hold the forms of one preposition begin so: “preposition à” has à, au, aux.
_PREPOSITION = "preposition "


class WordPhrases:
    """Words and phrases of one sort, looked up at a place of a text."""

    def __init__(self, *groups: Iterable[str]) -> None:
        self._phrases = Phrases[str]()
        for group in groups:
            for word in group:
                self._phrases.add(tokens(word), word)

    def after(self, text: Text, at: int) -> int | None:
        """The index after the longest phrase that begins at the token `at`; None where none does."""
        for end, _ in self._phrases.matches(text.tokens, at):
            return end
        return None

    def skip(self, text: Text, at: int) -> int:
        """The index after all phrases, one behind the other, that begin at the token `at`."""
        while (end := self.after(text, at)) is not None:
            at = end
        return at

    def lead(self, text: Text, at: int, to: int) -> bool:
        """Whether nothing but phrases stands between the token `at` and the token `to`."""
        while at < to and (end := self.after(text, at)) is not None:
            at = end
        return at == to


@dataclass(frozen=True)
class Language:
    """The words and cues of one language.

    `fillers` may stand between a cue and the names (articles, bodies of a state, words that introduce a
    list), `adverbs` between the names and a cue after them. Each of `prepositions` has the forms of one that
    a list may repeat (“au Nord et à l'Est”). A language whose `function_words` are given
    puts a name before the noun that it modifies; any other word after a name is then such a noun.
    """

    fillers: WordPhrases
    conjunctions: WordPhrases
    adverbs: WordPhrases
    connectors: WordPhrases
    prepositions: tuple[WordPhrases, ...]
    before_year: WordPhrases
    months: WordPhrases
    activity_lists: WordPhrases
    function_words: frozenset[str]
    negations: frozenset[str]
    title_words: frozenset[str]
    cues: Phrases[Cue]

    @classmethod
    def of(cls, code: str, words: Words, cues: Iterable[Cue]) -> "Language":
        """The language `code` (en) of the reference data."""

        def group(*kinds: str) -> WordPhrases:
            return WordPhrases(*(words.of(kind, code) for kind in kinds))

        phrases = Phrases[Cue]()
        for cue in cues:
            if cue.language == code:
                phrases.add(tokens(cue.parts[0]), cue)
        return cls(
            fillers=WordPhrases(*(words.of(k, code) for k in ("article", "body", "introduction")), _OPENINGS),
            conjunctions=group("conjunction"),
            adverbs=group("adverb"),
            connectors=group("name connector"),
            prepositions=tuple(
                group(kind) for kind, language in words.by_kind if language == code and kind.startswith(_PREPOSITION)
            ),
            before_year=group("before year"),
            months=group("month"),
            activity_lists=group("activity list"),
            function_words=_folded(words.of("function", code), words.of("conjunction", code))
            if words.of("function", code)
            else frozenset(),
            negations=_folded(words.of("negation", code)),
            title_words=_folded(words.of("title word", code)),
            cues=phrases,
        )


def _folded(*groups: Iterable[str]) -> frozenset[str]:
    return frozenset(token.folded for group in groups for word in group for token in tokens(word))

"""A text as linking reads it: tokens, and the sentences that they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from iomgraph.reference.folding import QUOTATION_MARKS, Token, is_word, tokens

_SENTENCE_ENDS = frozenset(".!?")


@dataclass(frozen=True)
class Text:
    """One part of a record (`title`, `description`) in the record's language."""

    part: str
    whole: str
    language: str

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens, in order."""
        return tokens(self.whole)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences, each as the indices of its first token and of the one after its last."""
        starts = [at for at in self.indices() if at == 0 or self._begins_sentence(at)]
        return list(zip(starts, [*starts[1:], len(self.tokens)], strict=True))

    @cached_property
    def _at_offset(self) -> dict[int, int]:
        return {token.start: at for at, token in enumerate(self.tokens)}

    @cached_property
    def _after_offset(self) -> dict[int, int]:
        return {token.end: at + 1 for at, token in enumerate(self.tokens)}

    @cached_property
    def _sentence_numbers(self) -> list[int]:
        return [number for number, (first, after) in enumerate(self.sentences) for _ in range(first, after)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The indices of the first token of [start, end) and of the one after its last."""
        return self._at_offset[start], self._after_offset[end]

    def sentence_number(self, offset: int) -> int:
        """The number of the sentence in which the token at `offset` stands, from 0."""
        return self._sentence_numbers[self._at_offset[offset]]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The offsets of the sentence in which the token at `offset` stands, without the blanks around it."""
        first, after = self.sentences[self.sentence_number(offset)]
        return self.tokens[first].start, self.tokens[after - 1].end

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether two tokens, given by index, stand in one sentence."""
        return self._sentence_numbers[one] == self._sentence_numbers[other]

    def word(self, at: int) -> str:
        """The token `at` as the text writes it; nothing beyond the end."""
        return self.whole[self.tokens[at].start : self.tokens[at].end] if at < len(self.tokens) else ""

    def is_capitalised(self, at: int) -> bool:
        """Whether the token `at` is a word that begins with a capital."""
        return self.word(at)[:1].isupper()

    def is_joined(self, at: int) -> bool:
        """Whether no blank stands between the token `at` and the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def folded(self, at: int) -> str:
        """The token `at`, folded; nothing beyond the ends."""
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def indices(self) -> Iterator[int]:
        """The indices of the tokens."""
        return iter(range(len(self.tokens)))

    def _begins_sentence(self, at: int) -> bool:
        between = self.whole[self.tokens[at - 1].end : self.tokens[at].start]
        if "\n" in between:
            return True
        ended = self.folded(at - 1) in _SENTENCE_ENDS and between != ""
        # The point after a single letter belongs to an abbreviation: “U.S. Agency”, “J. Smith”.
        abbreviated = (
            at > 1 and len(self.word(at - 2)) == 1 and self.word(at - 2).isalpha() and self.folded(at - 1) == "."
        )
        first = self.word(at)
        return (
            ended
            and not abbreviated
            and (not is_word(self.tokens[at]) or not first[0].islower() or first in QUOTATION_MARKS)
        )

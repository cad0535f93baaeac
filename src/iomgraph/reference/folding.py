"""Text as tokens: what two spellings of one name have in common, and where each token stands."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'’‘´`ʼ′"
QUOTATION_MARKS = '"“”„‟«»‹›'
DASHES = "-‐‑‒–—―−"

_UNIFIED = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(QUOTATION_MARKS, '"'),
        **dict.fromkeys(DASHES, "-"),
    }
)
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*|\S")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a single punctuation mark, folded, with its offsets in the text."""

    folded: str
    start: int
    end: int


def unify(text: str) -> str:
    """One sign for each kind of apostrophe, quotation mark and dash, one space for any blanks, composed letters.

    >>> unify("«Sylvania\u00a0–  d´Or»")
    '"Sylvania - d\\'Or"'
    """
    # The acute accent that stands for an apostrophe must be seen before normalisation takes it apart.
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", text.translate(_UNIFIED)))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`unify`, and case and diacritics gone.

    >>> fold("Côte  d’Or")
    "cote d'or"
    """
    letters = unicodedata.normalize("NFKD", unify(text).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()


def tokens(text: str, *, split_camel: bool = False) -> list[Token]:
    """The tokens of `text`; with `split_camel` words that are run together are parted.

    >>> [token.folded for token in tokens("Freedonia-Est (d’Or)")]
    ['freedonia', '-', 'est', '(', 'd', "'", 'or', ')']
    >>> [token.folded for token in tokens("FreedoniaSylvania", split_camel=True)]
    ['freedonia', 'sylvania']
    """
    found = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        if split_camel:
            for cut in _camel_boundaries(match.group()):
                found.append(Token(fold(text[start : match.start() + cut]), start, match.start() + cut))
                start = match.start() + cut
        found.append(Token(fold(text[start : match.end()]), start, match.end()))
    return found


def is_word(token: Token) -> bool:
    """Whether the token is a word or a number, not a punctuation mark."""
    return token.folded[:1].isalnum()


def _camel_boundaries(word: str) -> list[int]:
    """Where a capital follows a small letter, or begins a word behind capitals: UNPF|Freedonia."""
    return [
        at
        for at in range(1, len(word))
        if word[at].isupper()
        and (word[at - 1].islower() or (word[at - 1].isupper() and word[at + 1 : at + 2].islower()))
    ]

"""The fixed words of a report, in the language of its messages; `words.toml` has them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class Words:
    """The words of one language.

    >>> words("fr")("line", 7)
    'ligne 7'
    >>> words("en").counted("Warning", 0), words("en").counted("Warning", 1), words("en").counted("Warning", 2)
    ('no warnings', '1 warning', '2 warnings')
    """

    def __init__(self, texts: dict[str, Any]) -> None:
        self._texts = texts

    def __call__(self, key: str, filled_in: object = "") -> str:
        """The word `key`, with what stands at its place."""
        return str(self._texts[key]).format(filled_in)

    def counted(self, key: str, number: int) -> str:
        """So many results: `key` is the name of a severity, `waived` or `known`."""
        form = "none" if number == 0 else "one" if number == 1 else "many"
        return str(self._texts["counts"][key][form]).format(number)


@cache
def words(language: str) -> Words:
    """The words in `language`, in English where there are none."""
    texts = tomllib.loads(files("iomgraph.validation.formats").joinpath("words.toml").read_text(encoding="utf-8"))
    return Words(texts.get(language) or texts["en"])

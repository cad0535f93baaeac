"""The language of a record: what its labels say, else its markup, else its words."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# More characters than this do not change what the words say.
_ENOUGH = 10_000


class LanguageDetector:
    """Tells apart the languages of a publication; the first of them is what a text without words gets."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)

    def detect(self, text: str, *, votes: Counter[str] | None = None, declared: str | None = None) -> str:
        """The language of a record.

        `votes` counts its labels by their language: a page whose labels are in one language is in it,
        whatever its text says. Where they do not decide, `declared` does, then the words of `text`.
        """
        ranked = [(n, language) for language, n in (votes or {}).items() if language in self.languages]
        best = max(ranked, default=(0, ""))
        if best[0] and sum(n == best[0] for n, _ in ranked) == 1:
            return best[1]
        if declared in self.languages:
            return str(declared)
        if len(self.languages) == 1 or not any(character.isalpha() for character in text):
            return self.languages[0]
        return str(_identifier(self.languages).classify(text[:_ENOUGH])[0])


@lru_cache(maxsize=4)
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    """The statistical identifier, restricted to those of `languages` that it knows."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(languages) & set(identifier.labels)
    identifier.set_languages(known or None)
    return identifier

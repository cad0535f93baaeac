"""Organisations that no table can list, found by the form of their names."""

from collections.abc import Iterable, Mapping, Sequence

from iomgraph.linking.language import Language
from iomgraph.linking.mention import Mention
from iomgraph.linking.text import Text
from iomgraph.reference.folding import is_word
from iomgraph.reference.organisation_forms import OrganisationForm
from iomgraph.reference.phrases import Phrases

_LONGEST_BRACKET = 3  # tokens: an acronym and its brackets


class UnlistedOrganisations:
    """The forms of `organisation_forms.csv`, ready to be looked for in texts."""

    def __init__(self, forms: Iterable[OrganisationForm], languages: Mapping[str, Language]) -> None:
        """`languages` by code; forms of a language that is not there are left out."""
        self._languages = languages
        self._forms = Phrases[OrganisationForm]()
        for form in forms:
            if form.language in languages:
                self._forms.add(form.words, form)

    def find(self, text: Text, listed: Sequence[Mention]) -> list[Mention]:
        """The names that have one of the forms; they may overlap each other and the listed names."""
        extent = _Extent(text, listed, self._forms)
        found = []
        for at in text.indices():
            mentions = [
                _mention(text, *span, form)
                for end, forms in self._forms.matches(text.tokens, at)
                for form in forms
                if (span := extent.of(form, at, end, self._languages[form.language]))
            ]
            if mentions:
                found.append(max(mentions, key=lambda mention: mention.end - mention.start))
        return found


def _mention(text: Text, first: int, after: int, form: OrganisationForm) -> Mention:
    start, end = text.tokens[first].start, text.tokens[after - 1].end
    name = text.whole[start:end]
    return Mention(text.part, "organisation", None, name, start, end, name, form.acts_for_state)


class _Extent:
    """How far a name reaches from the fixed words of its form: over capitals, and over listed names."""

    def __init__(self, text: Text, listed: Sequence[Mention], forms: Phrases[OrganisationForm]) -> None:
        self._text = text
        self._forms = forms
        spans = [(text.span(mention.start, mention.end), mention) for mention in listed]
        self._by_first = {first: (after, mention) for (first, after), mention in spans}
        self._first_by_after = {after: first for (first, after), _ in spans}

    def of(self, form: OrganisationForm, at: int, end: int, language: Language) -> tuple[int, int] | None:
        """The tokens of the name whose fixed words are [at, end); None where they make no name."""
        if form.opens is None:
            return at, self._after_name(end, language, only_state=True)
        if form.opens == "left":
            first = self._first_of_name(at, language, len(form.words)) if self._text.is_capitalised(at) else None
            return None if first is None else (first, self._after_name(end, language, only_state=True))
        after = self._after_name(end, language, only_state=False)
        return (at, after) if after > end else None

    def _after_name(self, at: int, language: Language, *, only_state: bool) -> int:
        """To the right: words with capitals and the small words between them, up to a state's name."""
        text = self._text
        while True:
            begin = language.connectors.skip(text, at)
            if begin >= len(text.tokens) or not text.same_sentence(at - 1, begin):
                return at
            conjunctions = [language.conjunctions.after(text, index) for index in range(at, begin)]
            joined = any(conjunctions)
            after, name = self._by_first.get(begin, (begin, None))
            if name is not None and name.kind == "state" and not joined:
                return after
            # “Ministry of Health and …”: another organisation, or what a state's name begins, is not part of it.
            if only_state or (joined and self._begins_name(begin)) or (name and name.kind == "organisation"):
                return at
            if any(end and language.fillers.after(text, end) for end in conjunctions):
                return at  # “… and the Agency of …”
            if name is None and not text.is_capitalised(begin):
                return at
            at = after if name else self._after_hyphens(begin + 1)

    def _begins_name(self, at: int) -> bool:
        return at in self._by_first or bool(self._forms.matches(self._text.tokens, at))

    def _after_hyphens(self, at: int) -> int:
        text = self._text
        while text.folded(at) == "-" and text.is_joined(at) and text.is_joined(at + 1):
            at += 2
        return at

    def _first_of_name(self, end: int, language: Language, fixed_words: int) -> int | None:
        """To the left: a listed name, with its acronym in brackets if there is one, or words with capitals."""
        text, first = self._text, end
        while first and text.same_sentence(first - 1, end):
            after_listed = self._before_bracket(first)
            if after_listed in self._first_by_after:
                return self._first_by_after[after_listed]
            if not text.is_capitalised(first - 1) or text.folded(first - 1) in language.title_words:
                break
            first -= 1
            while text.folded(first - 1) == "-" and text.is_joined(first) and is_word(text.tokens[first - 2]):
                first -= 2
        # One capital before one common word (“Technical Secretariat”) is no name of its own.
        return first if end - first > (1 if fixed_words == 1 else 0) else None

    def _before_bracket(self, after: int) -> int:
        """The index of the short bracket that ends before `after`; `after` where none does."""
        text = self._text
        if text.folded(after - 1) == ")" and text.folded(after - _LONGEST_BRACKET) == "(":
            return after - _LONGEST_BRACKET
        return after

"""The year that a sentence gives: “In early 2001, …”, “depuis 2005”."""

import re

from iomgraph.linking.language import Language
from iomgraph.linking.text import Text

_YEAR = re.compile(r"(19|20)\d\d")


def year_of_sentence(text: Text, offset: int, language: Language) -> str | None:
    """The year named in the sentence of the token at `offset`; None where it names none or several."""
    years = set()
    for at in range(*text.sentences[text.sentence_number(offset)]):
        phrase_end = language.before_year.after(text, at)
        if phrase_end is not None:
            year = text.word(language.months.skip(text, phrase_end))
            if _YEAR.fullmatch(year):
                years.add(year)
    return years.pop() if len(years) == 1 else None

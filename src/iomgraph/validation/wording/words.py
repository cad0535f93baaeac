"""The words of results, which `words.toml` holds, and how they are filled.

The words are data: a translator mends them there, and no sentence stands in code.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from rdflib import RDF, XSD
from rdflib.term import URIRef

LANGUAGES = ("en", "fr", "es")

_SHOWN = 80


@cache
def all_words() -> dict[str, dict[str, dict[str, str]]]:
    """The texts by section, name and language."""
    text = files("iomgraph.validation.wording").joinpath("words.toml").read_text(encoding="utf-8")
    words: dict[str, dict[str, dict[str, str]]] = tomllib.loads(text)
    return words


def say(section: str, name: str, language: str, /, **values: object) -> str:
    """A text with its places filled.

    >>> say("remedy", "add", "fr", count=2)
    'Ajoutez-en au moins 2.'
    """
    return all_words()[section][name][language].format_map(values)


def known(section: str, name: str) -> bool:
    """Whether there is such a text."""
    return name in all_words().get(section, {})


def quoted(text: str, language: str) -> str:
    """A text as it is quoted, on one line and no longer than a line.

    >>> quoted("a  b", "es")
    '«a b»'
    """
    one_line = " ".join(text.split())
    return say("sign", "quoted", language, text=one_line if len(one_line) <= _SHOWN else one_line[: _SHOWN - 1] + "…")


def listed(items: Sequence[str], language: str, last: str, total: int | None = None) -> str:
    """Items one after another, `last` (`or`, `and`) before the last; what `total` has more is said as a number.

    >>> listed(["a", "b", "c"], "en", "or"), listed(["a", "b"], "es", "and", 5)
    ('a, b or c', 'a, b y 3 más')
    """
    total = len(items) if total is None else total
    shown = list(items)
    if total > len(items):
        shown, last = [*items, say("sign", "more", language, count=total - len(items))], "and"
    comma = say("sign", "comma", language)
    if len(shown) < 2:
        return comma.join(shown)
    return comma.join(shown[:-1]) + say("sign", f"last_{last}", language) + shown[-1]


@cache
def datatype_name(datatype: str) -> str | None:
    """The name under which a datatype has words, None where it has none."""
    iri = URIRef(datatype)
    name = iri.removeprefix(str(RDF if iri == RDF.langString else XSD))
    return name if name != "other" and known("datatype", name) else None


def datatype_example(datatype: str) -> str | None:
    """A text that is well-formed in a datatype, None where nobody can say."""
    name = datatype_name(datatype)
    return None if name is None else all_words()["datatype"][name].get("example")

"""What the text of a SPARQL query asks for, told by its lexical grammar and not by a search in the text.

SPARQL 1.1, 19.8: <https://www.w3.org/TR/sparql11-query/#sparqlGrammar>. Oxigraph wants no blank between keywords
(SERVICESILENT is SERVICE SILENT to it), so a keyword counts wherever it stands in a bare word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

# Longest first where two begin alike. A bare word is what none of the others has taken. The text is an enemy's: what is
# looked for and not found must not be looked for again from each of its characters, so a name has a length, and a
# string without an end takes all that follows. (A longer name is read as a word and a name without a prefix.)
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<term>
        \"\"\"(?:\"{0,2}(?:[^"\\]++|\\.))*+\"{0,2}\"\"\"        # strings; without ++ each character takes memory
      | '''(?:'{0,2}(?:[^'\\]++|\\.))*+'{0,2}'''
      | "(?:[^"\\\n\r]++|\\.)*+"
      | '(?:[^'\\\n\r]++|\\.)*+'
      | <[^<>"{}|^`\\\x00-\x20]*>                               # IRI
      | [?$][\w·]+                                              # variable
      | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                            # language tag
      | _:[\w.·-]+                                              # blank node
      | \d+(?:\.\d*)?(?:[eE][+-]?\d+)?                          # number
      )
    | (?P<unclosed>["'].*)                                      # no query goes on after it
    | (?P<prefix>[^\W\d_](?:[\w.·-]{0,99}[\w·-])?)?
        :(?:(?:[\w:·]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:·-]++|%[0-9A-Fa-f]{2}|\\.)*+)?
    | (?P<word>[A-Za-z]\w*)
    | (?P<mark>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = re.compile("SELECT|ASK|CONSTRUCT|DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_DECLARATIONS = ("BASE", "PREFIX")
# The tokens of longer texts are not kept: they take a hundred times as much memory as the text.
_LONG = 20_000


@dataclass(frozen=True)
class QueryText:
    """The text of a query, however long: what is asked of it takes time in proportion to it.

    >>> QueryText('PREFIX a: <http://a/> ASK { ?s a:service "SERVICE" } # SERVICE').calls_another_endpoint
    False
    """

    text: str

    @cached_property
    def tokens(self) -> list[re.Match[str]]:
        """The tokens in order, each with one of the groups term, unclosed, prefix, word, mark; comments left out."""
        return list(self._read())

    @cached_property
    def words(self) -> list[str]:
        """The bare words in capitals, in order."""
        return [match["word"].upper() for match in self._each() if match["word"]]

    @cached_property
    def _capitals(self) -> str:
        """Tokens are not needed to say that there is no such word."""
        return self.text.upper()

    @property
    def calls_another_endpoint(self) -> bool:
        """Whether there is a SERVICE. A prefix with that name counts too: SERVICE:x is a call to Oxigraph."""
        if "SERVICE" not in self._capitals:
            return False
        return any("SERVICE" in (match["word"] or match["prefix"] or "").upper() for match in self._each())

    @property
    def names_its_dataset(self) -> bool:
        """Whether there is a FROM."""
        if "FROM" not in self._capitals:
            return False
        return any("FROM" in word for word in self.words)

    @property
    def answers_with_triples(self) -> bool:
        """Whether the query is of the form CONSTRUCT or DESCRIBE. Only declarations stand before the form.

        >>> QueryText("PREFIX select: <http://a/> CONSTRUCT WHERE { ?s ?p ?o }").answers_with_triples
        True
        """
        if "CONSTRUCT" not in self._capitals and "DESCRIBE" not in self._capitals:
            return False
        form = next((found.group() for word in self.words if (found := _FORMS.match(word))), None)
        return form in ("CONSTRUCT", "DESCRIBE")

    @property
    def is_update(self) -> bool:
        """Whether this is no query but an update."""
        if not any(word in self._capitals for word in _UPDATES):
            return False
        first = next((word for word in self.words if word not in _DECLARATIONS), "")
        return first.startswith(_UPDATES)

    @property
    def depth(self) -> int:
        """How deep brackets are nested."""
        depth = deepest = 0
        for mark in self._marks():
            depth += (mark in "([{") - (mark in ")]}")
            deepest = max(deepest, depth)
        return deepest

    @property
    def size(self) -> int:
        """How many tokens there are, those of the data of VALUES aside."""
        return sum(1 for _ in self._without_data())

    def is_larger_than(self, most: int) -> bool:
        """Whether `size` is; no more of the text is read than that takes."""
        return next(islice(self._without_data(), most, None), None) is not None

    @property
    def unclosed(self) -> tuple[int, int] | None:
        """Line and column of a string that does not end."""
        for match in self._each():
            if match["unclosed"]:
                before = self.text[: match.start()]
                return before.count("\n") + 1, match.start() - before.rfind("\n")
        return None

    def _without_data(self) -> Iterator[re.Match[str]]:
        in_values = False
        for match in self._each():
            if match["word"] and match["word"].upper() == "VALUES":
                in_values = True
            elif match["mark"] == "}":
                in_values = False
            if not in_values:
                yield match

    def _marks(self) -> Iterator[str]:
        return (match["mark"] for match in self._each() if match["mark"])

    def _each(self) -> Iterator[re.Match[str]]:
        return iter(self.tokens) if len(self.text) < _LONG else self._read()

    def _read(self) -> Iterator[re.Match[str]]:
        return (match for match in _TOKEN.finditer(self.text) if match["comment"] is None)

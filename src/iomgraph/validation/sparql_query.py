"""A query of the shapes with pre-bound variables, as one query over all their bindings.

Follows SHACL, section 5.2.1 (pre-binding) and appendix A, https://www.w3.org/TR/shacl/#pre-binding: a pre-bound
variable has its value wherever it occurs. A pattern that binds it to all its values at the start of each group says
the same for all of them at once; a group of EXISTS sees what is bound around it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from re import Match

import pyoxigraph
from rdflib import paths
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.term import URIRef, Variable

from iomgraph.rdf.query_text import QueryText
from iomgraph.validation.path import Path

_NOT_ALLOWED = ("MINUS", "VALUES")
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "HAVING"}
_OF_EACH_FOCUS_NODE = {
    "LIMIT": "counts for each focus node",
    "OFFSET": "counts for each focus node",
    "FROM": "names another dataset",
    "RAND": "is drawn for each focus node",
    "UUID": "is drawn for each focus node",
    "STRUUID": "is drawn for each focus node",
    "BNODE": "is new for each focus node",
}
_OF_THE_TEXT = {
    *("STR", "REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "STRLEN", "SUBSTR", "REPLACE", "CONCAT", "UCASE", "LCASE"),
    *("ENCODE_FOR_URI", "STRBEFORE", "STRAFTER", "STRDT", "STRLANG", "MD5", "SHA1", "SHA256", "SHA384", "SHA512"),
    *("IRI", "URI", "GROUP_CONCAT", "SAMETERM", "DATATYPE"),
}


class IllFormedQueryError(ValueError):
    """The query may not stand in shapes; the message says why."""


class NotOneQueryError(ValueError):
    """The query means something else over all bindings at once; the message says why."""


@dataclass(frozen=True)
class SparqlQuery:
    """A query of a constraint or validator: `prebound` are the names of the variables that may be bound before."""

    text: str
    prebound: frozenset[str]
    prefixes: dict[str, str] = field(hash=False)

    @cached_property
    def _tokens(self) -> list[Match[str]]:
        return QueryText(self.text).tokens

    @cached_property
    def _words(self) -> list[str]:
        return [_word(token) for token in self._tokens]

    @cached_property
    def used(self) -> frozenset[str]:
        """The pre-bound variables that the query has."""
        return frozenset(filter(None, map(_variable, self._tokens))) & self.prebound

    @cached_property
    def patterns(self) -> list[tuple[bool, frozenset[str] | None]]:
        """For each triple pattern whether its subject is $this, and the predicates that it reads, None for any.

        Raises IllFormedQueryError where the text is no query.
        """
        try:
            algebra = translateQuery(parseQuery(self.text), initNs=self.prefixes).algebra
        except Exception as error:  # rdflib's parser raises many kinds
            raise IllFormedQueryError(f"is no SPARQL query: {' '.join(str(error).split())}") from error
        return list(_patterns(algebra))

    @property
    def asks(self) -> bool:
        """Whether this is an ASK query."""
        return "ASK" in self._words and (
            "SELECT" not in self._words or self._words.index("ASK") < self._words.index("SELECT")
        )

    @property
    def reads_texts(self) -> bool:
        """Whether it looks at how literals are written, and not only at what they mean."""
        prefixed = (token["prefix"] is not None and token[0].endswith(":string") for token in self._tokens)
        return not _OF_THE_TEXT.isdisjoint(self._words) or any(prefixed)

    def _check_syntax(self) -> None:
        # The store answers at once where the query asks, so what calls another endpoint must not come here.
        try:
            pyoxigraph.Store().query(self.text, prefixes=self.prefixes)
        except SyntaxError:  # not of SPARQL, or only of Oxigraph: rdflib says which
            _ = self.patterns

    def with_path(self, path: Path | None) -> "SparqlQuery":
        """The query with `$PATH` written out. Raises IllFormedQueryError where there is no path to write."""
        at = [token for token in self._tokens if _variable(token) == "PATH"]
        if at and path is None:
            raise IllFormedQueryError("has $PATH and stands on a shape without sh:path")
        text, last = "", 0
        for token in at:
            text += self.text[last : token.start()] + str(path)
            last = token.end()
        return replace(self, text=text + self.text[last:])

    def check(self, required: Collection[str]) -> None:
        """Raise IllFormedQueryError where SHACL forbids the query; each subquery has to return `required`."""
        for word in _NOT_ALLOWED:
            if word in self._words:
                raise IllFormedQueryError(f"has {word}, which SHACL does not allow")
        if QueryText(self.text).calls_another_endpoint:
            raise IllFormedQueryError("has SERVICE, which SHACL does not allow")
        self._check_syntax()
        for position, word in enumerate(self._words[:-1]):
            variable = _variable(self._tokens[position + 1])
            if word == "AS" and variable in self.prebound:
                raise IllFormedQueryError(f"assigns ${variable}, which is bound before")
        _, *below = self._selections() if not self.asks else [[], *self._selections()]
        for selected in below:
            missing = sorted(set(required) - {_variable(token) for token in selected})
            if missing:
                raise IllFormedQueryError(f"has a subquery that does not return ${missing[0]}")

    def check_one_query(self) -> None:
        """Raise NotOneQueryError where it has to be asked for each focus node by itself."""
        for word, why in _OF_EACH_FOCUS_NODE.items():
            if word in self._words:
                raise NotOneQueryError(f"its {word} {why}")
        named = [self._tokens[i + 1] for i, word in enumerate(self._words[:-1]) if word == "GRAPH"]
        if any(_variable(token) != "shapesGraph" for token in named):
            raise NotOneQueryError("it reads named graphs")
        grouped = [i for i, word in enumerate(self._words) if word == "GROUP"]
        by_focus = [i for i in grouped if i + 2 < len(self._tokens) and _variable(self._tokens[i + 2]) == "this"]
        aggregating = sum(any(_word(token) in _AGGREGATES for token in selected) for selected in self._selections())
        if len(by_focus) < len(grouped) or aggregating > len(grouped) or ("HAVING" in self._words and not grouped):
            raise NotOneQueryError("it aggregates without GROUP BY $this")

    def over_all(self, patterns: dict[str, str], ask_for: str) -> str:
        """The text with the pattern of each pre-bound variable in `patterns` where it has to be.

        ASK becomes `ask_for`.
        """
        text, last = "", 0
        insertions = dict(self._insertions(patterns))
        for position, token in enumerate(self._tokens):
            if self._words[position] == "ASK" and position == self._words.index("ASK") and self.asks:
                text += self.text[last : token.start()] + ask_for
                last = token.end()
            elif position in insertions:
                text += self.text[last : token.end()] + " " + insertions[position] + " "
                last = token.end()
        prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(self.prefixes.items()))
        return prefixes + text + self.text[last:]

    def _insertions(self, patterns: dict[str, str]) -> Iterator[tuple[int, str]]:
        """By the token of each bracket that opens a group what has to follow it."""
        open_groups: list[tuple[int, set[str]]] = []
        for position, token in enumerate(self._tokens):
            if token["mark"] == "{":
                open_groups.append((position, set()))
            elif token["mark"] == "}" and open_groups:
                start, variables = open_groups.pop()
                if open_groups:
                    open_groups[-1][1].update(variables)
                wanted = dict.fromkeys(patterns[name] for name in sorted(variables & set(patterns)))
                if not open_groups:
                    wanted = dict.fromkeys(patterns[name] for name in sorted({"this", *self.used} & set(patterns)))
                exists = self._words[start - 1] == "EXISTS"
                if not exists and self._words[start + 1] != "SELECT":
                    yield start, " ".join(wanted)
            elif (variable := _variable(token)) and open_groups:
                open_groups[-1][1].add(variable)

    def _selections(self) -> list[list[Match[str]]]:
        """What stands between each SELECT and its group."""
        found = []
        for position, word in enumerate(self._words):
            if word == "SELECT":
                end = next((i for i in range(position, len(self._tokens)) if self._tokens[i]["mark"] == "{"), None)
                found.append(self._tokens[position + 1 : end])
        return found


def _patterns(algebra: object) -> Iterator[tuple[bool, frozenset[str] | None]]:
    """The triple patterns anywhere in the algebra of rdflib."""
    if isinstance(algebra, dict):
        for name, part in algebra.items():
            if name == "triples":
                for terms in part:  # a triple, or within EXISTS a block of them on end
                    for subject, path in zip(terms[::3], terms[1::3], strict=True):
                        yield subject == Variable("this"), _predicates(path)
            else:
                yield from _patterns(part)
    elif isinstance(algebra, list | tuple | set):
        for part in algebra:
            yield from _patterns(part)


def _predicates(path: object) -> frozenset[str] | None:
    """The properties of a path of rdflib."""
    if isinstance(path, URIRef):
        return frozenset({str(path)})
    if isinstance(path, paths.NegatedPath) or not isinstance(path, paths.Path):
        return None
    inner = getattr(path, "args", None) or [getattr(path, "arg", None) or getattr(path, "path", None)]
    found = [_predicates(each) for each in inner]
    return None if None in found else frozenset().union(*(each for each in found if each))


def _word(token: Match[str]) -> str:
    return token["word"].upper() if token["word"] else ""


def _variable(token: Match[str]) -> str | None:
    return token[0][1:] if token["term"] and token[0][0] in "?$" else None

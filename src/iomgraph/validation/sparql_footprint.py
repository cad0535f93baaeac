"""What a query of the shapes reads of a graph around the nodes that are bound before.

A solution is made of statements that hang together over its variables. Where all of a query's patterns hang together
with `$this` (or the value node of an ASK), the answer for one focus node depends on nothing but the statements that the
patterns lead to from there: each pattern is then one step. That has to hold of every part that is asked by itself: the
branches of UNION, OPTIONAL, EXISTS and subqueries, see SPARQL 1.1, section 18.2.2,
https://www.w3.org/TR/sparql11-query/#sparqlTranslate.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import paths
from rdflib.plugins.sparql.algebra import translateGroupGraphPattern, translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Identifier, URIRef, Variable

from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from iomgraph.validation.sparql_query import SparqlQuery
from iomgraph.validation.steps import State, Steps

_THROUGH = ("SelectQuery", "AskQuery", "Project", "Distinct", "Reduced", "OrderBy", "Slice", "ToMultiSet", "Extend")
_EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
_REPEATED = {"*": (0, True), "+": (1, True), "?": (0, False)}

Bound = frozenset[str]
Pattern = tuple[Identifier, object, Identifier]


class NotAroundError(ValueError):
    """The query reads more than what hangs together with what is bound before; the message says what.

    `predicates` are the properties that it reads wherever they stand, None where it may be any.
    """

    predicates: frozenset[bytes] | None = None


def read_by_query(query: SparqlQuery, steps: Steps, focus: State, values: State) -> frozenset[bytes]:
    """Add the steps of a query to those of a shape; the properties that it reads wherever they stand besides.

    Raises NotAroundError.
    """
    try:
        _Reading(query, steps, focus, values).read()
    except _NotYetError:
        # A pattern that stands alone may be of one property only, such as what a vocabulary says of its terms.
        reading = _Reading(query, steps, focus, values, anywhere=set())
        try:
            reading.read()
        except NotAroundError as error:
            error.predicates = reading.predicates()
            raise
        return frozenset(reading.anywhere or ())
    except NotAroundError as error:
        error.predicates = _Reading(query, steps, focus, values).predicates()
        raise
    return frozenset()


class _Reading:
    """`anywhere` collects the properties of patterns that stand alone; where it is None there may be none."""

    def __init__(
        self, query: SparqlQuery, steps: Steps, focus: State, values: State, anywhere: set[bytes] | None = None
    ) -> None:
        self.anywhere = anywhere
        self._query = query
        self._algebra = translateQuery(parseQuery(query.text), initNs=query.prefixes).algebra
        self._steps = steps
        self._before: Bound = frozenset({"this", "value"} if query.asks else {"this"})
        self._states: dict[str, State] = defaultdict(steps.state)
        self._states.update({"this": focus, "value": values} if query.asks else {"this": focus})

    def read(self) -> None:
        self._part(self._algebra, self._before)

    def predicates(self) -> frozenset[bytes] | None:
        """The properties of all patterns; None where one may have any, or leads from any node to itself."""
        read = [predicates for _, predicates in self._query.patterns]
        repeated = any(isinstance(each, paths.MulPath) for each in _all(self._algebra))
        if repeated or None in read:
            return None
        return frozenset(f"<{each}>".encode() for predicates in read for each in predicates or ())

    def _part(self, part: CompValue, around: Bound) -> Bound:
        """Read a part that is joined with what binds `around`; the variables that all its solutions bind."""
        bound: Bound = frozenset()
        match part.name:
            case "BGP" | "Join":
                bound = self._joined(part, around)
            case "Filter":
                bound = self._part(part.p, around)
            case "LeftJoin":
                bound = self._part(part.p1, around)
                # It is asked by itself: what binds variables around the whole does not narrow what it finds.
                self._part(part.p2, self._before | bound)
            case "Union":
                bound = self._part(part.p1, around) & self._part(part.p2, around)
            case "Group":
                self._part(part.p, self._before)
            case "AggregateJoin":
                self._part(part.p, self._before)
            case name if name in _THROUGH:
                # What a subquery does not return is another variable outside of it.
                inside = around if name in ("Extend", "SelectQuery", "AskQuery") else self._before
                bound = self._part(part.p, inside)
                if name == "Project":
                    bound &= frozenset(map(str, part.PV))
            case name:
                raise NotAroundError(f"has {name.upper()}, and may read anything")
        for expression in _expressions(part):
            self._part(translateGroupGraphPattern(expression.graph), self._before | bound)
        return bound

    def _joined(self, part: CompValue, around: Bound) -> Bound:
        """Read what is joined, in an order in which each hangs together with what was read."""
        waiting = list(_joined_parts(part))
        bound: Bound = frozenset()
        while waiting:
            left = []
            for each in waiting:
                try:
                    if isinstance(each, tuple):
                        bound |= self._pattern(each, around | bound)
                    else:
                        bound |= self._part(each, around | bound)
                except _NotYetError:
                    left.append(each)
            waiting = self._alone(left) if len(left) == len(waiting) else left
        return bound

    def _alone(self, patterns: list[CompValue | Pattern]) -> list[CompValue | Pattern]:
        """Read the first pattern of one property wherever it stands; the others."""
        for number, each in enumerate(patterns):
            if self.anywhere is not None and isinstance(each, tuple) and isinstance(each[1], URIRef):
                self.anywhere.add(f"<{each[1]}>".encode())
                return patterns[:number] + patterns[number + 1 :]
        raise _NotYetError

    def _pattern(self, pattern: Pattern, around: Bound) -> Bound:
        subject, predicate, value = pattern
        subject_name, value_name = _name(subject), _name(value)
        forward = subject_name in around
        if not forward and value_name not in around:
            raise _NotYetError
        here, there = (subject_name, value_name) if forward else (value_name, subject_name)
        start, end = self._states[here or ""], self._states[there] if there else self._steps.state()
        if isinstance(predicate, Variable | paths.NegatedPath):
            for way in (forward,) if isinstance(predicate, Variable) else (True, False):
                self._steps.stay(self._steps.read(start, None, forward=way), end)
        else:
            self._steps.follow(_path(predicate), start, end, forward=forward)
        return frozenset(name for name in (subject_name, value_name) if name)


class _NotYetError(NotAroundError):
    def __init__(self) -> None:
        super().__init__("has a pattern that does not hang together with $this")


def _joined_parts(part: CompValue) -> Iterator[CompValue | Pattern]:
    if part.name == "Join":
        yield from _joined_parts(part.p1)
        yield from _joined_parts(part.p2)
    elif part.name == "BGP":
        yield from map(tuple, part.triples)
    else:
        yield part


def _expressions(part: CompValue) -> Iterator[CompValue]:
    """The EXISTS of a part that are not in the parts below it."""
    for name, inside in part.items():
        if name not in ("p", "p1", "p2"):
            yield from _exists(inside)


def _exists(inside: object) -> Iterator[CompValue]:
    if isinstance(inside, CompValue) and inside.name in _EXISTS:
        yield inside
    elif isinstance(inside, CompValue):
        for each in inside.values():
            yield from _exists(each)
    elif isinstance(inside, list | tuple | set):
        for each in inside:
            yield from _exists(each)


def _all(inside: object) -> Iterator[object]:
    """Everything in the algebra and in the paths in it."""
    yield inside
    below: Iterable[object] = ()
    if isinstance(inside, dict):
        below = inside.values()
    elif isinstance(inside, list | tuple | set):
        below = inside
    elif isinstance(inside, paths.Path):
        below = (getattr(inside, "args", None), getattr(inside, "arg", None))
    for each in below:
        yield from _all(each)


def _name(term: Identifier) -> str | None:
    """The name of a variable, also of a blank node, which is one."""
    if isinstance(term, BNode):
        return f"_:{term}"
    return str(term) if isinstance(term, Variable) else None


def _path(predicate: object) -> Path:
    match predicate:
        case URIRef():
            return Predicate(predicate)
        case paths.InvPath(arg=inner):
            return Inverse(_path(inner))
        case paths.SequencePath(args=parts):
            return Sequence(tuple(map(_path, parts)))
        case paths.AlternativePath(args=parts):
            return Alternative(tuple(map(_path, parts)))
        case paths.MulPath(path=inner, mod=mod):
            return Repeated(_path(inner), *_REPEATED[mod])
    raise NotAroundError("has a path that may begin or end anywhere")

"""Shapes held against the tables of a data graph, all focus nodes at once.

Shapes that refer to others are evaluated from the bottom: which nodes fail the other shape is asked for the value
nodes in question only, and joined.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from rdflib.term import Identifier, Literal, URIRef

from iomgraph.validation.classes import Classes
from iomgraph.validation.constraints.shape_based import Node, Property
from iomgraph.validation.finding import Finding
from iomgraph.validation.matching import matching
from iomgraph.validation.path import Predicate
from iomgraph.validation.path_queries import values_query
from iomgraph.validation.shape import Constraint, Shape, Shapes, Targets
from iomgraph.validation.triples import Triples


@dataclass(slots=True)
class _Violation:
    """What violates a constraint, by the ids of its terms; `times` is how often its focus node was reached."""

    shape: Shape
    constraint: Constraint
    focus: int
    value: int | None
    path: int | None
    times: int
    causes: "list[_Violation]" = field(default_factory=list)


class Evaluation:
    """Evaluates the shapes of a model on `triples`."""

    def __init__(self, model: Shapes, triples: Triples, classes: Classes) -> None:
        self._model = model
        self._triples = triples
        self._classes = classes
        self._tables: list[str] = []

    def findings(self) -> list[Finding]:
        """What violates the shapes that have targets, at the nodes that these name."""
        violations: list[_Violation] = []
        for node, targets in self._model.targets.items():
            violations += self._violations(self._model.shapes[node], self.table(self._focus_query(targets)))
            while self._tables:
                self._triples.engine.remove(self._tables.pop())
        return list(self._findings(violations, self._terms(violations)))

    def table(self, query: str) -> str:
        """The result of a query as a table, for as long as one shape is evaluated."""
        name = f"step{len(self._tables)}"
        self._triples.engine.add_result(name, query)
        self._tables.append(name)
        return name

    def values(self, shape: Shape, focus: str) -> str:
        """The table of the value nodes of a shape at the focus nodes of another table."""
        if shape.path is None:
            return f"(SELECT node AS focus, node AS value FROM {focus})"
        return self.table(values_query(shape.path, focus, self._triples.id))

    def failing(self, node: Identifier, candidates: str) -> str:
        """The table of those of the nodes in a table that do not conform to a shape."""
        shape = self._model.shapes[node]
        parts = [f"SELECT node FROM {candidates} WHERE false"]
        if not shape.deactivated:
            scope = _ShapeScope(self, self._triples, self._classes, candidates, self.values(shape, candidates))
            for constraint in shape.constraints:
                if isinstance(constraint, Property):
                    failing = f"SELECT node FROM {scope.failing(constraint.shape)}"
                    parts.append(f"SELECT focus FROM {scope.values} WHERE value IN ({failing})")
                else:
                    parts.append(f"SELECT focus FROM ({constraint.query(scope)})")
        return self.table(" UNION ".join(parts))

    def _violations(self, shape: Shape, focus: str) -> list[_Violation]:
        """What violates a shape at the nodes of a table, which says how often each was reached."""
        if shape.deactivated:
            return []
        scope = _ShapeScope(self, self._triples, self._classes, focus, self.values(shape, focus))
        own = [constraint for constraint in shape.constraints if not isinstance(constraint, Property)]
        found: list[_Violation] = []
        if own:
            violating = " UNION ALL ".join(
                f"SELECT {number} AS number, focus, value, path FROM ({constraint.query(scope)})"
                for number, constraint in enumerate(own)
            )
            query = f"SELECT x.*, f.times FROM ({violating}) x JOIN {focus} f ON f.node = x.focus"
            found += (_Violation(shape, own[row[0]], *row[1:]) for row in self._triples.engine.rows(query))
            self._add_causes(found)
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                reached = focus if shape.path is None else scope.reached
                found += self._violations(self._model.shapes[constraint.shape], reached)
        return found

    def _add_causes(self, violations: list[_Violation]) -> None:
        """What the nodes that fail another shape violate there."""
        by_shape: dict[Identifier, list[_Violation]] = defaultdict(list)
        for violation in violations:
            if isinstance(violation.constraint, Node):
                by_shape[violation.constraint.shape].append(violation)
        for node, failed in by_shape.items():
            values = ", ".join(f"({value})" for value in {violation.value for violation in failed})
            focus = self.table(f"SELECT value::INTEGER AS node, 1 AS times FROM (VALUES {values}) x(value)")
            causes: dict[int, list[_Violation]] = defaultdict(list)
            for cause in self._violations(self._model.shapes[node], focus):
                causes[cause.focus].append(cause)
            for violation in failed:
                violation.causes = causes[violation.value or 0]

    def _focus_query(self, targets: Targets) -> str:
        """SQL for each focus node once, and that it was reached once."""
        ids = self._triples.id
        parts = [f"SELECT {ids(node)}" for node in targets.nodes]
        parts += [f"SELECT id FROM ({self._classes.instances(class_)})" for class_ in targets.classes]
        parts += [f"SELECT s FROM triples WHERE p = {ids(predicate)}" for predicate in targets.subjects_of]
        parts += [f"SELECT o FROM triples WHERE p = {ids(predicate)}" for predicate in targets.objects_of]
        return f"SELECT DISTINCT node, 1 AS times FROM ({' UNION ALL '.join(parts)}) x(node)"

    def _terms(self, violations: Iterable[_Violation]) -> dict[int, Identifier]:
        """The terms of violations and of their causes."""
        found: set[int] = set()
        waiting = list(violations)
        while waiting:
            violation = waiting.pop()
            waiting += violation.causes
            found |= {each for each in (violation.focus, violation.value, violation.path) if each is not None}
        return self._triples.terms(found)

    def _findings(self, violations: Iterable[_Violation], terms: dict[int, Identifier]) -> Iterator[Finding]:
        for violation in violations:
            shape, constraint = violation.shape, violation.constraint
            path = shape.path if violation.path is None else Predicate(URIRef(terms[violation.path]))
            finding = Finding(
                focus=terms[violation.focus],
                path=path,
                value=None if violation.value is None else terms[violation.value],
                shape=shape.node,
                component=constraint.component,
                severity=shape.severity,
                messages=shape.messages or (Literal(constraint.default_message()),),
                details=tuple(self._findings(violation.causes, terms)),
            )
            for _ in range(violation.times):
                yield finding


class _ShapeScope:
    """The focus nodes and value nodes of one shape."""

    def __init__(self, evaluation: Evaluation, triples: Triples, classes: Classes, focus: str, values: str) -> None:
        self.focus = focus
        self.values = values
        self.id = triples.id
        self.typed = triples.typed
        self.instances = classes.instances
        self._evaluation = evaluation
        self._triples = triples
        self._failing: dict[Identifier, str] = {}

    def failing(self, shape: Identifier) -> str:
        """A table with the column `node`: the value nodes that do not conform to another shape."""
        if shape not in self._failing:
            self._failing[shape] = self._evaluation.failing(shape, self._value_nodes)
        return self._failing[shape]

    def matching(self, pattern: str, flags: str) -> str:
        """SQL for whether the value node `t` of `terms` is no blank node, and its text matches."""
        return matching(self._triples, self.values, pattern, flags)

    @cached_property
    def _value_nodes(self) -> str:
        return self._evaluation.table(f"SELECT DISTINCT value AS node FROM {self.values}")

    @cached_property
    def reached(self) -> str:
        """A table of the value nodes, and how often each was reached."""
        return self._evaluation.table(
            f"SELECT v.value AS node, sum(f.times)::BIGINT AS times FROM {self.values} v "
            f"JOIN {self.focus} f ON f.node = v.focus GROUP BY v.value"
        )

"""Shapes held against the tables of a data graph, all focus nodes at once.

Shapes that refer to others are evaluated from the bottom: which nodes fail the other shape is asked for the value
nodes in question only, and joined. What cannot be one query is left to pySHACL, for the shapes concerned alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from rdflib.term import Identifier

from iomgraph.validation.classes import Classes
from iomgraph.validation.constraints.shape_based import Node, Property
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.explanation import Explanation
from iomgraph.validation.finding import Finding
from iomgraph.validation.matching import matching
from iomgraph.validation.path import Predicate
from iomgraph.validation.path_queries import values_query
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.shape import Constraint, Shape, Shapes, Targets
from iomgraph.validation.sparql_evaluation import Solution, SparqlEvaluation
from iomgraph.validation.sparql_query import NotOneQueryError
from iomgraph.validation.sql_text import id_list
from iomgraph.validation.triples import Triples
from iomgraph.validation.violation import Violation, findings

Found = list[Violation | Finding]

_RECURSIVE = "it refers to itself"
# So many constraints read the values of a property from the triples before a table of their own pays.
_READ_IN_PLACE = 2


class Evaluation:
    """Evaluates the shapes of a model on `triples`; `explanation` then says how each was."""

    def __init__(
        self, model: Shapes, triples: Triples, classes: Classes, sparql: SparqlEvaluation, pyshacl: PySHACL
    ) -> None:
        self.explanation = Explanation()
        self._model = model
        self._triples = triples
        self._classes = classes
        self._sparql = sparql
        self._pyshacl = pyshacl
        self._tables: list[str] = []

    def findings(self) -> list[Finding]:
        """What violates the shapes that have targets, at the nodes that these name."""
        found: Found = []
        for node, targets in self._model.targets.items():
            found += self._violations(self._model.shapes[node], self.table(self._focus_query(targets)))
            self._triples.engine.remove(*self._tables)
            self._tables.clear()
        ids = {number for each in found if isinstance(each, Violation) for number in each.ids()}
        return list(findings(found, self._triples.terms(ids)))

    def table(self, query: str) -> str:
        """The result of a query as a table, for as long as one shape is evaluated."""
        name = f"step{len(self._tables)}"
        self._triples.engine.add_set(name, query)
        self._tables.append(name)
        return name

    def closure(self, start: str, edges: str) -> str:
        """What follows the pairs of `start` by `edges` as a table, for as long as one shape is evaluated."""
        name = f"step{len(self._tables)}"
        self._triples.engine.add_closure(name, start, edges)
        self._tables.append(name)
        return name

    def failing(self, node: Identifier, candidates: str) -> str:
        """SQL for those of the nodes in a table that do not conform to a shape."""
        shape = self._model.shapes[node]
        parts = [f"SELECT node FROM {candidates} WHERE false"]
        if node in self._model.recursive:
            self.explanation.left_to_pyshacl(shape, _RECURSIVE)
            nodes = self._nodes(candidates)
            parts.append(_these([nodes[term] for term in self._pyshacl.failing(node, nodes)]))
        elif not shape.deactivated:
            scope = self._scope(shape, candidates)
            for constraint in shape.constraints:
                if isinstance(constraint, Property):
                    failing = f"SELECT node FROM {scope.failing(constraint.shape)}"
                    parts.append(f"SELECT focus FROM {scope.values} WHERE value IN ({failing})")
                elif isinstance(constraint, SparqlConstraint):
                    parts.append(_these(self._failing_sparql(shape, constraint, scope)))
                else:
                    parts.append(f"SELECT focus FROM ({constraint.query(scope)})")
                    self.explanation.set_query(shape, constraint)
        return " UNION ".join(parts)

    def _violations(self, shape: Shape, focus: str) -> Found:
        """What violates a shape and its property shapes at the nodes of a table, as often as each was reached."""
        found: Found = []
        queries = list(self._queries(shape, focus, found))
        if not queries:
            return found
        violating = " UNION ALL ".join(
            f"SELECT {number} AS number, x.*, f.times FROM ({query}) x JOIN {reached} f ON f.node = x.focus"
            for number, (_, _, query, reached) in enumerate(queries)
        )
        rows = self._triples.engine.rows(violating)
        violations = [Violation(*queries[number][:2], *columns) for number, *columns in rows]
        self._add_causes(violations)
        return found + violations

    def _queries(self, shape: Shape, focus: str, found: Found) -> Iterator[tuple[Shape, Constraint, str, str]]:
        """The query of each constraint and the table of its focus nodes; what is found otherwise goes to `found`."""
        if shape.deactivated:
            return
        if shape.node in self._model.recursive:
            self.explanation.left_to_pyshacl(shape, _RECURSIVE)
            found += self._pyshacl.findings_of(shape.node, self._nodes(focus), None)
            return
        scope = self._scope(shape, focus)
        for constraint in shape.constraints:
            if isinstance(constraint, SparqlConstraint):
                found += self._of_sparql(shape, constraint, scope)
            elif isinstance(constraint, Property):
                reached = focus if shape.path is None else scope.reached
                yield from self._queries(self._model.shapes[constraint.shape], reached, found)
            else:
                self.explanation.set_query(shape, constraint)
                yield shape, constraint, constraint.query(scope), focus

    def _failing_sparql(self, shape: Shape, constraint: SparqlConstraint, scope: "_ShapeScope") -> list[int]:
        found = self._of_sparql(shape, constraint, scope)
        nodes = self._nodes(scope.focus) if any(isinstance(each, Finding) for each in found) else {}
        return [nodes[each.focus] if isinstance(each, Finding) else each.focus for each in found]

    def _of_sparql(self, shape: Shape, constraint: SparqlConstraint, scope: "_ShapeScope") -> Found:
        """What violates a SPARQL-based constraint."""
        try:
            solutions = self._sparql.solutions(shape, constraint, scope.focus, scope.values)
        except NotOneQueryError as error:
            self.explanation.left_to_pyshacl(shape, str(error), constraint)
            return [*self._pyshacl.findings_of(shape.node, self._nodes(scope.focus), constraint.declared or shape.node)]
        self.explanation.sparql_query(shape, constraint)
        times = dict(self._triples.engine.rows(f"SELECT node, times FROM {scope.focus}")) if solutions else {}
        return [_of_solution(shape, constraint, solution, times[solution.focus]) for solution in solutions]

    def _add_causes(self, violations: list[Violation]) -> None:
        """What the nodes that fail another shape violate there."""
        by_shape: dict[Identifier, list[Violation]] = defaultdict(list)
        for violation in violations:
            if isinstance(violation.constraint, Node):
                by_shape[violation.constraint.shape].append(violation)
        for node, failed in by_shape.items():
            focus = self.table(_these({each.value for each in failed if isinstance(each.value, int)}))
            causes: dict[int | Identifier, Found] = defaultdict(list)
            for cause in self._violations(self._model.shapes[node], focus):
                causes[cause.focus].append(cause)
            for violation in failed:
                violation.causes = causes[violation.value or 0]

    def _scope(self, shape: Shape, focus: str) -> "_ShapeScope":
        if shape.path is None:
            values = f"(SELECT node AS focus, node AS value FROM {focus})"
        else:
            values = values_query(shape.path, focus, self._triples.id, self.closure)
            in_place = isinstance(shape.path, Predicate) and len(shape.constraints) <= _READ_IN_PLACE
            values = f"({values})" if in_place else self.table(values)
        return _ShapeScope(self, self._triples, self._classes, focus, values)

    def _nodes(self, table: str) -> dict[Identifier, int]:
        ids = (row[0] for row in self._triples.engine.rows(f"SELECT node FROM {table}"))
        return {term: number for number, term in self._triples.terms(ids).items()}

    def _focus_query(self, targets: Targets) -> str:
        """SQL for each focus node once, and that it was reached once."""
        ids = self._triples.id
        parts = [f"SELECT {ids(node)}" for node in targets.nodes]
        parts += [f"SELECT id FROM ({self._classes.instances(class_)})" for class_ in targets.classes]
        parts += [f"SELECT s FROM triples WHERE p = {ids(predicate)}" for predicate in targets.subjects_of]
        parts += [f"SELECT o FROM triples WHERE p = {ids(predicate)}" for predicate in targets.objects_of]
        return f"SELECT DISTINCT node, 1 AS times FROM ({' UNION ALL '.join(parts)}) x(node)"


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
        """A table of the value nodes (`node`) that do not conform to another shape."""
        if shape not in self._failing:
            self._failing[shape] = self._evaluation.table(self._evaluation.failing(shape, self._value_nodes))
        return self._failing[shape]

    def matching(self, pattern: str, flags: str) -> str:
        """SQL for whether the value node `t` of `terms` is no blank node, and its text matches."""
        return matching(self._triples, self.values, pattern, flags)

    @cached_property
    def _value_nodes(self) -> str:
        return self._evaluation.table(f"SELECT DISTINCT value AS node, 1 AS times FROM {self.values}")

    @cached_property
    def reached(self) -> str:
        """A table of the value nodes, and how often each was reached."""
        return self._evaluation.table(
            f"SELECT v.value AS node, sum(f.times)::BIGINT AS times FROM {self.values} v "
            f"JOIN {self.focus} f ON f.node = v.focus GROUP BY v.value"
        )


def _of_solution(shape: Shape, constraint: Constraint, solution: Solution, times: int) -> Violation:
    path = Predicate(solution.path) if solution.path else None
    declared = constraint.declared if isinstance(constraint, SparqlConstraint) else None
    return Violation(shape, constraint, solution.focus, solution.value, path, times, solution.messages, declared)


def _these(ids: "set[int] | list[int]") -> str:
    """SQL for nodes that are known, each reached once."""
    return f"SELECT id AS node, 1 AS times FROM terms WHERE id IN {id_list(sorted(ids))}"

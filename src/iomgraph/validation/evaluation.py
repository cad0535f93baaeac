"""Shapes held against the tables of a data graph, all focus nodes at once.

Shapes that refer to others are evaluated from the bottom: which nodes fail the other shape is asked for the value
nodes in question only, and joined. What cannot be one query is left to pySHACL, for the shapes concerned alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from rdflib.term import Identifier

from iomgraph.validation.classes import Classes
from iomgraph.validation.constraints.shape_based import Property, QualifiedMinCount
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.explanation import Explanation
from iomgraph.validation.finding import Finding
from iomgraph.validation.focus import focus_query
from iomgraph.validation.matching import matching
from iomgraph.validation.nested import DEEPEST, EXPLAINED, MOST_VALUES, causes_of
from iomgraph.validation.path import Predicate
from iomgraph.validation.path_queries import values_query
from iomgraph.validation.pyshacl_engine import PySHACL
from iomgraph.validation.shape import Constraint, Shape, Shapes
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

    def findings(self, only: Mapping[Identifier, Collection[Identifier]] | None = None) -> list[Finding]:
        """What violates the shapes that have targets, at the nodes that these name.

        Of each shape in `only` just those nodes are looked at that stand there too, and no other shape.
        """
        found: Found = []
        for node, targets in self._model.targets.items():
            query = focus_query(targets, self._triples, self._classes)
            if only is not None:
                if node not in only:
                    continue
                query = f"SELECT * FROM ({query}) WHERE node IN {id_list(sorted(map(self._triples.id, only[node])))}"
            found += self._violations(self._model.shapes[node], self.table(query))
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
            failing = _these([nodes[term] for term in self._pyshacl.failing(node, nodes)])
            parts.append(f"SELECT node FROM ({failing})")
        elif not shape.deactivated:
            scope = self._scope(shape, candidates)
            for constraint in shape.constraints:
                if isinstance(constraint, Property):
                    failing = f"SELECT node FROM {scope.failing(constraint.shape)}"
                    parts.append(f"SELECT focus FROM {scope.values} WHERE value IN ({failing})")
                elif isinstance(constraint, SparqlConstraint):
                    parts.append(f"SELECT node FROM ({_these(self._failing_sparql(shape, constraint, scope))})")
                else:
                    parts.append(f"SELECT focus FROM ({constraint.query(scope)})")
                    self.explanation.set_query(shape, constraint)
        return " UNION ".join(parts)

    def _violations(self, shape: Shape, focus: str, depth: int = DEEPEST) -> Found:
        """What violates a shape and its property shapes at the nodes of a table, as often as each was reached.

        The causes within shapes within shapes are told `depth` levels down.
        """
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
        if depth:
            self._add_causes(violations, depth)
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

    def _add_causes(self, violations: list[Violation], depth: int) -> None:
        """What the nodes that fail another shape violate there, `depth` levels down."""
        explained = [each for each in violations if isinstance(each.constraint, EXPLAINED)]
        counted: dict[Identifier, list[Violation]] = defaultdict(list)
        for violation in explained:
            if isinstance(violation.constraint, QualifiedMinCount):
                counted[violation.shape.node].append(violation)
        nodes = {id(each): [each.value] if isinstance(each.value, int) else [] for each in explained}
        for of_shape in counted.values():
            values = self._first_values(of_shape)
            nodes.update((id(each), values[each.focus]) for each in of_shape)
        failed: dict[Identifier, set[int]] = defaultdict(set)
        for violation in explained:
            for member in violation.constraint.shapes:
                failed[member].update(nodes[id(violation)])
        causes = {member: self._causes(member, each, depth - 1) for member, each in failed.items()}
        for violation in explained:
            violation.causes = causes_of(violation, nodes[id(violation)], causes, self._model)

    def _first_values(self, violations: list[Violation]) -> dict[int, list[int]]:
        """The first value nodes of the focus nodes of one property shape, by focus node."""
        scope = self._scope(violations[0].shape, self.table(_these({each.focus for each in violations})))
        found: dict[int, list[int]] = defaultdict(list)
        place = "row_number() OVER (PARTITION BY focus ORDER BY value)"
        placed = f"SELECT focus, value, {place} AS place FROM {scope.values}"
        rows = f"SELECT focus, value FROM ({placed}) x WHERE place <= {MOST_VALUES} ORDER BY focus, value"
        for focus, value in self._triples.engine.rows(rows):
            found[focus].append(value)
        return found

    def _causes(self, node: Identifier, failed: set[int], depth: int) -> dict[int, Found]:
        """What violates a shape at some nodes, by node."""
        focus = self.table(_these(failed))
        found = self._violations(self._model.shapes[node], focus, depth)
        ids = self._nodes(focus) if any(isinstance(each, Finding) for each in found) else {}
        causes: dict[int, Found] = defaultdict(list)
        for cause in found:
            causes[ids[cause.focus] if isinstance(cause, Finding) else cause.focus].append(cause)
        return causes

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


class _ShapeScope:
    """The focus nodes and value nodes of one shape."""

    def __init__(self, evaluation: Evaluation, triples: Triples, classes: Classes, focus: str, values: str) -> None:
        self.focus = focus
        self.values = values
        self.id = triples.id
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

"""What the shapes of a model read of a graph around their focus nodes."""

from collections import defaultdict
from dataclasses import dataclass, field

from rdflib.term import Identifier, Literal

from iomgraph.validation.constraints.cardinality import MaxCount, MinCount
from iomgraph.validation.constraints.logical import And, Not, Or, Xone
from iomgraph.validation.constraints.other import Closed, HasValue, In
from iomgraph.validation.constraints.property_pair import Disjoint, Equals, LessThan
from iomgraph.validation.constraints.shape_based import Node, Property, QualifiedMaxCount, QualifiedMinCount
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.constraints.string_based import LanguageIn, MaxLength, MinLength, Pattern, UniqueLang
from iomgraph.validation.constraints.value_range import Range
from iomgraph.validation.constraints.value_type import Class, Datatype, NodeKind
from iomgraph.validation.shape import Constraint, Shape, Shapes
from iomgraph.validation.sparql_footprint import NotAroundError, read_by_query
from iomgraph.validation.steps import State, Steps

_OF_VALUES = (
    *(Datatype, NodeKind, MinCount, MaxCount, Range, HasValue, In),
    *(MinLength, MaxLength, Pattern, LanguageIn, UniqueLang),
)
_OF_SHAPES = (Property, Node, Not, And, Or, Xone, QualifiedMinCount, QualifiedMaxCount)


@dataclass(frozen=True, slots=True)
class Unbounded:
    """Why a constraint reads the graph anywhere, and which properties it reads there, None for any."""

    why: str
    predicates: frozenset[bytes] | None


@dataclass
class Footprint:
    """The steps that shapes take from their focus nodes.

    `roots` are the states of what may be a focus node of a shape with targets. `unbounded` are states in which the
    graph is read anywhere. `reporting` are the steps to the nodes that results are about: from the focus nodes
    over properties of properties; `reported` their states.
    """

    model: Shapes
    steps: Steps = field(default_factory=Steps)
    reporting: Steps = field(default_factory=Steps)
    roots: dict[Identifier, State] = field(default_factory=dict)
    unbounded: dict[State, list[Unbounded]] = field(default_factory=lambda: defaultdict(list))
    reported: dict[Identifier, State] = field(default_factory=dict)
    _entered: dict[Identifier, State] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node, targets in self.model.targets.items():
            root = self.roots[node] = self.steps.state()
            self.steps.stay(root, self._enter(node))
            if targets.classes:
                self.steps.read_classes(root)
            for predicate in targets.subjects_of:
                self.steps.read(root, f"<{predicate}>".encode())
            for predicate in targets.objects_of:
                self.steps.read(root, f"<{predicate}>".encode(), forward=False)
            self._report(node)

    @property
    def reports_on_literals(self) -> bool:
        """Whether a result may be about a literal."""
        targets = self.model.targets.values()
        named = any(isinstance(node, Literal) for each in targets for node in each.nodes)
        return named or any(each.objects_of for each in targets) or self.reports_elsewhere

    @property
    def reports_elsewhere(self) -> bool:
        """Whether a result may be about another node than the focus node of a shape with targets."""
        return bool(self.reporting.by_predicate())

    def _enter(self, node: Identifier) -> State:
        """The state of what is held against a shape."""
        if node not in self._entered:
            focus = self._entered[node] = self.steps.state()
            shape = self.model.shapes[node]
            if not shape.deactivated:
                values = focus
                if shape.path is not None:
                    values = self.steps.state()
                    self.steps.follow(shape.path, focus, values)
                for constraint in shape.constraints:
                    self._read(shape, constraint, focus, values)
        return self._entered[node]

    def _read(self, shape: Shape, constraint: Constraint, focus: State, values: State) -> None:
        """What a constraint reads beyond the value nodes."""
        match constraint:
            case Class():
                self.steps.read_classes(values)
            case Closed():
                self.steps.read(values, None)
            case Equals() | Disjoint() | LessThan():
                self.steps.read(focus, f"<{constraint.other}>".encode())
            case SparqlConstraint():
                why = f"the query of {shape.name}"
                try:
                    anywhere = read_by_query(constraint.sparql, self.steps, focus, values)
                except NotAroundError as error:
                    self.unbounded[focus].append(Unbounded(f"{why} {error}", error.predicates))
                else:
                    if anywhere:
                        self.unbounded[focus].append(Unbounded(f"{why} reads a property anywhere", anywhere))
            case _ if isinstance(constraint, _OF_SHAPES):
                for each in constraint.shapes:
                    self.steps.stay(values, self._enter(each))
            case _ if not isinstance(constraint, _OF_VALUES):
                self.unbounded[focus].append(Unbounded(f"it is not known what {constraint.component} reads", None))

    def _report(self, node: Identifier) -> State:
        if node not in self.reported:
            focus = self.reported[node] = self.reporting.state()
            shape = self.model.shapes[node]
            inner = [each.shape for each in shape.constraints if isinstance(each, Property)]
            values = focus
            if shape.path is not None and inner and not shape.deactivated:
                values = self.reporting.state()
                self.reporting.follow(shape.path, focus, values)
            for each in inner if not shape.deactivated else ():
                self.reporting.stay(values, self._report(each))
        return self.reported[node]

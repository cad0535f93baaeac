"""What has to be asked of the data before findings can be put into words."""

from collections.abc import Iterable, Iterator

from rdflib import SH
from rdflib.term import Identifier, URIRef

from iomgraph.validation.constraints.cardinality import MaxCount, MinCount
from iomgraph.validation.constraints.logical import And, Not, Or, Xone
from iomgraph.validation.constraints.other import Closed, HasValue, In
from iomgraph.validation.constraints.property_pair import Disjoint, Equals, LessThan
from iomgraph.validation.constraints.shape_based import Node, Property, QualifiedMaxCount, QualifiedMinCount
from iomgraph.validation.constraints.string_based import UniqueLang
from iomgraph.validation.constraints.value_type import Class, Datatype
from iomgraph.validation.finding import Finding
from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from iomgraph.validation.shape import Constraint, Shape, Shapes
from iomgraph.validation.wording.candidates import Allowed, Candidates, Instances
from iomgraph.validation.wording.facts import Compared, Questions

_COUNTING = (MinCount, MaxCount, UniqueLang, HasValue, Equals)


def constraints_of(finding: Finding, model: Shapes) -> list[Constraint]:
    """The constraints behind a result: those of its component, of SPARQL constraints the very one."""
    return [
        each
        for each in model.shapes[finding.shape].constraints
        if each.component == finding.component
        and (finding.constraint is None or getattr(each, "declared", None) == finding.constraint)
    ]


def compared(constraint: Constraint, model: Shapes, shape: Shape) -> Compared | None:
    """The values at the focus node that the words name, where they name any."""
    if isinstance(constraint, LessThan):
        return Compared(Predicate(constraint.other))
    if shape.path is None or (isinstance(constraint, MinCount) and constraint.least < 2):
        return None
    if isinstance(constraint, QualifiedMinCount | QualifiedMaxCount):
        return Compared(shape.path, counted(constraint, model))
    return Compared(shape.path) if isinstance(constraint, _COUNTING) else None


def counted(constraint: QualifiedMinCount | QualifiedMaxCount, model: Shapes) -> Candidates | None:
    """All that a qualified count counts, where the shape is no more than a class."""
    match model.shapes[constraint.shape].constraints:
        case [Class(class_)] if not constraint.siblings:
            return Instances(class_)
    return None


def beside(node: Identifier, constraints: list[Constraint], model: Shapes, allowed: Allowed) -> tuple[Candidates, ...]:
    """What could stand where a value is missing, as the shapes beside this one say of the same path."""
    path = model.shapes[node].path
    if path is None or not any(isinstance(each, MinCount) for each in constraints):
        return ()
    found: dict[Candidates, None] = {}
    for parent in model.shapes.values():
        inner = [model.shapes[each.shape] for each in parent.constraints if isinstance(each, Property)]
        if any(each.node == node for each in inner):
            same = (each for shape in inner if shape.path == path for each in shape.constraints)
            found.update(dict.fromkeys(group for each in same for group in allowed.by(each)))
    return tuple(found)


def all_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings and what is below them."""
    for finding in findings:
        yield finding
        yield from all_findings(finding.details)


def questions(findings: Iterable[Finding], model: Shapes, allowed: Allowed) -> Questions:
    """What to ask for the words of these findings."""
    asked = Questions()
    asks: dict[tuple[Identifier, Identifier, Identifier | None], list[tuple[set[Identifier], bool]]] = {}
    for finding in {id(each): each for each in all_findings(findings)}.values():
        key = (finding.shape, finding.component, finding.constraint)
        if key not in asks:
            asks[key] = list(_asked_of(finding, model, allowed, asked))
        value = finding.value
        for nodes, of_focus in asks[key]:
            if of_focus:
                nodes.add(finding.focus)
            elif value is not None:
                nodes.add(value)
        if isinstance(value, URIRef):
            asked.named.add(value)
        if finding.component == SH.ClosedConstraintComponent and finding.path is not None:
            asked.named.update(_properties(finding.path))
    return asked


def _asked_of(
    finding: Finding, model: Shapes, allowed: Allowed, asked: Questions
) -> Iterator[tuple[set[Identifier], bool]]:
    """Where all results of a constraint add their value, or (True) their focus node, to what is asked."""
    shape = model.shapes[finding.shape]
    constraints = constraints_of(finding, model)
    for group in beside(finding.shape, constraints, model, allowed):
        asked.nearest[group].update()
    for constraint in constraints:
        asked.named.update(_mentioned(constraint, model, 4))
        values = compared(constraint, model, shape)
        if values is not None:
            yield asked.values[values], True
        for group in allowed.by(constraint):
            yield asked.nearest[group], False
        if allowed.by(constraint):
            yield asked.typed, False


def _mentioned(constraint: Constraint, model: Shapes, depth: int) -> Iterator[Identifier]:
    """The terms that the phrase of a constraint may name."""
    match constraint:
        case Class(term) | Datatype(term) | Equals(term) | Disjoint(term) | LessThan(term) | HasValue(term):
            yield term
        case In(terms) | Closed(terms):
            yield from terms
        case Not() | And() | Or() | Xone() | Node() | QualifiedMinCount() | QualifiedMaxCount():
            for node in constraint.shapes if depth else ():
                yield from _in_shape(node, model, depth - 1)


def _in_shape(node: Identifier, model: Shapes, depth: int) -> Iterator[Identifier]:
    shape = model.shapes[node]
    yield node
    if shape.path is not None:
        yield from _properties(shape.path)
    for constraint in shape.constraints:
        yield from _mentioned(constraint, model, depth)
        for property_shape in constraint.shapes if depth else ():
            yield from _in_shape(property_shape, model, depth - 1)


def _properties(path: Path) -> Iterator[URIRef]:
    match path:
        case Predicate(iri):
            yield iri
        case Inverse(inner) | Repeated(inner, _, _):
            yield from _properties(inner)
        case Sequence(parts) | Alternative(parts):
            for part in parts:
                yield from _properties(part)

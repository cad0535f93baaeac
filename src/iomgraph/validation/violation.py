"""A violation as the set engine finds it: by the ids of its terms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rdflib.term import Identifier, Literal, URIRef

from iomgraph.validation.finding import Finding
from iomgraph.validation.path import Path, Predicate
from iomgraph.validation.shape import Constraint, Shape


@dataclass(slots=True)
class Violation:
    """A result whose terms are not looked up yet; those that no table has stand as themselves.

    It counts `times`, as its focus node was reached so often. `path` is that of the shape where it is None.
    """

    shape: Shape
    constraint: Constraint
    focus: int
    value: int | Identifier | None
    path: int | Path | None
    times: int = 1
    messages: tuple[Literal, ...] = ()
    declared: Identifier | None = None
    causes: "list[Violation | Finding]" = field(default_factory=list)

    def ids(self) -> Iterator[int]:
        """The ids that have to be looked up."""
        yield from (each for each in (self.focus, self.value, self.path) if isinstance(each, int))
        for cause in self.causes:
            if isinstance(cause, Violation):
                yield from cause.ids()

    def finding(self, terms: dict[int, Identifier]) -> Finding:
        """The result, with `terms` by their ids."""
        path = Predicate(URIRef(terms[self.path])) if isinstance(self.path, int) else self.path
        messages = (*self.shape.messages, *self.messages)
        return Finding(
            focus=terms[self.focus],
            path=path or self.shape.path,
            value=terms[self.value] if isinstance(self.value, int) else self.value,
            shape=self.shape.node,
            component=self.constraint.component,
            severity=self.shape.severity,
            messages=messages or (Literal(self.constraint.default_message()),),
            constraint=self.declared,
            details=tuple(findings(self.causes, terms)),
        )


def findings(found: "Iterable[Violation | Finding]", terms: dict[int, Identifier]) -> Iterator[Finding]:
    """Each result as often as it counts."""
    for each in found:
        if isinstance(each, Finding):
            yield each
        else:
            yield from [each.finding(terms)] * each.times

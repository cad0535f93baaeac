"""What is read of a graph around a node, as steps between states.

A node stands in a state; each step leads from a node in one state along triples to nodes in another one. What is
reached from a node, and every triple on the way, is all that whoever made the steps reads of the graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, RDFS

from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

TYPE, SUBCLASS = f"<{RDF.type}>".encode(), f"<{RDFS.subClassOf}>".encode()

State = int


@dataclass(frozen=True, slots=True)
class Step:
    """From nodes in the state `start` to nodes in the state `end`, along triples or against them.

    `predicate` is written as in N-Triples, None for any. A step that `stays` reads nothing: the node itself changes
    its state.
    """

    start: State
    end: State
    predicate: bytes | None = None
    forward: bool = True
    stays: bool = False

    def back(self) -> "Step":
        """The same step taken backwards."""
        return Step(self.end, self.start, self.predicate, not self.forward, self.stays)


@dataclass
class Steps:
    """Steps in the making, and those that lead from each state."""

    taken: dict[State, list[Step]] = field(default_factory=lambda: defaultdict(list))
    _states: int = 0

    def state(self) -> State:
        """A new state."""
        self._states += 1
        return self._states

    def stay(self, start: State, end: State) -> None:
        """A node in the state `start` is in the state `end` too."""
        self._add(Step(start, end, stays=True))

    def read(self, start: State, predicate: bytes | None, *, forward: bool = True) -> State:
        """The values that a property has, or with None any of them; the state in which they are then."""
        end = self.state()
        self._add(Step(start, end, predicate, forward))
        return end

    def read_classes(self, start: State) -> None:
        """The classes of a node, and all that these are below."""
        classes = self.read(start, TYPE)
        self._add(Step(classes, classes, SUBCLASS))

    def follow(self, path: Path, start: State, end: State, *, forward: bool = True) -> None:
        """All that a path reads on its way, and the state of its values."""
        match path:
            case Predicate(iri):
                self._add(Step(start, end, f"<{iri}>".encode(), forward))
            case Inverse(inner):
                self.follow(inner, start, end, forward=not forward)
            case Sequence(parts):
                states = [start, *(self.state() for _ in parts[1:]), end]
                for part, before, after in zip(parts if forward else parts[::-1], states, states[1:], strict=False):
                    self.follow(part, before, after, forward=forward)
            case Alternative(choices):
                for choice in choices:
                    self.follow(choice, start, end, forward=forward)
            case Repeated(inner, least, unbounded):
                again = self.state()
                self.follow(inner, start, again, forward=forward)
                self.stay(again, end)
                if unbounded:
                    self.follow(inner, again, again, forward=forward)
                if not least:
                    self.stay(start, end)

    def backwards(self) -> "Steps":
        """The same steps, each taken backwards."""
        turned = Steps(_states=self._states)
        for step in self.all():
            turned._add(step.back())
        return turned

    def all(self) -> Iterable[Step]:
        """Every step."""
        return [step for steps in self.taken.values() for step in steps]

    def by_predicate(self) -> Mapping[bytes | None, list[Step]]:
        """The steps that read anything, by the property that they read."""
        found: dict[bytes | None, list[Step]] = defaultdict(list)
        for step in self.all():
            if not step.stays:
                found[step.predicate].append(step)
        return found

    def reached(self, start: State) -> set[State]:
        """The states that some graph leads to from a state."""
        found, waiting = {start}, [start]
        while waiting:
            new = {step.end for step in self.taken.get(waiting.pop(), ())} - found
            found |= new
            waiting += new
        return found

    def _add(self, step: Step) -> None:
        self.taken[step.start].append(step)

"""A graph that differs little from one that was validated before: what changed, and which nodes that concerns.

A result depends on the statements that its shape reads around the focus node. If these are the same in both graphs, the
result is; if not, the first one that differs is reached over statements that both graphs have. So the walk back from
what has changed, along the steps of the shapes in the new graph alone, finds every focus node whose results may differ.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import RDF, RDFS, SKOS
from rdflib.term import Identifier

from iomgraph.rdf.graph_difference import changed_lines
from iomgraph.rdf.rdflib_graph import n_triples_term, rdflib_term
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.validation.footprint import Footprint
from iomgraph.validation.neighbourhood import Neighbourhood, Node, TooMuchError, Triple, Visit, statement
from iomgraph.validation.reading import read_model
from iomgraph.validation.result import Report
from iomgraph.validation.set_engine import SetEngine
from iomgraph.validation.shape import Targets
from iomgraph.validation.validate import Places, report_of
from iomgraph.validation.wording import NAMES, Facts, Questions

MOST = 100_000
"""So many statements are compared one by one; a full run over more is faster."""
MOST_NAMES = 1_000_000
"""So many statements are read for the words of a result; where there are more, it does not tell what is near."""
_NAMING = {f"<{each}>".encode() for each in (*NAMES, SKOS.altLabel, SKOS.inScheme, RDF.type, RDFS.subClassOf)}


class FullRunError(Exception):
    """The earlier report does not help; the message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Earlier:
    """What was validated before, with the same shapes and by the same version: sorted N-Quads and their report."""

    graph: Path
    report: Report


@dataclass(frozen=True)
class Recheck:
    """What has to be looked at again.

    `focus` are the focus nodes by shape, `around` the statements that their shapes read, `about` all nodes that a
    result may be about which differs from the earlier ones. `changed` are the statements that only one graph has, and
    `read` the properties of these that each of the shapes reads.
    """

    changed: frozenset[Triple]
    focus: dict[Identifier, frozenset[Identifier]]
    around: frozenset[Triple]
    about: dict[Node, Identifier]
    read: dict[Identifier, list[str]]

    def text(self) -> str:
        """How many focus nodes of each shape are looked at again, and why, for people to read."""
        lines = [
            f"{len(self.changed)} statements differ; {len(self.around)} are read again around what they concern.\n"
        ]
        for shape in sorted(self.focus, key=str):
            lines.append(f"{shape}\n  {len(self.focus[shape])} focus nodes, as it reads\n")
            lines += [f"    {predicate}\n" for predicate in self.read[shape]]
        return "".join(lines)


def validate_since(graph: bytes, earlier: Earlier, shapes: rdflib.Graph, lineage: Places | None = None) -> Report:
    """The report on `graph`, sorted canonical N-Quads, with the results that `validate` finds.

    Those that are taken over keep their reasons and remedies.
    Raises FullRunError where the earlier report does not help, and InputError as `validate` does.
    """
    recheck = to_recheck(graph, earlier, shapes)
    texts = {str(term) for term in recheck.about.values()}
    carried = [each for each in earlier.report.results if each.focus not in texts]
    with SetEngine(_n_triples(recheck.around), shapes, recheck.focus) as engine:
        findings = [finding for finding in engine.findings() if _written(finding.focus) in recheck.about]
    if not findings:
        return report_of(findings, shapes, lineage, carried=carried)
    with SortedQuads(graph) as quads:
        return report_of(findings, shapes, lineage, partial(_answers, quads, recheck.around, shapes), carried)


def to_recheck(graph: bytes, earlier: Earlier, shapes: rdflib.Graph) -> Recheck:
    """What has to be looked at again. Raises as `validate_since` does."""
    with SortedQuads(earlier.graph) as old, SortedQuads(graph) as new:
        try:
            return _Search(old, new, shapes).recheck({result.focus for result in earlier.report.results})
        except TooMuchError:
            raise FullRunError("too much of the graph is connected with what has changed") from None


class _Search:
    def __init__(self, old: SortedQuads, new: SortedQuads, shapes: rdflib.Graph) -> None:
        self._changed = _changed(old, new)
        self._footprint = Footprint(read_model(shapes))
        self._old, self._new = (Neighbourhood(quads, shapes, MOST) for quads in (old, new))

    def recheck(self, reported: set[str]) -> Recheck:
        """`reported` are the texts of the nodes that the earlier results are about."""
        model, steps = self._footprint.model, self._footprint.steps
        about = _terms(self._about(reported))
        focus = {shape: self._focus(model.targets[shape], nodes) for shape, nodes in self._above(about).items()}
        start = {(node, self._footprint.roots[shape]) for shape, nodes in focus.items() for node in nodes}
        visited, around = self._new.walk(start, steps)
        around |= self._new.with_predicates(self._read_anywhere({state for _, state in visited}))
        return Recheck(
            changed=frozenset(self._changed),
            focus={
                shape: frozenset(about.get(node) or term for node, term in _terms(nodes).items())
                for shape, nodes in focus.items()
                if nodes
            },
            around=frozenset(around),
            about=about,
            read={shape: self._read_by(shape) for shape, nodes in focus.items() if nodes},
        )

    def _about(self, reported: set[str]) -> set[Node]:
        """The nodes that differing results may be about."""
        concerned = self._concerned()
        found = {node for node, _ in concerned}
        if self._footprint.reports_elsewhere:
            for neighbourhood in (self._old, self._new):
                reached, _ = neighbourhood.walk(concerned, self._footprint.reporting)
                found |= _in_states(reached, self._footprint.reported.values())
        # A result tells the text of its node only: all nodes with one text go together.
        shared = {str(term) for term in _terms(found).values()} & reported
        found |= {node for text in shared for node in _nodes_with_text(text)}
        if self._footprint.reports_on_literals:
            found |= self._new.literals(shared)
        return found

    def _concerned(self) -> set[Visit]:
        """Nodes that would be focus nodes of a shape which reads something else than before, each with the shape."""
        predicates = {predicate for _, predicate, _ in self._changed}
        for read in chain.from_iterable(self._footprint.unbounded.values()):
            if read.predicates is None or not read.predicates.isdisjoint(predicates):
                raise FullRunError(read.why)
        steps, start = self._footprint.steps, set[Visit]()
        by_predicate = steps.by_predicate()
        for subject, predicate, value in self._changed:
            for step in (*by_predicate[predicate], *by_predicate[None]):
                start.add((subject if step.forward else value, step.start))
        reached, _ = self._new.walk(start, steps.backwards())
        roots = {root: self._footprint.reported[shape] for shape, root in self._footprint.roots.items()}
        return {(node, roots[state]) for node, state in reached if state in roots}

    def _read_anywhere(self, states: Collection[int]) -> set[bytes]:
        """The properties whose every statement is read in one of the states."""
        found = set[bytes]()
        for read in chain.from_iterable(self._footprint.unbounded.get(state, ()) for state in states):
            if read.predicates is None:
                raise FullRunError(read.why)
            found |= read.predicates
        return found

    def _above(self, about: Collection[Node]) -> dict[Identifier, set[Node]]:
        """For each shape with targets those nodes from which its results come to be about the nodes given."""
        states = self._footprint.reported
        start = {(node, state) for node in about for state in states.values()}
        reached = start
        if self._footprint.reports_elsewhere:
            reached, _ = self._new.walk(start, self._footprint.reporting.backwards())
        return {shape: _in_states(reached, [states[shape]]) for shape in self._footprint.roots}

    def _focus(self, targets: Targets, nodes: set[Node]) -> set[Node]:
        """Those of the nodes that are focus nodes."""
        named = {_written(node) for node in targets.nodes}
        classes = {_written(class_) for class_ in targets.classes}
        subjects, objects = ([_written(each) for each in some] for some in (targets.subjects_of, targets.objects_of))
        found = {
            node
            for node in nodes
            if node in named
            or (classes and not classes.isdisjoint(self._new.classes(node)))
            or any(self._new.has(node, predicate) for predicate in subjects)
        }
        return found | self._new.values(objects, nodes - found)

    def _read_by(self, shape: Identifier) -> list[str]:
        steps = self._footprint.steps
        read = {
            step.predicate
            for state in steps.reached(self._footprint.roots[shape])
            for step in steps.taken[state]
            if not step.stays
        }
        return sorted(
            {predicate.decode() for _, predicate, _ in self._changed if not read.isdisjoint((None, predicate))}
        )


def _answers(quads: SortedQuads, around: frozenset[Triple], shapes: rdflib.Graph, questions: Questions) -> Facts:
    """What the words of findings need to know of a graph, of which `around` is what they are about."""
    graph, read = Neighbourhood(quads, shapes, MOST_NAMES), around
    # Where there is too much the results do not tell it.
    with suppress(TooMuchError):
        read |= graph.of(_written(node) for node in questions.named | questions.typed)
        if questions.nearest:  # any node may be called nearly so
            read |= graph.with_predicates(_NAMING)
    with SetEngine(_n_triples(read), shapes) as engine:
        return engine.answers(questions)


def _n_triples(triples: Iterable[Triple]) -> bytes:
    return b"".join(b"%s %s %s .\n" % triple for triple in sorted(triples))


def _changed(old: SortedQuads, new: SortedQuads) -> set[Triple]:
    """The triples that only one of the graphs has; of one that changed its named graph alone there is no trace."""
    sides: dict[bool, set[Triple]] = {True: set(), False: set()}
    for line in islice(changed_lines(old.text, new.text), MOST + 1):
        sides[line.added].add(statement(line.text))
    if sum(map(len, sides.values())) > MOST:
        raise FullRunError("too many statements have changed")
    return sides[True] ^ sides[False]


def _in_states(visits: Iterable[Visit], states: Collection[int]) -> set[Node]:
    return {node for node, state in visits if state in states}


def _terms(nodes: Iterable[Node]) -> dict[Node, Identifier]:
    ordered = list(nodes)
    lines = b"".join(b"<x:s> <x:p> %s .\n" % node for node in ordered)
    triples = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return {node: rdflib_term(triple.object) for node, triple in zip(ordered, triples, strict=True)}


def _nodes_with_text(text: str) -> list[Node]:
    """The IRI and the blank node with a text, where there can be such."""
    try:
        return [str(pyoxigraph.NamedNode(text) if ":" in text else pyoxigraph.BlankNode(text)).encode()]
    except ValueError:
        return []


def _written(term: Identifier) -> Node:
    return n_triples_term(term).encode()

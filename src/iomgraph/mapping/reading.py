"""RML mappings, in Turtle or from YARRRML, read into the model.

Follows RML-Core, https://w3id.org/rml/core/spec.
"""

from collections.abc import Iterable
from pathlib import Path

from rdflib import URIRef
from rdflib.term import Node

from iomgraph.errors import InputError
from iomgraph.mapping.functions.executions import FUNCTION_TERMS, ExecutionReader
from iomgraph.mapping.gather_maps import GatherMapReader
from iomgraph.mapping.logical_sources import LogicalSourceReader
from iomgraph.mapping.model import (
    RML,
    AbstractLogicalSource,
    Constant,
    Expression,
    GatherMap,
    JoinCondition,
    LogicalSource,
    LogicalTarget,
    ObjectMap,
    PredicateObjectMap,
    Reference,
    ReferencingObjectMap,
    TermMap,
    TermType,
    TriplesMap,
    place,
)
from iomgraph.mapping.older_terms import in_current_terms
from iomgraph.mapping.targets import checked_target
from iomgraph.mapping.term_maps import EXPRESSIONS, TermMapNodes
from iomgraph.mapping.views.reading import read_view, read_views
from iomgraph.mapping.yarrrml import read_yarrrml
from iomgraph.rdf.formats import N_QUADS
from iomgraph.rdf.lined_graph import LinedGraph
from iomgraph.rdf.turtle import read_turtle, turtle_files

DEFAULT_GRAPH = RML + "defaultGraph"

# What is read. A mapping that uses any other RML term is refused, not read in part.
_TERMS = frozenset(
    RML + name
    for name in (
        "logicalSource source referenceFormulation iterator root path encoding compression null namespace "
        "namespacePrefix namespaceURL baseIRI subjectMap subject class graphMap graph "
        "predicateObjectMap predicateMap predicate objectMap object template reference constant termType datatype "
        "logicalTarget target serialization "
        "datatypeMap language languageMap parentTriplesMap joinCondition child parent childMap parentMap "
        "viewOn field fieldName leftJoin innerJoin parentLogicalView "
        "structuralAnnotation onFields targetView targetFields "
        "gather gatherAs strategy allowEmptyListAndContainer"
    ).split()
) | {RML + name for name in FUNCTION_TERMS}


_TERM_MAPS = ("subjectMap", "predicateMap", "objectMap", "graphMap", "languageMap", "datatypeMap")


YARRRML_SUFFIXES = (".yml", ".yaml")


def mapping_files(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths`, and those of the folders that hold mappings, each folder's sorted by name."""
    return turtle_files(paths, (".ttl", *YARRRML_SUFFIXES))


def read_mappings(paths: Iterable[Path], base: str) -> list[TriplesMap]:
    """The triples maps of every Turtle and YARRRML file in `paths` (files or folders), sorted by file and name.

    `base` is the base IRI: relative IRIs in the file and relative IRIs made by a map are resolved against it,
    unless the map has its own `rml:baseIRI`.

    Raises InputError naming the file and the triples map where a mapping is no Turtle or YAML, is malformed, uses
    RML terms that are not read, or where two maps have one name.
    """
    maps: dict[str, TriplesMap] = {}
    for file in mapping_files(paths):
        for triples_map in _read_file(file, base):
            if triples_map.name in maps:
                other = maps[triples_map.name]
                raise InputError(f"{triples_map.label} stands in {place(other.file, other.line)} too; rename one.")
            maps[triples_map.name] = triples_map
    if not maps:
        raise InputError(
            f"There is no triples map in {', '.join(map(str, paths))}; name a folder of RML or YARRRML files."
        )
    return list(maps.values())


def _read_file(file: Path, base: str) -> list[TriplesMap]:
    if file.suffix in YARRRML_SUFFIXES:
        graph = read_yarrrml(file, base)
    else:
        graph = in_current_terms(read_turtle(file, LinedGraph(), base))
    unread = sorted({str(p) for p in graph.predicates() if str(p).startswith(RML)} - _TERMS)
    if unread:
        raise InputError(
            f"{_user(graph, file, URIRef(unread[0]))} uses {unread[0]}, which iomgraph does not read; "
            "write the mapping without it."
        )
    for node in graph.subjects(URIRef(RML + "logicalTarget"), None):
        if not any((None, URIRef(RML + term_map), node) in graph for term_map in _TERM_MAPS):
            line = graph.line(node, URIRef(RML + "logicalTarget"))
            raise InputError(
                f"{place(file, line)}: {node} has an rml:logicalTarget, but it is no term map; "
                "give it to its term maps."
            )
    # Also a view that no triples map uses must be right.
    read_views(graph, lambda name: _LogicalViewNodes(graph, file, name, base))
    names = sorted({str(node) for node in graph.subjects(URIRef(RML + "logicalSource"), None)})
    return [_TriplesMapReader(graph, file, name, base).read() for name in names]


def _user(graph: LinedGraph, file: Path, term: URIRef) -> str:
    """How a message names the triples map that uses an RML property, and the line of the first use."""
    line, node = min(
        ((graph.line_of(each) or 0, each[0]) for each in graph.triples((None, term, None))), key=lambda use: use[0]
    )
    seen = {node}
    while (node, URIRef(RML + "logicalSource"), None) not in graph:
        around = sorted(set(graph.subjects(None, node)) - seen, key=str)
        if not around:
            return place(file, line or None)
        node = around[0]
        seen.add(node)
    return f"{place(file, line or None)}: the triples map {node}"


class _TriplesMapReader(TermMapNodes):
    """Reads one triples map."""

    def __init__(self, graph: LinedGraph, file: Path, name: str, base: str) -> None:
        super().__init__(graph, file, name)
        self._base = base
        self._logical_sources = LogicalSourceReader(graph, file, self)
        self._gather_maps = GatherMapReader(graph, self.values, self._object_map, self._head, self.error)
        self._executions = ExecutionReader(
            self.values, self._conditional_expression, self.error, self.label(self._line), file.resolve().parent
        )

    def read(self) -> TriplesMap:
        node = URIRef(self._name)
        self._refuse_condition(node)
        subject_map = self.one(node, "subjectMap", "subject")
        subject = self._subject(*subject_map)
        if isinstance(subject, TermMap) and subject.term_type is TermType.LITERAL:
            raise self.error("has a literal as its subject")
        subject_node = subject_map[0]
        return TriplesMap(
            name=self._name,
            file=self._file,
            base=str(self.optional(node, "baseIRI") or self._base),
            source=self._source(self.one(node, "logicalSource")[0]),
            subject=subject,
            classes=tuple(sorted(map(str, self.values(subject_node, "class")))),
            graphs=self._resource_maps(subject_node, "graphMap", "graph"),
            predicate_objects=tuple(
                self._predicate_object_map(part) for part in self.values(node, "predicateObjectMap")
            ),
            line=self._line,
        )

    def _source(self, node: Node) -> AbstractLogicalSource:
        if self.values(node, "viewOn"):
            return read_view(node, lambda name: _LogicalViewNodes(self._graph, self._file, name, self._base))
        return self._logical_source(node)

    def _subject(self, node: Node, is_shortcut: bool) -> TermMap | GatherMap:
        if not is_shortcut and self._gather_maps.is_one(node):
            return self._gather_maps.read(node)
        return self._term_map(node, is_shortcut, TermType.IRI)

    def _head(self, node: Node) -> TermMap | None:
        """The name of the collections that a gather map makes, if it has one."""
        if not any(self.values(node, kind) for kind in EXPRESSIONS) and self._term_type(node) in (
            None,
            TermType.BLANK_NODE,
        ):
            return None
        return self._term_map(node, False, TermType.IRI)

    def _logical_source(self, node: Node) -> LogicalSource:
        return self._logical_sources.read(node)

    def _targets(self, node: Node) -> tuple[LogicalTarget, ...]:
        return tuple(self._logical_target(each) for each in self.values(node, "logicalTarget"))

    def _logical_target(self, node: Node) -> LogicalTarget:
        """RML-IO, section "Target": what says how to write stands at the logical target or at its target."""
        target, _ = self.one(node, "target")
        root = self.optional(target, "root") or URIRef(RML + "CurrentWorkingDirectory")
        file = self._logical_sources.folder(root) / str(self.one(target, "path")[0])

        def option(name: str, default: str) -> str:
            found = {str(value).removeprefix(RML) for each in (node, target) for value in self.values(each, name)}
            if len(found) > 1:
                raise self.error(f"has a logical target with more than one rml:{name}")
            return found.pop() if found else default

        try:
            return checked_target(
                LogicalTarget(
                    file.resolve(),
                    option("serialization", N_QUADS),
                    option("encoding", "UTF-8"),
                    option("compression", "none"),
                ),
                self._file,
            )
        except ValueError as error:
            raise self.error(str(error)) from None

    def _predicate_object_map(self, node: Node) -> PredicateObjectMap:
        self._refuse_condition(node)
        predicates = self._resource_maps(node, "predicateMap", "predicate")
        objects: list[ObjectMap] = [self._object_map(part) for part in self.values(node, "objectMap")]
        objects += [self._constant(value, None) for value in self.values(node, "object")]
        if not predicates or not objects:
            raise self.error("has a predicate-object map without a predicate or without an object")
        graphs = self._resource_maps(node, "graphMap", "graph")
        return PredicateObjectMap(predicates, tuple(objects), graphs)

    def _object_map(self, node: Node) -> ObjectMap:
        if self._gather_maps.is_one(node):
            return self._gather_maps.read(node)
        parent = self.optional(node, "parentTriplesMap")
        if parent is None:
            return self._term_map(node, False, TermType.LITERAL)
        self._refuse_condition(node)
        conditions = [
            JoinCondition(
                self._join_side(condition, "childMap", "child"),
                self._join_side(condition, "parentMap", "parent"),
            )
            for condition in self.values(node, "joinCondition")
        ]
        return ReferencingObjectMap(str(parent), tuple(conditions), self._targets(node))

    def _join_side(self, node: Node, map_name: str, shortcut: str) -> Expression:
        value, is_shortcut = self.one(node, map_name, shortcut)
        return Reference(str(value)) if is_shortcut else self._conditional_expression(value)


class _LogicalViewNodes(_TriplesMapReader):
    """Reads what stands in a logical view as it reads what stands in a triples map."""

    _kind = "logical view"


def is_default_graph(graph: TermMap) -> bool:
    """Whether a graph map names the default graph of the output."""
    return graph.expression == Constant(DEFAULT_GRAPH)

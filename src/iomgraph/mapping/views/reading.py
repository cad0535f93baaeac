"""Logical views in Turtle, read into the model.

Follows RML-LV, https://w3id.org/rml/lv/spec.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from iomgraph.mapping.model import RML, JoinCondition, LogicalSource
from iomgraph.mapping.sources import formulations
from iomgraph.mapping.views.model import ExpressionField, Field, IterableField, LogicalView, ViewJoin, field_names

if TYPE_CHECKING:
    from iomgraph.mapping.reading import _LogicalViewNodes

_ANNOTATIONS = frozenset(
    f"{RML}{kind}Annotation"
    for kind in ("PrimaryKey", "Unique", "NotNull", "IriSafe", "IRISafe", "ForeignKey", "Inclusion")
)

NodesOf = Callable[[str], "_LogicalViewNodes"]


def read_views(graph: Graph, nodes_of: NodesOf) -> None:
    """Read every view of a file for what is wrong in it, also in its structural annotations.

    Annotations state what is so anyway: the quads are the same with and without them (RML-LV, section "Invariance
    Principle"). So their names are checked, and nothing is made of them.
    """
    for node in sorted(set(graph.subjects(URIRef(RML + "viewOn"), None)), key=str):
        view = read_view(node, nodes_of)
        _check_annotations(graph, node, view, nodes_of)


def read_view(node: Node, nodes_of: NodesOf, opened: tuple[Node, ...] = ()) -> LogicalView:
    """The logical view at `node`; `nodes_of` gives, for a view's name, what reads its parts.

    Raises InputError naming the view where it is malformed, depends on itself, or two fields have one name.
    """
    return _ViewReader(node, nodes_of, opened).read()


class _ViewReader:
    """Reads one logical view; `opened` are the views that wait for this one."""

    def __init__(self, node: Node, nodes_of: NodesOf, opened: tuple[Node, ...]) -> None:
        self._node = node
        self._nodes_of = nodes_of
        self._nodes = nodes_of(str(node))
        self._opened = (*opened, node)
        if node in opened:
            raise self._nodes.error(f"depends on itself: {' → '.join(map(str, self._opened))}")

    def read(self) -> LogicalView:
        nodes = self._nodes
        source, _ = nodes.one(self._node, "viewOn")
        view_on = self._view(source) if nodes.values(source, "viewOn") else nodes._logical_source(source)
        fields = [self._field(node, view_on, ()) for node in nodes.values(self._node, "field")]
        if not fields:
            raise nodes.error("has no rml:field")
        joins = [
            self._join(node, name == "leftJoin")
            for name in ("leftJoin", "innerJoin")
            for node in nodes.values(self._node, name)
        ]
        view = LogicalView(str(self._node), view_on, tuple(fields), tuple(joins))
        self._check_names(view)
        return view

    def _view(self, node: Node) -> LogicalView:
        if not self._nodes.values(node, "viewOn"):
            raise self._nodes.error(f"joins with {node}, which is no logical view")
        return read_view(node, self._nodes_of, self._opened)

    def _join(self, node: Node, is_left: bool) -> ViewJoin:
        parent = self._view(self._nodes.one(node, "parentLogicalView")[0])
        conditions = [
            JoinCondition(
                self._nodes._join_side(condition, "childMap", "child"),
                self._nodes._join_side(condition, "parentMap", "parent"),
            )
            for condition in self._nodes.values(node, "joinCondition")
        ]
        fields = [self._field(each, parent, ()) for each in self._nodes.values(node, "field")]
        flat = [each for each in fields if isinstance(each, ExpressionField) and not each.fields]
        if not conditions or not fields or len(flat) < len(fields):
            raise self._nodes.error("has a join that needs an rml:joinCondition and expression fields without fields")
        return ViewJoin(parent, is_left, tuple(conditions), tuple(flat))

    def _field(self, node: Node, parent: LogicalSource | LogicalView, opened: tuple[Node, ...]) -> Field:
        """The field at `node`; `parent` has the records that it reads, `opened` are the fields around it."""
        nodes = self._nodes
        name = str(nodes.one(node, "fieldName")[0])
        if node in opened:
            raise nodes.error(f"has the field {name}, which contains itself")
        if not name or "." in name or "#" in name:
            raise nodes.error(f'has a field with the name "{name}"; a name has letters and digits, no dot and no #')
        if self._is_iterable(node):
            if not isinstance(parent, LogicalSource):
                raise nodes.error(f"has the iterable field {name} on a view, whose values are flat")
            return self._iterable_field(node, name, parent, is_text=False, opened=opened)
        within = [self._field_in_text(each, name, parent, (*opened, node)) for each in nodes.values(node, "field")]
        return ExpressionField(name, nodes._expression(node), tuple(within))

    def _field_in_text(
        self, node: Node, outer: str, parent: LogicalSource | LogicalView, opened: tuple[Node, ...]
    ) -> IterableField:
        name = str(self._nodes.one(node, "fieldName")[0])
        if node in opened:
            raise self._nodes.error(f"has the field {name}, which contains itself")
        if not self._is_iterable(node):
            raise self._nodes.error(f"has {name} in the expression field {outer}, which takes iterable fields only")
        source = parent
        # Messages name the file below the views.
        while isinstance(source, LogicalView):
            source = source.view_on
        return self._iterable_field(node, name, source, is_text=True, opened=opened)

    def _iterable_field(
        self, node: Node, name: str, parent: LogicalSource, is_text: bool, opened: tuple[Node, ...]
    ) -> IterableField:
        nodes = self._nodes
        iterator = nodes.optional(node, "iterator")
        source = replace(
            parent,
            iterator=None if iterator is None else str(iterator),
            # A record table has its name for a file in messages.
            file=parent.file or Path(parent.iterator or ""),
        )
        if nodes.values(node, "referenceFormulation"):
            own = nodes._logical_source(node)
            if not is_text and own.formulation != parent.formulation:
                raise nodes.error(
                    f"has the iterable field {name} in another reference formulation than the records around it; "
                    "put it into an expression field that takes the text"
                )
            source = replace(source, formulation=own.formulation, namespaces=own.namespaces or parent.namespaces)
        if not is_text and iterator is None:
            raise nodes.error(f"has the iterable field {name} without an rml:iterator")
        if not hasattr(formulations()[source.formulation], "within"):
            raise nodes.error(f"has the iterable field {name} in {source.formulation}, whose records do not nest")
        fields = [self._field(each, source, (*opened, node)) for each in nodes.values(node, "field")]
        if nodes.values(node, "reference") or nodes.values(node, "template") or not fields:
            raise nodes.error(f"has the iterable field {name}, which needs fields and takes no expression")
        return IterableField(name, source, tuple(fields))

    def _is_iterable(self, node: Node) -> bool:
        typed = self._nodes._graph.objects(node, RDF.type)
        named = [*self._nodes.values(node, "iterator"), *self._nodes.values(node, "referenceFormulation")]
        return bool(named) or URIRef(RML + "IterableField") in typed

    def _check_names(self, view: LogicalView) -> None:
        seen: set[str] = set()
        for name in field_names(view):
            # The engine's columns do not tell upper from lower case.
            if name.lower() in seen:
                raise self._nodes.error(f"has two fields with the name {name} (in upper or lower case)")
            seen.add(name.lower())


def _check_annotations(graph: Graph, node: Node, view: LogicalView, nodes_of: NodesOf) -> None:
    nodes = nodes_of(view.name)
    for annotation in nodes.values(node, "structuralAnnotation"):
        kinds = {str(kind) for kind in graph.objects(annotation, RDF.type)}
        if not kinds & _ANNOTATIONS:
            raise nodes.error(f"has a structural annotation of no known class ({', '.join(sorted(kinds))})")
        own = _fields_named(graph, nodes.one(annotation, "onFields")[0], view, nodes_of)
        target = nodes.optional(annotation, "targetView")
        if target is not None:
            listed = nodes.one(annotation, "targetFields")[0]
            if len(_fields_named(graph, listed, read_view(target, nodes_of), nodes_of)) != len(own):
                raise nodes.error("has a structural annotation with other numbers of fields and target fields")


def _fields_named(graph: Graph, listed: Node, view: LogicalView, nodes_of: NodesOf) -> list[str]:
    names = [str(name) for name in Collection(graph, listed)]
    known = field_names(view)
    for name in names:
        if name not in known:
            raise nodes_of(view.name).error(f"has no field {name}, which a structural annotation names")
    return names

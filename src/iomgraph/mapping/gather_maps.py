"""Gather maps read into the model.

Follows RML-CC, section "Vocabulary definition", https://w3id.org/rml/cc/spec.
"""

import hashlib
from collections import Counter
from collections.abc import Callable

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from iomgraph.errors import InputError
from iomgraph.mapping.model import RML, GatherAs, GatherMap, ObjectMap, Strategy, TermMap, TermType

_KINDS = {str(RDF) + kind.value: kind for kind in GatherAs}
_STRATEGIES = {RML + strategy.value: strategy for strategy in Strategy}
_TERMS = ("gather", "gatherAs", "strategy", "allowEmptyListAndContainer")


class GatherMapReader:
    """Reads the gather maps of one triples map.

    `values` gives the values of an RML property, `item` and `head` read what a gather map has in common with other
    term maps, `error` makes an InputError that says where the mapping is wrong.
    """

    def __init__(
        self,
        graph: Graph,
        values: Callable[[Node, str], list[Node]],
        item: Callable[[Node], ObjectMap],
        head: Callable[[Node], TermMap | None],
        error: Callable[[str], InputError],
    ) -> None:
        self._graph = graph
        self._values = values
        self._item = item
        self._head = head
        self._error = error
        self._being_read: list[Node] = []
        self._names: Counter[str] = Counter()

    def is_one(self, node: Node) -> bool:
        """Whether a term map uses any term of RML-CC."""
        return any((node, URIRef(RML + name), None) in self._graph for name in _TERMS)

    def read(self, node: Node) -> GatherMap:
        """The gather map at `node`. Raises InputError where it is malformed."""
        if node in self._being_read:
            raise self._error("has a gather map that gathers itself")
        head = self._head(node)
        if head is not None and head.term_type is TermType.LITERAL:
            raise self._error("gives a collection or container a literal as its name")
        gather_as = self._one(node, "gatherAs", required=True)
        if str(gather_as) not in _KINDS:
            raise self._error(f"has rml:gatherAs {gather_as}; only rdf:List, rdf:Bag, rdf:Seq and rdf:Alt are known")
        strategy = self._one(node, "strategy")
        if strategy is not None and str(strategy) not in _STRATEGIES:
            raise self._error(f"has the strategy {strategy}; only rml:append and rml:cartesianProduct are known")
        self._being_read.append(node)
        items = tuple(self._item(each) for each in self._list(self._one(node, "gather", required=True)))
        self._being_read.pop()
        kind = _KINDS[str(gather_as)]
        chosen = _STRATEGIES[str(strategy)] if strategy else Strategy.APPEND
        empty = self._empty(node)
        return GatherMap(self._name(head, kind, items, chosen, empty), head, kind, items, chosen, empty)

    def _name(self, *content: object) -> str:
        """A name made of the content: the labels of blank nodes stay when another part of the mapping changes."""
        digest = hashlib.sha256(repr(content).encode()).hexdigest()[:8]
        self._names[digest] += 1
        return digest if self._names[digest] == 1 else f"{digest}.{self._names[digest]}"

    def _empty(self, node: Node) -> bool:
        value = self._one(node, "allowEmptyListAndContainer")
        if value is None:
            return False
        if not isinstance(value, Literal) or not isinstance(value.value, bool):
            raise self._error(f'has rml:allowEmptyListAndContainer "{value}", which is neither true nor false')
        return value.value

    def _list(self, node: Node | None) -> list[Node]:
        items: list[Node] = []
        cells: set[Node] = set()
        while node is not None and node != RDF.nil and node not in cells:
            cells.add(node)
            firsts = list(self._graph.objects(node, RDF.first))
            rests = list(self._graph.objects(node, RDF.rest))
            if len(firsts) != 1 or len(rests) != 1:
                break
            items += firsts
            node = rests[0]
        if node != RDF.nil or not items:
            raise self._error("has an rml:gather whose value is no list with at least one term map")
        return items

    def _one(self, node: Node, name: str, required: bool = False) -> Node | None:
        values = self._values(node, name)
        if len(values) > 1 or (required and not values):
            raise self._error(f"needs {'exactly' if required else 'at most'} one rml:{name}, but has {len(values)}")
        return values[0] if values else None

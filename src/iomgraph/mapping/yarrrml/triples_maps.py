"""A YARRRML document as a graph in RML's terms: each mapping is a triples map for each of its subjects and sources.

YARRRML, section "Mappings". A triples map has the base of the document and the mapping's key as its name; a number
tells those of one mapping apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import RDF, BNode, URIRef

from iomgraph.mapping.yarrrml.document import Part, read_document
from iomgraph.mapping.yarrrml.functions import add_argument, add_condition, read_condition
from iomgraph.mapping.yarrrml.logical_sources import Sources
from iomgraph.mapping.yarrrml.prefixes import built_in_prefixes
from iomgraph.mapping.yarrrml.rules import Rules
from iomgraph.mapping.yarrrml.targets import Targets
from iomgraph.mapping.yarrrml.term_maps import Term, add_iri_term, add_object, annotated, is_type, read_term
from iomgraph.rdf.iri_safe import iri_safe
from iomgraph.rdf.lined_graph import LinedGraph

_DOCUMENT_KEYS: dict[str, tuple[str, ...]] = {
    "mappings": ("mapping", "m"),
    "prefixes": (),
    "base": (),
    "sources": (),
    "targets": (),
    "external": (),
    "authors": ("author", "a"),
}
_MAPPING_KEYS: dict[str, tuple[str, ...]] = {
    "sources": ("source",),
    "subjects": ("subject", "s"),
    "predicateobjects": ("predicateobject", "po"),
    "graphs": ("graph", "g"),
    "targets": ("target",),
    "condition": (),
}
_PAIR_KEYS: dict[str, tuple[str, ...]] = {
    "predicates": ("predicate", "p"),
    "objects": ("object", "o"),
    "inversepredicates": ("inversepredicate", "i"),
    "graphs": ("graph", "g"),
    "condition": (),
    "type": (),
    "datatype": (),
    "language": (),
}
_LINK_KEYS: dict[str, tuple[str, ...]] = {"mapping": ("m",), "condition": ()}
_DEFAULTS = ("type", "datatype", "language")


def read_yarrrml(file: Path, base: str) -> LinedGraph:
    """The graph in RML's terms that a document stands for.

    `base` is what the document's relative IRIs are resolved against; the document's own names its triples maps only.
    Raises InputError, with the line, where the file is no YAML, or something in it is not understood.
    """
    document = read_document(file)
    keys = document.keys("the document", _DOCUMENT_KEYS)
    if "mappings" not in keys:
        raise document.error("has no mappings")
    prefixes = _texts(keys.get("prefixes"), "the prefixes")
    rules = Rules(base, {**built_in_prefixes(), **prefixes}, _texts(keys.get("external"), "the external references"))
    names = rules.filled(keys["base"], "a base") if "base" in keys else base
    sources, targets = Sources(rules, keys.get("sources")), Targets(rules, keys.get("targets"))
    mappings = {
        key: _mapping(rules, names, key, part.of(f"the mapping {key}"), sources)
        for key, part in keys["mappings"].entries("the mappings")
    }
    taken: dict[URIRef, str] = {}
    for key, mapping in mappings.items():
        for name in mapping.names():
            if name in taken:
                raise mapping.at.error(f"makes a triples map of the name {name}, as the mapping {taken[name]} does")
            taken[name] = key
        _MappingWriter(rules, targets, mapping, mappings).write()
    return rules.graph


@dataclass(frozen=True)
class _Mapping:
    """A mapping with its subjects, None for a blank node, and its sources: each pair of them is a triples map."""

    at: Part
    name: str
    keys: dict[str, Part]
    subjects: tuple[Term | None, ...]
    sources: tuple[BNode, ...]

    def triples_maps(self) -> Iterator[tuple[URIRef, Term | None, BNode]]:
        """The name, subject and source of each triples map."""
        pairs = [(subject, source) for source in self.sources for subject in self.subjects]
        for number, (subject, source) in enumerate(pairs, start=1):
            yield URIRef(self.name if number == 1 else f"{self.name}-{number}"), subject, source

    def names(self) -> list[URIRef]:
        """The names of the triples maps."""
        return [name for name, _, _ in self.triples_maps()]


def _mapping(rules: Rules, base: str, key: str, part: Part, sources: Sources) -> _Mapping:
    keys = part.keys("a mapping", _MAPPING_KEYS)
    if "sources" not in keys:
        raise part.error("has no sources")
    found = tuple(sources.of(keys["sources"].of(part.owner)))
    if not found:
        raise part.error("has no sources")
    subjects: tuple[Term | None, ...] = tuple(
        read_term(each, "a subject") for each in (keys["subjects"].parts() if "subjects" in keys else ())
    )
    return _Mapping(part, base + iri_safe(key), keys, subjects or (None,), found)


class _MappingWriter:
    """Writes the triples maps of one mapping; `mappings` are those that it may be linked with."""

    def __init__(self, rules: Rules, targets: Targets, mapping: _Mapping, mappings: dict[str, _Mapping]) -> None:
        self._rules = rules
        self._targets = targets
        self._mapping = mapping
        self._mappings = mappings

    def write(self) -> None:
        pairs = self._mapping.keys.get("predicateobjects")
        if pairs and pairs.is_list and pairs.parts() and pairs.parts()[0].is_text:
            raise pairs.error("has predicateobjects that are no list of pairs; put the pair into brackets of its own")
        for name, subject, source in self._mapping.triples_maps():
            self._rules.graph.note_node(name, self._mapping.at.line)
            self._rules.add(name, "logicalSource", source, self._mapping.keys["sources"])
            self._rules.add(name, "subjectMap", self._subject_map(subject), subject.at if subject else self._mapping.at)
            for number, pair in enumerate(pairs.parts() if pairs else (), start=1):
                self._add_pair(name, subject, source, pair, number)

    def _subject_map(self, subject: Term | None) -> BNode:
        keys = self._mapping.keys
        if subject is None:
            node = self._rules.node(self._mapping.at)
            self._rules.add(node, "termType", "BlankNode", self._mapping.at)
        else:
            if subject.type == "Literal":
                raise subject.at.error("has a literal as its subject")
            node = add_iri_term(self._rules, self._targets, subject)
        self._add_graphs(node, keys.get("graphs"))
        if "targets" in keys:
            self._targets.add(node, keys["targets"])
        if "condition" in keys:
            add_condition(self._rules, node, keys["condition"])
        return node

    def _add_graphs(self, node: BNode, graphs: Part | None) -> None:
        for each in graphs.parts() if graphs else ():
            self._rules.add(
                node, "graphMap", add_iri_term(self._rules, self._targets, read_term(each, "a graph")), each
            )

    def _add_pair(self, name: URIRef, subject: Term | None, source: BNode, pair: Part, number: int) -> None:
        keys, annotation = self._pair(pair)
        defaults = {key: keys[key] for key in _DEFAULTS if key in keys}
        predicates = [self._predicate(each) for each in keys["predicates"].parts()] if "predicates" in keys else []
        links = [each for each in self._objects(keys) if each.is_collection and "mapping" in _names(each)]
        objects = [
            annotated(each, annotation, defaults) if annotation else read_term(each, "an object", defaults)
            for each in self._objects(keys)
            if each not in links
        ]
        if annotation and links:
            raise annotation.error("gives a datatype or language to a link with another mapping")
        if not (predicates or "inversepredicates" in keys) or not (objects or links):
            raise pair.error("has predicateobjects without a predicate or without an object")
        if predicates:
            node = self._pair_node(name, pair, predicates, keys)
            is_class = all(is_type(self._rules, predicate) for predicate in predicates)
            for term in objects:
                made = add_object(self._rules, self._targets, term, is_class=is_class)
                self._rules.add(node, "objectMap", made, term.at)
            for link in links:
                self._add_link(node, link)
            self._add_graphs(node, keys.get("graphs"))
        if "inversepredicates" in keys:
            if links or subject is None:
                raise keys["inversepredicates"].error(
                    "has inversepredicates for a link with another mapping or for a blank node"
                )
            self._add_inverse(f"{name}-inverse-{number}", subject, source, objects, keys)

    def _pair(self, pair: Part) -> tuple[dict[str, Part], Part | None]:
        """The keys of a pair of predicates and objects, and the datatype or language that the short form ends with."""
        if pair.is_collection:
            return pair.keys("predicateobjects", _PAIR_KEYS), None
        listed = pair.parts() if pair.is_list else []
        if len(listed) not in (2, 3):
            raise pair.error("has predicateobjects that are no list of predicate, object and datatype or language")
        return dict(zip(("predicates", "objects"), listed, strict=False)), (listed[2] if len(listed) == 3 else None)

    def _objects(self, keys: dict[str, Part]) -> list[Part]:
        return keys["objects"].parts() if "objects" in keys else []

    def _predicate(self, part: Part) -> Term:
        term = read_term(part, "a predicate")
        return replace(term, text=str(RDF.type)) if term.text == "a" else term

    def _pair_node(self, name: URIRef, pair: Part, predicates: list[Term], keys: dict[str, Part]) -> BNode:
        node = self._rules.node(pair)
        self._rules.add(name, "predicateObjectMap", node, pair)
        for predicate in predicates:
            made = add_iri_term(self._rules, self._targets, predicate)
            self._rules.add(node, "predicateMap", made, predicate.at)
            if "condition" in keys:
                # RML has conditions of term maps only; without its predicate there is no statement.
                add_condition(self._rules, made, keys["condition"])
        return node

    def _add_inverse(self, name: str, subject: Term, source: BNode, objects: list[Term], keys: dict[str, Part]) -> None:
        """Triples maps of their own, from each object to the subject."""
        at, rules = keys["inversepredicates"], self._rules
        for number, term in enumerate(objects, start=1):
            if term.type not in ("IRI", "BlankNode"):
                raise term.at.error("has inversepredicates for an object that is no IRI and no blank node")
            inverse = URIRef(f"{name}-{number}")
            rules.graph.note_node(inverse, at.line)
            rules.add(inverse, "logicalSource", source, at)
            made = add_iri_term(rules, self._targets, term)
            rules.add(inverse, "subjectMap", made, term.at)
            self._add_graphs(made, self._mapping.keys.get("graphs"))
            self._add_graphs(made, keys.get("graphs"))
            node = self._pair_node(inverse, at, [self._predicate(each) for each in at.parts()], keys)
            value = add_iri_term(rules, self._targets, subject)
            rules.add(node, "objectMap", value, subject.at)
            if "condition" in self._mapping.keys:
                add_condition(rules, value, self._mapping.keys["condition"])

    def _add_link(self, node: BNode, link: Part) -> None:
        """An object that is the subject of another mapping."""
        keys = link.keys("a link with another mapping", _LINK_KEYS)
        key = keys["mapping"].text("the key of a mapping")
        if key not in self._mappings:
            raise keys["mapping"].error(f"is linked with the mapping {key}, which the document does not have")
        for parent in self._mappings[key].names():
            made = self._rules.node(link)
            self._rules.add(node, "objectMap", made, link)
            self._rules.add(made, "parentTriplesMap", parent, keys["mapping"])
            for condition in keys["condition"].parts() if "condition" in keys else ():
                self._add_join(made, condition)

    def _add_join(self, node: BNode, condition: Part) -> None:
        call = read_condition(condition)
        if call.function not in ("equal", "idlab-fn:equal") or len(call.arguments) != 2:
            raise condition.error(
                f"links with the function {call.function}; only equal with its two parameters joins two mappings"
            )
        first, second = call.arguments
        if first.side == second.side and first.side:
            raise condition.error(f"takes both values of equal from {first.side}; one is s and the other o")
        # Where no side is named, the first parameter of equal is the subject's.
        unnamed = not (first.side or second.side) and first.parameter in ("str2", "grel:valueParameter2")
        if first.side == "o" or second.side == "s" or unnamed:
            first, second = second, first
        join = self._rules.node(condition)
        self._rules.add(node, "joinCondition", join, condition)
        for name, argument in (("childMap", first), ("parentMap", second)):
            made = self._rules.node(argument.at)
            self._rules.add(join, name, made, argument.at)
            add_argument(self._rules, made, argument)


def _names(part: Part) -> list[str]:
    names = [name for name, _ in part.entries("an object")]
    return ["mapping" if name == "m" else name for name in names]


def _texts(part: Part | None, what: str) -> dict[str, str]:
    if part is None or part.is_null:
        return {}
    return {key: value.text(f"the value of {key}") for key, value in part.entries(what)}

"""Targets, as the logical targets of RML-IO.

YARRRML, section "Targets". Only local files are written; their path is relative to the working folder, as in RML.
"""

from rdflib import BNode, Literal, URIRef

from iomgraph.mapping.yarrrml.document import Part
from iomgraph.mapping.yarrrml.rules import Rules

_KEYS: dict[str, tuple[str, ...]] = {"access": (), "type": (), "serialization": (), "compression": ()}
_FILES = ("localfile", "void", "dcat")
_FORMATS = "http://www.w3.org/ns/formats/"
_SERIALIZATIONS = {
    "jsonld": "JSON-LD",
    "n3": "N3",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "rdfjson": "RDF_JSON",
    "rdfxml": "RDF_XML",
    "turtle": "Turtle",
    "trig": "TriG",
}


class Targets:
    """The targets of a document, by their keys."""

    def __init__(self, rules: Rules, named: Part | None) -> None:
        self._rules = rules
        entries = [] if named is None else named.entries("the targets")
        self._named = {key: self._target(part.of(f"the target {key}")) for key, part in entries}

    def add(self, node: BNode, part: Part) -> None:
        """Give a term map its targets: keys, or targets that are described there."""
        for target in [part] if _is_shortcut(part) else part.parts():
            self._rules.add(node, "logicalTarget", self._found(target), target)

    def _found(self, part: Part) -> BNode:
        if not part.is_text or "~" in part.text("a target"):
            return self._target(part)
        key = part.text("a target")
        if key not in self._named:
            raise part.error(f"goes to the target {key}, which is none of the targets of the document")
        return self._named[key]

    def _target(self, part: Part) -> BNode:
        rules = self._rules
        if part.is_collection:
            keys = part.keys("a target", _KEYS)
            if "access" not in keys:
                raise part.error("has a target without access")
            access, kind = rules.filled(keys["access"], "the access of a target"), "localfile"
            if "type" in keys:
                kind = keys["type"].text("the type of a target")
        else:
            listed = part.parts()
            if not 1 <= len(listed) <= 3:
                raise part.error("has a target that is no list of its file, serialization and compression")
            keys = dict(zip(("serialization", "compression"), listed[1:], strict=False))
            access, _, kind = rules.filled(listed[0], "the file of a target").partition("~")
        if kind not in ("", *_FILES) or "://" in access:
            raise part.error(f"writes to {access} as {kind or 'a file'}; only local files are written")
        node, file = rules.node(part), rules.node(part)
        rules.add(node, "target", file, part)
        rules.add(file, "path", Literal(access), part)
        if "serialization" in keys:
            name = keys["serialization"].text("a serialization")
            if name not in _SERIALIZATIONS:
                raise keys["serialization"].error(
                    f"has the serialization {name}; only {', '.join(_SERIALIZATIONS)} are written"
                )
            rules.add(node, "serialization", URIRef(_FORMATS + _SERIALIZATIONS[name]), keys["serialization"])
        if "compression" in keys:
            rules.add(node, "compression", keys["compression"].text("a compression"), keys["compression"])
        return node


def _is_shortcut(part: Part) -> bool:
    """Whether a list is one target: its first text says of which type the file is."""
    first = part.parts()[:1]
    return part.is_list and bool(first) and first[0].is_text and "~" in first[0].text("a target")

"""What all parts of a YARRRML document share: the graph that they become, its prefixes and external references."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from iomgraph.mapping.model import RML, Reference
from iomgraph.mapping.yarrrml.document import Part
from iomgraph.mapping.yarrrml.prefixes import expanded
from iomgraph.mapping.yarrrml.templates import parse_template, rml_template
from iomgraph.rdf.lined_graph import LinedGraph

Template = tuple[str | Reference, ...]

_ABSOLUTE = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_EXTERNAL = re.compile(r"\$\(_([^()\\]+)\)")


@dataclass(frozen=True)
class Rules:
    """The graph in RML's terms, and what the texts of the document are read with.

    `base` is what the relative IRIs of constants are resolved against.
    """

    base: str
    prefixes: Mapping[str, str]
    external: Mapping[str, str]
    graph: LinedGraph = field(default_factory=LinedGraph)

    def add(self, node: Node, name: str, value: Node | str, at: Part) -> None:
        """State that `node` has the value for `rml:name`; a string is an RML term. `at` is the part that says it."""
        term = URIRef(RML + value) if type(value) is str else value
        assert isinstance(term, URIRef | BNode | Literal)
        self.graph.add_on_line((node, URIRef(RML + name), term), at.line)

    def node(self, at: Part) -> BNode:
        """A new node that begins at a part of the document."""
        made = BNode()
        self.graph.note_node(made, at.line)
        return made

    def filled(self, part: Part, what: str) -> str:
        """A text that is no template, with its external references filled in."""
        return _EXTERNAL.sub(lambda found: self.external.get(found[1], found[0]), part.text(what))

    def template(self, text: str, at: Part) -> Template:
        """The parts of a template. Raises InputError where it is malformed."""
        try:
            return parse_template(text, self.external)
        except ValueError as error:
            raise at.error(f"cannot be read: {error}") from None

    def iri_template(self, text: str, at: Part) -> Template:
        """The parts of a template that makes an IRI, its prefix replaced.

        Raises InputError where it is malformed or its prefix is not declared.
        """
        parts = self.template(text, at)
        if not parts or not isinstance(parts[0], str):
            return parts
        try:
            return (expanded(parts[0], self.prefixes), *parts[1:])
        except ValueError as error:
            raise at.error(str(error)) from None

    def iri(self, text: str, what: str, at: Part) -> URIRef:
        """A constant IRI. Raises InputError where the text is none, with `what` it should be."""
        return self._constant_iri(self.iri_template(text, at), what, at)

    def add_iri(self, node: Node, text: str, at: Part) -> bool:
        """Give a term map the expression of an IRI; whether that is a constant."""
        parts = self.iri_template(text, at)
        if any(isinstance(part, Reference) for part in parts):
            self._add_expression(node, parts, at)
            return False
        self.add(node, "constant", self._constant_iri(parts, "an IRI", at), at)
        return True

    def add_text(self, node: Node, text: str, at: Part, *, as_template: bool = False) -> None:
        """Give an expression map the expression of a text; `as_template` also where that is constant."""
        parts = self.template(text, at)
        if as_template or any(isinstance(part, Reference) for part in parts):
            self._add_expression(node, parts, at)
        else:
            self.add(node, "constant", Literal("".join(map(str, parts))), at)

    def _add_expression(self, node: Node, parts: Template, at: Part) -> None:
        if len(parts) == 1 and isinstance(parts[0], Reference):
            self.add(node, "reference", Literal(parts[0].column), at)
        else:
            self.add(node, "template", Literal(rml_template(parts)), at)

    def _constant_iri(self, parts: Template, what: str, at: Part) -> URIRef:
        text = "".join(part for part in parts if isinstance(part, str))
        if not text or len(parts) > 1 or parts[0] != text or _NO_IRI.search(text):
            raise at.error(f'has "{at.node.value if at.is_text else text}" as {what}, which is no IRI')
        return URIRef(text if _ABSOLUTE.match(text) else self.base + text)

"""sh:class, sh:datatype, sh:nodeKind.

SHACL, section 4.1, https://www.w3.org/TR/shacl/#core-components-value-type.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH
from rdflib.term import URIRef

from iomgraph.validation.constraints.value_nodes import ValueNodeConstraint
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.shape import Scope
from iomgraph.validation.sql_text import quoted
from iomgraph.validation.triples import Kind

_KINDS = {
    SH.IRI: (Kind.IRI,),
    SH.BlankNode: (Kind.BLANK_NODE,),
    SH.Literal: (Kind.LITERAL,),
    SH.BlankNodeOrIRI: (Kind.BLANK_NODE, Kind.IRI),
    SH.BlankNodeOrLiteral: (Kind.BLANK_NODE, Kind.LITERAL),
    SH.IRIOrLiteral: (Kind.IRI, Kind.LITERAL),
}


@dataclass(frozen=True, slots=True)
class Class(ValueNodeConstraint):
    """Each value node is a SHACL instance of the class."""

    component: ClassVar[URIRef] = SH.ClassConstraintComponent
    class_: URIRef

    def condition(self, scope: Scope) -> str:
        """Whether it is among the instances."""
        return f"v.value IN ({scope.instances(self.class_)})"

    def default_message(self) -> str:
        """The class that the value is no instance of."""
        return f"The value is no instance of <{self.class_}>."


@dataclass(frozen=True, slots=True)
class Datatype(ValueNodeConstraint):
    """Each value node is a literal of the datatype, well-formed."""

    reads_values: ClassVar[bool] = True
    component: ClassVar[URIRef] = SH.DatatypeConstraintComponent
    datatype: URIRef

    def tables(self, scope: Scope) -> str:
        """What the literals mean."""
        return "LEFT JOIN typed y ON y.id = v.value"

    def condition(self, scope: Scope) -> str:
        """Whether the datatype is that, and fits the text."""
        del scope
        return f"t.datatype = {quoted(self.datatype)} AND NOT coalesce(y.ill_formed, false)"

    def default_message(self) -> str:
        """The datatype."""
        return f"The value is no well-formed literal of the datatype <{self.datatype}>."


@dataclass(frozen=True, slots=True)
class NodeKind(ValueNodeConstraint):
    """Each value node is an IRI, a blank node or a literal, as is allowed."""

    component: ClassVar[URIRef] = SH.NodeKindConstraintComponent
    kind: URIRef

    def condition(self, scope: Scope) -> str:
        """Whether the kind is among those allowed."""
        del scope
        return f"t.kind IN ({', '.join(str(int(kind)) for kind in _KINDS[self.kind])})"

    def default_message(self) -> str:
        """The kinds."""
        return f"The value is not of the kind {self.kind.removeprefix(str(SH))}."


def read(parameters: Parameters) -> Iterator[Class | Datatype | NodeKind]:
    """The constraints of this family that a shape has."""
    for class_ in parameters.iris(SH["class"]):
        yield Class(class_)
    if datatype := parameters.iri(SH.datatype):
        yield Datatype(datatype)
    if kind := parameters.iri(SH.nodeKind):
        if kind not in _KINDS:
            raise parameters.ill_formed(SH.nodeKind, f"is <{kind}>, which is none of the six kinds")
        yield NodeKind(kind)

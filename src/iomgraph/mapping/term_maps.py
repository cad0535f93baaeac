"""Term maps and expression maps in a mapping's graph, read into the model.

Follows RML-Core, sections "Term maps" and "Expression maps", https://w3id.org/rml/core/spec.
"""

from abc import ABC, abstractmethod
from dataclasses import replace

from rdflib import Literal
from rdflib.namespace import XSD
from rdflib.term import Node

from iomgraph.mapping.functions.executions import ExecutionReader
from iomgraph.mapping.gather_maps import GatherMapReader
from iomgraph.mapping.model import (
    RML,
    Conditional,
    Constant,
    Expression,
    FunctionCall,
    LogicalTarget,
    Reference,
    RowNumber,
    TermMap,
    TermType,
)
from iomgraph.mapping.nodes import MappingNodes
from iomgraph.mapping.template import parse_template

EXPRESSIONS = ("constant", "reference", "template", "functionExecution")


class TermMapNodes(MappingNodes, ABC):
    """Reads the term maps of one triples map; what reads gather maps and function executions is given to it."""

    _gather_maps: GatherMapReader
    _executions: ExecutionReader

    @abstractmethod
    def _targets(self, node: Node) -> tuple[LogicalTarget, ...]:
        """The logical targets of a term map."""

    def _resource_maps(self, node: Node, map_name: str, shortcut: str) -> tuple[TermMap, ...]:
        """The maps of predicates or graphs, which are no literals."""
        maps = self._term_maps(node, map_name, shortcut, TermType.IRI)
        if any(each.term_type is TermType.LITERAL for each in maps):
            raise self.error(f"has a literal as its {shortcut}")
        return maps

    def _term_maps(self, node: Node, map_name: str, shortcut: str, default: TermType) -> tuple[TermMap, ...]:
        nodes = self.values(node, map_name)
        if any(self._gather_maps.is_one(value) for value in nodes):
            raise self.error(f"gathers in an rml:{map_name}; only subjects and objects are gathered")
        maps = [self._term_map(value, False, default) for value in nodes]
        return (*maps, *(self._constant(value, None) for value in self.values(node, shortcut)))

    def _term_map(self, node: Node, is_shortcut: bool, default: TermType) -> TermMap:
        """The term map at `node`, with its condition."""
        made = self._unconditional_term_map(node, is_shortcut, default)
        return made if is_shortcut else replace(made, expression=self._conditional(node, made.expression))

    def _unconditional_term_map(self, node: Node, is_shortcut: bool, default: TermType) -> TermMap:
        """The term map at `node`; `default` is the term type of a reference, a template makes IRIs."""
        if is_shortcut:
            return self._constant(node, None)
        return replace(self._own_term_map(node, default), targets=self._targets(node))

    def _own_term_map(self, node: Node, default: TermType) -> TermMap:
        named_type = self._term_type(node)
        constant = self.optional(node, "constant")
        if constant is not None:
            return self._constant(constant, named_type)
        if named_type is TermType.BLANK_NODE and not any(self.values(node, kind) for kind in EXPRESSIONS):
            return TermMap(RowNumber(), named_type)
        expression = self._expression(node)
        datatype = self._part(node, "datatypeMap", "datatype", TermType.IRI)
        language = self._part(node, "languageMap", "language", TermType.LITERAL)
        if datatype and language:
            raise self.error("has a term map with both a datatype and a language")
        if named_type is None:
            literal = datatype or language or isinstance(expression, Reference | FunctionCall)
            named_type = TermType.LITERAL if literal and default is TermType.LITERAL else TermType.IRI
        if named_type is not TermType.LITERAL and (datatype or language):
            raise self.error("gives a datatype or a language to a term that is no literal")
        return TermMap(expression, named_type, datatype, language)

    def _part(self, node: Node, map_name: str, shortcut: str, default: TermType) -> TermMap | None:
        maps = self._term_maps(node, map_name, shortcut, default)
        if len(maps) > 1:
            raise self.error(f"has more than one rml:{map_name}")
        return maps[0] if maps else None

    def _term_type(self, node: Node) -> TermType | None:
        value = self.optional(node, "termType")
        if value is None:
            return None
        try:
            return TermType(str(value).removeprefix(RML))
        except ValueError:
            raise self.error(f"has the unknown term type {value}") from None

    def _constant(self, value: Node, named_type: TermType | None) -> TermMap:
        literal = isinstance(value, Literal)
        if named_type is not None and (named_type is TermType.LITERAL) != literal:
            raise self.error(f'gives the constant "{value}" the term type {named_type.value}')
        if not isinstance(value, Literal):
            return TermMap(Constant(str(value)), TermType.IRI)
        datatype = value.datatype if value.datatype and value.datatype != XSD.string else None
        return TermMap(
            Constant(str(value)),
            TermType.LITERAL,
            TermMap(Constant(str(datatype)), TermType.IRI) if datatype else None,
            TermMap(Constant(value.language), TermType.LITERAL) if value.language else None,
        )

    def _expression(self, node: Node) -> Expression:
        found = [(kind, value) for kind in EXPRESSIONS for value in self.values(node, kind)]
        if len(found) != 1:
            raise self.error(
                "has a term map that needs exactly one rml:constant, rml:reference or rml:template, "
                "or an rml:functionExecution",
                (node, found[-1][0] if found else ""),
            )
        kind, value = found[0]
        if kind == "functionExecution":
            return self._executions.call(node)
        if kind == "constant":
            return Constant(str(value))
        if kind == "reference":
            return Reference(str(value))
        try:
            return parse_template(str(value))
        except ValueError as error:
            raise self.error(f"cannot be read: {error}", (node, kind)) from None

    def _conditional_expression(self, node: Node) -> Expression:
        return self._conditional(node, self._expression(node))

    def _conditional(self, node: Node, expression: Expression) -> Expression:
        condition = self.optional(node, "condition")
        return expression if condition is None else Conditional(self._conditional_expression(condition), expression)

    def _refuse_condition(self, node: Node) -> None:
        if self.values(node, "condition"):
            raise self.error("has an rml:condition that is not of a term map or another expression map")

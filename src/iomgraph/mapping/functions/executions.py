"""Function executions, read from a mapping.

RML-FNML, https://w3id.org/rml/fnml/spec. The function, its parameters and its return are constants: they are looked up
while the mapping is read, so that a wrong name is refused before any row is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Literal
from rdflib.term import Node

from iomgraph.errors import InputError
from iomgraph.mapping.functions.catalogue import Function, Kind, Parameter, catalogue
from iomgraph.mapping.model import Constant, Expression, FunctionCall, LookupTable

# The terms of RML that are read here, and rml:condition.
FUNCTION_TERMS = (
    "functionExecution functionMap function input parameterMap parameter inputValueMap inputValue returnMap return "
    "condition"
).split()


@dataclass(frozen=True)
class ExecutionReader:
    """Reads the executions of one triples map.

    `values` gives the values of an RML property, `expression` reads an expression map, `error` makes the refusal, and
    `folder` is what the paths of lookup tables are relative to.
    """

    values: Callable[[Node, str], list[Node]]
    expression: Callable[[Node], Expression]
    error: Callable[[str], InputError]
    triples_map: str
    folder: Path
    _open: list[Node] = field(default_factory=list)

    def call(self, node: Node) -> FunctionCall:
        """The call that the function-valued expression map `node` makes.

        Raises InputError where the function, a parameter or the return is not known, or a parameter is missing.
        """
        executions = self.values(node, "functionExecution")
        if len(executions) != 1:
            raise self.error(f"has a term map with {len(executions)} rml:functionExecution instead of one")
        with self._entered(executions[0]) as execution:
            function = self._function(execution)
            returned = self._constant(node, "return")
            if returned is not None and returned not in function.returns:
                raise self.error(
                    f"takes the return {returned} of the function {function.iri}, which returns {function.returns[0]}"
                )
            arguments = self._arguments(execution, function)
        return FunctionCall(function, arguments, self.triples_map, self._lookup_table(function, arguments))

    @contextmanager
    def _entered(self, execution: Node) -> Iterator[Node]:
        if execution in self._open:
            raise self.error(f"has the function execution {execution} as an input of itself")
        self._open.append(execution)
        yield execution
        self._open.pop()

    def _function(self, execution: Node) -> Function:
        iri = self._constant(execution, "function")
        if iri is None:
            raise self.error("has a function execution without an rml:function")
        if iri not in catalogue():
            raise self.error(f"calls the function {iri}, which is none of those that docs/functions.md lists")
        return catalogue()[iri]

    def _arguments(self, execution: Node, function: Function) -> tuple[tuple[str, tuple[Expression, ...]], ...]:
        given: dict[Parameter, list[Expression]] = {}
        for node in self.values(execution, "input"):
            iri = self._constant(node, "parameter")
            parameter = function.parameter(iri) if iri else None
            if parameter is None:
                known = ", ".join(each.iris[0] for each in function.parameters) or "none"
                raise self.error(f"gives the function {function.iri} the parameter {iri}; its parameters are {known}")
            given.setdefault(parameter, []).append(self._input_value(node, parameter))
        for parameter in function.parameters:
            if parameter.required and parameter not in given:
                raise self.error(f"calls the function {function.iri} without the parameter {parameter.iris[0]}")
        for parameter, values in given.items():
            if len(values) > 1 and not parameter.repeats:
                raise self.error(f"gives the function {function.iri} the parameter {parameter.iris[0]} more than once")
        return tuple((parameter.name, tuple(sorted(values, key=repr))) for parameter, values in given.items())

    def _input_value(self, node: Node, parameter: Parameter) -> Expression:
        constants = self.values(node, "inputValue")
        maps = self.values(node, "inputValueMap")
        if len(constants) + len(maps) != 1:
            raise self.error(
                f"gives the parameter {parameter.iris[0]} other than one rml:inputValue or rml:inputValueMap"
            )
        value = Constant(str(constants[0])) if constants else self.expression(maps[0])
        if parameter.kind is Kind.CONSTANT and not isinstance(value, Constant):
            raise self.error(f"gives the parameter {parameter.iris[0]} a value that is no constant")
        if parameter.choices and isinstance(value, Constant) and value.value not in parameter.choices:
            choices = ", ".join(parameter.choices)
            raise self.error(f'gives the parameter {parameter.iris[0]} the value "{value.value}" instead of {choices}')
        return value

    def _lookup_table(
        self, function: Function, arguments: tuple[tuple[str, tuple[Expression, ...]], ...]
    ) -> LookupTable | None:
        if not function.lookup:
            return None
        given = dict(arguments)
        file, key, result = (
            value.value for name in function.lookup for value in given[name] if isinstance(value, Constant)
        )
        return LookupTable(self.folder / file, key, result)

    def _constant(self, node: Node, name: str) -> str | None:
        """The IRI that `rml:name`, or the constant of `rml:nameMap`, gives."""
        maps = self.values(node, f"{name}Map")
        values = [*self.values(node, name), *(value for each in maps for value in self.values(each, "constant"))]
        if not values and not maps:
            return None
        if len(values) != 1 or len(maps) > 1 or isinstance(values[0], Literal):
            raise self.error(f"has an rml:{name} or rml:{name}Map that is not one constant IRI")
        return str(values[0])

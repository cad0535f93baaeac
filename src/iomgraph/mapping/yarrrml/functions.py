"""Functions and conditions, as the function executions of RML-FNML.

YARRRML, sections "Functions" and "Conditions".
"""

from dataclasses import dataclass

from rdflib.term import Node

from iomgraph.mapping.functions.catalogue import prefixes
from iomgraph.mapping.yarrrml.document import Part
from iomgraph.mapping.yarrrml.inline_calls import InlineCall, is_call, parse_call
from iomgraph.mapping.yarrrml.rules import Rules

CALL_KEYS = {"function": ("fn", "f"), "parameters": ("pms",)}
_PARAMETER_KEYS = {"parameter": ("pm",), "value": ("v",), "from": ()}
_SIDES = ("s", "o")

_GREL, _IDLAB = prefixes()["grel"], prefixes()["idlab-fn"]
# The functions and parameters that YARRRML itself names.
_OWN_FUNCTIONS = {"equal": _IDLAB + "equal", "notEqual": _IDLAB + "notEqual"}
_OWN_PARAMETERS = {"str1": _GREL + "valueParameter", "str2": _GREL + "valueParameter2"}


@dataclass(frozen=True)
class Argument:
    """The value of a parameter: a text, a call, or a part with a call; `side` is s or o where it is named."""

    parameter: str
    value: str | InlineCall | Part
    side: str | None
    at: Part


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Argument, ...]
    at: Part


def read_call(keys: dict[str, Part]) -> Call:
    """The call that the keys `function` and `parameters` make. Raises InputError where it is malformed."""
    at = keys["function"]
    text = at.text("a function")
    if is_call(text):
        if "parameters" in keys:
            raise keys["parameters"].error("has parameters beside those in the brackets of the function")
        try:
            return _inline(parse_call(text), at)
        except ValueError as error:
            raise at.error(f"cannot be read: {error}") from None
    parameters = keys.get("parameters")
    return Call(text, tuple(map(_argument, parameters.parts() if parameters else ())), at)


def add_call(rules: Rules, node: Node, call: Call) -> None:
    """Give an expression map the value of a call."""
    execution = rules.node(call.at)
    rules.add(node, "functionExecution", execution, call.at)
    function = _OWN_FUNCTIONS.get(call.function) or _iri(rules, call.function, "a function", call.at)
    rules.add(execution, "function", rules.iri(function, "a function", call.at), call.at)
    for argument in call.arguments:
        if argument.side:
            raise argument.at.error(f"says ~{argument.side} where no other mapping is linked")
        made = rules.node(argument.at)
        rules.add(execution, "input", made, argument.at)
        parameter = _parameter(rules, argument, call)
        rules.add(made, "parameter", rules.iri(parameter, "a parameter", argument.at), argument.at)
        value = rules.node(argument.at)
        rules.add(made, "inputValueMap", value, argument.at)
        add_argument(rules, value, argument)


def add_argument(rules: Rules, node: Node, argument: Argument) -> None:
    """Give an expression map the value of an argument."""
    if isinstance(argument.value, str):
        rules.add_text(node, argument.value, argument.at)
    elif isinstance(argument.value, InlineCall):
        add_call(rules, node, _inline(argument.value, argument.at))
    else:
        add_call(rules, node, read_call(_call_keys(argument.value)))


def add_condition(rules: Rules, node: Node, condition: Part) -> None:
    """Give an expression map a condition, which is a call."""
    made = rules.node(condition)
    rules.add(node, "condition", made, condition)
    add_call(rules, made, read_call(_call_keys(condition)))


def read_condition(condition: Part) -> Call:
    """The call that a condition is."""
    return read_call(_call_keys(condition))


def _call_keys(part: Part) -> dict[str, Part]:
    keys = part.keys("a function", CALL_KEYS)
    if "function" not in keys:
        raise part.error("has parameters without a function")
    return keys


def _argument(part: Part) -> Argument:
    if part.is_list:
        listed = part.parts()
        if len(listed) not in (2, 3):
            raise part.error("has a parameter that is no list of its name and its value")
        name, value = listed[:2]
        side = listed[2] if len(listed) == 3 else None
    else:
        keys = part.keys("a parameter", _PARAMETER_KEYS)
        if "parameter" not in keys or "value" not in keys:
            raise part.error("has a parameter without its name or without its value")
        name, value, side = keys["parameter"], keys["value"], keys.get("from")
    parameter = name.text("the name of a parameter")
    if value.is_collection:
        return Argument(parameter, value, _side(side), part)
    text = value.text("the value of a parameter")
    if side is None:
        return _with_side(parameter, text, part)
    return Argument(parameter, text, _side(side), part)


def _inline(call: InlineCall, at: Part) -> Call:
    arguments = [
        _with_side(name, value, at) if isinstance(value, str) else Argument(name, value, None, at)
        for name, value in call.parameters
    ]
    return Call(call.function, tuple(arguments), at)


def _with_side(parameter: str, text: str, at: Part) -> Argument:
    for side in _SIDES:
        if text.endswith(f")~{side}"):
            return Argument(parameter, text.removesuffix(f"~{side}"), side, at)
    return Argument(parameter, text, None, at)


def _side(part: Part | None) -> str | None:
    if part is None:
        return None
    text = part.text("where a value comes from")
    if text not in _SIDES:
        raise part.error(f"takes a value from {text}; write s for the subject's mapping or o for the object's")
    return text


def _parameter(rules: Rules, argument: Argument, call: Call) -> str:
    if call.function in _OWN_FUNCTIONS:
        if argument.parameter in _OWN_PARAMETERS:
            return _OWN_PARAMETERS[argument.parameter]
    elif ":" not in argument.parameter and ":" in call.function:
        # A parameter without a prefix has that of its function.
        return call.function[: call.function.index(":") + 1] + argument.parameter
    return _iri(rules, argument.parameter, "a parameter", argument.at)


def _iri(rules: Rules, name: str, what: str, at: Part) -> str:
    if ":" not in name:
        raise at.error(f"names {what} {name} without a prefix")
    return str(rules.iri(name, what, at))

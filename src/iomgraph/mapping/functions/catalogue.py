"""The functions of `functions.toml`.

Follows the Function Ontology, https://w3id.org/function/spec: a function expects parameters and returns a value.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any


class Kind(Enum):
    """What a parameter takes."""

    TEXT = "text"
    INTEGER = "integer"
    MANY = "many"
    CONSTANT = "constant"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function, which mappings name by one of `iris`.

    `choices`, where there are any, are all that it may be; `repeats` says whether a call may give it more than once.
    """

    name: str
    iris: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...]
    required: bool
    repeats: bool


@dataclass(frozen=True)
class Example:
    """What a function makes of the texts `given` by parameter; `made` is empty for null."""

    given: tuple[tuple[str, str], ...]
    made: tuple[str, ...]


@dataclass(frozen=True)
class Function:
    """A function: `sql` over its parameters' names gives the result, or a list of results where it gives `many`.

    `lookup` names the parameters that say which file, key column and value column `lookup_table` is made of.
    """

    iri: str
    short: str
    says: str
    parameters: tuple[Parameter, ...]
    returns: tuple[str, ...]
    datatype: str | None
    many: bool
    sql: str
    lookup: tuple[str, ...]
    examples: tuple[Example, ...]

    def parameter(self, iri: str) -> Parameter | None:
        """The parameter that a mapping names by `iri`."""
        return next((each for each in self.parameters if iri in each.iris), None)


@cache
def catalogue() -> Mapping[str, Function]:
    """Every function by its IRI.

    >>> catalogue()["https://w3id.org/iomgraph/function#earliestDay"].short
    'fn:earliestDay'
    """
    written = tomllib.loads(files(__package__).joinpath("functions.toml").read_text(encoding="utf-8"))
    functions = [_function(short, entry, written) for short, entry in written["functions"].items()]
    return {function.iri: function for function in functions}


def prefixes() -> Mapping[str, str]:
    """The prefixes of the short names."""
    written = tomllib.loads(files(__package__).joinpath("functions.toml").read_text(encoding="utf-8"))
    return {str(prefix): str(iri) for prefix, iri in written["prefixes"].items()}


def _function(short: str, entry: dict[str, Any], written: dict[str, Any]) -> Function:
    def iri(name: str) -> str:
        prefix, _, local = name.partition(":")
        return str(written["prefixes"][prefix]) + local

    def parameter(name: str) -> Parameter:
        own = written["parameters"][name.removesuffix("?")]
        return Parameter(
            name.removesuffix("?"),
            tuple(map(iri, own["iris"])),
            Kind(own.get("kind", "text")),
            tuple(own.get("choices", ())),
            not name.endswith("?"),
            own.get("repeats", False),
        )

    returned = written["returns"][entry["returns"]]
    return Function(
        iri=iri(short),
        short=short,
        says=" ".join(entry["says"].split()),
        parameters=tuple(map(parameter, entry["parameters"])),
        returns=tuple(map(iri, returned["iris"])),
        datatype=iri(returned["datatype"]) if "datatype" in returned else None,
        many=entry.get("many", False),
        sql=entry["sql"],
        lookup=tuple(entry.get("lookup", ())),
        examples=tuple(Example(tuple(each["given"].items()), tuple(each["made"])) for each in entry["examples"]),
    )

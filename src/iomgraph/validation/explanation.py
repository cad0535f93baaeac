"""How each constraint was evaluated, and why so."""

from collections import defaultdict

from rdflib import SH

from iomgraph.validation.shape import Constraint, Shape

_SET, _SPARQL, _PYSHACL = "one set query", "one SPARQL query over all focus nodes", "pySHACL"


class Explanation:
    """Collects what is to be said."""

    def __init__(self) -> None:
        self._ways: dict[tuple[Shape, str], str] = {}

    def set_query(self, shape: Shape, constraint: Constraint) -> None:
        """The constraint was a query on the tables."""
        self._ways[shape, _component(constraint)] = _SET

    def sparql_query(self, shape: Shape, constraint: Constraint) -> None:
        """The constraint was a query on the store."""
        self._ways[shape, _component(constraint)] = _SPARQL

    def left_to_pyshacl(self, shape: Shape, why: str, constraint: Constraint | None = None) -> None:
        """The constraint, or the whole shape, was left to pySHACL."""
        self._ways[shape, _component(constraint) if constraint else ""] = f"{_PYSHACL}: {why}"

    def text(self) -> str:
        """A block for each shape with an address, with what stands in it: component by component, its way."""
        blocks: dict[str, set[str]] = defaultdict(set)
        for (shape, component), way in self._ways.items():
            blocks[shape.name].add(f"  {component}: {way}" if component else f"  {way}")
        return "".join(f"{name}\n" + "".join(f"{line}\n" for line in sorted(blocks[name])) for name in sorted(blocks))


def _component(constraint: Constraint) -> str:
    name = str(constraint.component)
    return f"sh:{name.removeprefix(str(SH))}" if name.startswith(str(SH)) else name

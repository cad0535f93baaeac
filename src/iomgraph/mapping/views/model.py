"""The parts of a logical view, as its specification names them.

Follows RML-LV, https://w3id.org/rml/lv/spec.
"""

from dataclasses import dataclass
from pathlib import Path

from iomgraph.mapping.model import AbstractLogicalSource, Expression, JoinCondition, LogicalSource

INDEX = "#"


@dataclass(frozen=True, slots=True)
class ExpressionField:
    """A name for the values of an expression; `fields` read the records in the text of each value."""

    name: str
    expression: Expression
    fields: "tuple[IterableField, ...]" = ()


@dataclass(frozen=True, slots=True)
class IterableField:
    """A name for the records inside each record of its parent.

    `source` has their reference formulation and iterator; its file is the one that messages name.
    """

    name: str
    source: LogicalSource
    fields: "tuple[Field, ...]"


Field = ExpressionField | IterableField


@dataclass(frozen=True, slots=True)
class ViewJoin:
    """Fields of the rows of another view; a left join keeps the rows that have no partner."""

    parent: "LogicalView"
    is_left: bool
    conditions: tuple[JoinCondition, ...]
    fields: tuple[ExpressionField, ...]


@dataclass(frozen=True, slots=True)
class LogicalView(AbstractLogicalSource):
    """Named fields over the records of another source, and over those of the views that it is joined with."""

    name: str
    view_on: "LogicalSource | LogicalView"
    fields: tuple[Field, ...]
    joins: tuple[ViewJoin, ...]

    def files(self) -> frozenset[Path]:
        """The files of the source below it and of the views that it is joined with."""
        return self.view_on.files().union(*(join.parent.files() for join in self.joins))


def field_names(view: LogicalView) -> list[str]:
    """The full names of all fields, those of joins too; a field inside another has that one's name before its own."""
    return [*_names(view.fields, ""), *(field.name for join in view.joins for field in join.fields)]


def _names(fields: tuple[Field, ...], prefix: str) -> list[str]:
    return [
        name
        for field in fields
        for name in (prefix + field.name, *_names(tuple(field.fields), f"{prefix}{field.name}."))
    ]

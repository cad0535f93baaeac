"""The columns of a table that a mapping refers to."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from iomgraph.errors import InputError


def chosen_columns(name: str, columns: Sequence[str], references: AbstractSet[str]) -> dict[str, int]:
    """The place in `columns` of each of `references`, sorted by the place.

    Raises InputError where the table `name` has no such column, two of that name, or where two references differ in
    case only, which no engine tells apart.
    """
    for reference in sorted(references):
        if reference not in columns:
            raise InputError(f"{name} has no column {reference}; it has {', '.join(columns)}.")
        if columns.count(reference) > 1:
            raise InputError(f"{name} has two columns {reference}; rename one.")
    by_folded_name = {reference.lower(): reference for reference in sorted(references)}
    for reference in sorted(references):
        other = by_folded_name[reference.lower()]
        if other != reference:
            raise InputError(f"{name} has the columns {reference} and {other}, which differ in case only; rename one.")
    return dict(sorted(((each, columns.index(each)) for each in references), key=lambda each: each[1]))

"""The header of a table of records, whatever format the table has."""

from collections.abc import Sequence

from iomgraph.errors import InputError


def checked_header(row: Sequence[str], place: str, fields: Sequence[str]) -> list[str]:
    """The names of the columns, which are the `fields` of the record model in any order.

    Raises InputError, which names the `place` of the header, where a field is missing, unknown, or there twice.
    """
    header = [cell.strip() for cell in row]
    missing = [field for field in fields if field not in header]
    unknown = [column for column in header if column not in fields]
    twice = sorted({column for column in header if header.count(column) > 1} - set(unknown))
    for columns, problem, remedy in (
        (missing, "lacks the column", "add it, empty where nothing is known"),
        (unknown, "has the unknown column", "name it as in data/schemas/record.json or remove it"),
        (twice, "has twice the column", "keep one"),
    ):
        if columns:
            quoted = ", ".join(f"“{column}”" for column in columns)
            raise InputError(f"{place}: the header {problem} {quoted}; {remedy}.")
    return header

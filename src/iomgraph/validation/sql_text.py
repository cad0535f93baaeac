"""Values as SQL has them."""


def quoted(text: str) -> str:
    """A text as SQL has it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def is_missing(value: str, table: str, column: str) -> str:
    """SQL for whether a value, which is not null, is missing in a column; unlike NOT IN every engine can join by it.

    >>> is_missing("v.value", "step1", "node")
    'NOT EXISTS (SELECT 1 FROM step1 x WHERE x.node = v.value)'
    """
    return f"NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{column} = {value})"


def id_list(ids: list[int]) -> str:
    """Ids between brackets; NULL stands in for none, and is in no list.

    >>> id_list([]), id_list([1, 2])
    ('(NULL)', '(1, 2)')
    """
    return f"({', '.join(map(str, ids)) or 'NULL'})"

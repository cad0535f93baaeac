"""Values as SQL has them."""


def quoted(text: str) -> str:
    """A text as SQL has it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def id_list(ids: list[int]) -> str:
    """Ids between brackets; NULL stands in for none, and is in no list.

    >>> id_list([]), id_list([1, 2])
    ('(NULL)', '(1, 2)')
    """
    return f"({', '.join(map(str, ids)) or 'NULL'})"

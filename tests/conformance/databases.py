"""The database that a case of the suites asks for by variables: its CSV files as tables."""

import csv
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

_VARIABLES = ("CONNECTIONDSN", "USERNAME", "PASSWORD")
_FILE = "tables.db"


def asks_for_database(folder: Path) -> bool:
    """Whether the mapping of a case names its database by variables."""
    return f"${_VARIABLES[0]}" in (folder / "mapping.ttl").read_text(encoding="utf-8")


@contextmanager
def database_of(folder: Path) -> Iterator[None]:
    """Put the tables of a case into a database of SQLite, and name it by the variables of the mapping.

    Where the variables are set, they name a database that has the tables already.
    """
    if not asks_for_database(folder) or all(name in os.environ for name in _VARIABLES):
        yield
        return
    with closing(sqlite3.connect(folder / _FILE)) as database:
        database.executescript(friends_as_sql(folder))
    with environment(dict(zip(_VARIABLES, (f"jdbc:sqlite:{_FILE}", "", ""), strict=True))):
        yield


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set `variables` for the length of the `with` block."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def friends_as_sql(folder: Path) -> str:
    """The CSV files of a case as statements that every database takes; columns of digits are integers."""
    return "".join(_table(file) for file in sorted(folder.glob("*.csv")))


def _table(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    kinds = [
        "INTEGER" if all(cell.isdecimal() for cell in cells) else "VARCHAR(200)" for cells in zip(*rows, strict=True)
    ]
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(header, kinds, strict=True))
    values = ", ".join("(" + ", ".join(map(_quoted, row)) + ")" for row in rows)
    return f"CREATE TABLE {file.stem} ({columns}); INSERT INTO {file.stem} VALUES {values};"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

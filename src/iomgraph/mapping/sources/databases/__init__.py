"""SQL databases, one file for each kind.

A module here declares `SCHEMES`, how the addresses of its databases start, and `connect(database)`, a context manager
that gives a `Connection`. A new kind is one more file.
"""

import importlib
import pkgutil
from contextlib import AbstractContextManager
from functools import cache
from types import ModuleType
from typing import Protocol

import pyarrow as pa

from iomgraph.errors import InputError
from iomgraph.mapping.database import Database


class Connection(Protocol):
    """A database that answers queries."""

    def quoted(self, name: str) -> str:
        """`name` as an identifier that is exactly this."""

    def columns(self, query: str) -> list[str]:
        """The names of the columns that a query gives. Raises InputError where the database refuses it."""

    def read(self, query: str) -> pa.RecordBatchReader:
        """The rows of a query, a batch at a time. Raises InputError where the database refuses it, also later on."""


@cache
def _kinds() -> dict[str, ModuleType]:
    modules = [importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__)]
    return {scheme: module for module in modules for scheme in module.SCHEMES}


def connected(database: Database) -> AbstractContextManager[Connection]:
    """A connection to `database`, for the length of the `with` block. Raises InputError where there is none."""
    kind = _kinds().get(database.scheme)
    if kind is None:
        raise InputError(
            f"The database {database} is of a kind that is not read; only {', '.join(sorted(_kinds()))} are."
        )
    connection: AbstractContextManager[Connection] = kind.connect(database)
    return connection

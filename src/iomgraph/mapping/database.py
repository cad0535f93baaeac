"""The SQL database that a logical source is read from.

D2RQ, section "Database connections", <http://d2rq.org/d2rq-language#database>, as RML-IO uses it.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from rdflib import Graph, Namespace
from rdflib.term import Node

from iomgraph.errors import InputError

D2RQ = Namespace("http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#")

DSN, USER, PASSWORD = "IOMGRAPH_DB_DSN", "IOMGRAPH_DB_USER", "IOMGRAPH_DB_PASSWORD"

_READ = frozenset({"jdbcDSN", "jdbcDriver", "username", "password"})
# A variable stands anywhere as ${NAME}, and as $NAME alone.
_VARIABLE = re.compile(r"\$\{(\w+)\}|^\$(\w+)$")


@dataclass(frozen=True, slots=True)
class Database:
    """Where a database is, and who asks. Its text, which messages and plans show, holds neither user nor password.

    `name` is that of the database, for SQLite the path of its file.
    """

    scheme: str
    name: str
    host: str = ""
    port: int | None = None
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        if not self.host:
            return f"{self.scheme}:{self.name}"
        return f"{self.scheme}://{self.host}{f':{self.port}' if self.port else ''}/{self.name}"

    @classmethod
    def at(cls, dsn: str, folder: Path, user: str | None = None, password: str | None = None) -> "Database":
        """The database that `dsn` addresses as JDBC does, with or without `jdbc:`; a file is relative to `folder`.

        User and password that are None are those of the address, else those of the environment. Raises ValueError,
        which does not hold the address, where it is none.

        >>> str(Database.at("jdbc:postgresql://ada:secret@db.example/records?sslmode=require", Path()))
        'postgresql://db.example/records'
        """
        address = urlsplit(dsn.removeprefix("jdbc:"))
        try:
            port = address.port
        except ValueError:
            raise ValueError("is no address such as jdbc:postgresql://host:5432/name") from None
        if not address.hostname and (not address.path or address.scheme != "sqlite"):
            raise ValueError("is no address such as jdbc:postgresql://host:5432/name or jdbc:sqlite:file")
        options = dict(parse_qsl(address.query))
        named = [unquote(address.username or ""), options.pop("user", ""), os.environ.get(USER, "")]
        secrets = [unquote(address.password or ""), options.pop("password", ""), os.environ.get(PASSWORD, "")]
        name = unquote(address.path)
        return cls(
            address.scheme,
            name.removeprefix("/") if address.hostname else str(folder / name),
            address.hostname or "",
            port,
            next(filter(None, named), "") if user is None else user,
            next(filter(None, secrets), "") if password is None else password,
            tuple(sorted(options.items())),
        )

    @classmethod
    def of_environment(cls) -> "Database | None":
        """The database that the environment names, if it does. Raises InputError where the address is none."""
        dsn = os.environ.get(DSN)
        try:
            return cls.at(dsn, Path.cwd()) if dsn else None
        except ValueError as error:
            raise InputError(f"The environment variable {DSN} {error}; correct it.") from None

    def refusal(self, message: object, remedy: str = "check the address, the user and the query") -> InputError:
        """What the database said, without the password in it."""
        line = (str(message).strip() or "no reason given").splitlines()[0].rstrip(".")
        for secret in {self.password, self.password.replace("\\", "\\\\").replace("'", "\\'")} - {""}:
            line = line.replace(secret, "…")
        return InputError(f"{self} cannot be read ({line}); {remedy}.")

    def only_options(self, *names: str) -> dict[str, str]:
        """The options of the address. Raises InputError where there are others than `names`."""
        options = dict(self.options)
        for name in sorted(options.keys() - {*names}):
            raise InputError(f"{self} has the option {name}, which is not read; leave it out.")
        return options


def read_database(graph: Graph, node: Node, folder: Path, error: Callable[[str], InputError]) -> Database:
    """The d2rq:Database at `node`; `${NAME}` in its texts is the variable NAME of the environment.

    Without d2rq:username or d2rq:password they are IOMGRAPH_DB_USER and IOMGRAPH_DB_PASSWORD of the environment.
    `folder` is what the file of a database is relative to. Raises InputError, made by `error`, where there is no
    d2rq:jdbcDSN, a property is not read, or a variable is not set.
    """
    for property_ in sorted(map(str, graph.predicates(node))):
        if property_.startswith(str(D2RQ)) and property_.removeprefix(str(D2RQ)) not in _READ:
            raise error(f"has a d2rq:Database with {property_}, which iomgraph does not read")

    def text(name: str) -> str | None:
        values = [str(value) for value in graph.objects(node, D2RQ[name])]
        if len(values) > 1:
            raise error(f"has a d2rq:Database with more than one d2rq:{name}")
        return _VARIABLE.sub(variable, values[0]) if values else None

    def variable(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name not in os.environ:
            raise error(f"has a d2rq:Database that needs the environment variable {name}, which is not set")
        return os.environ[name]

    dsn = text("jdbcDSN")
    if not dsn:
        raise error("has a d2rq:Database without a d2rq:jdbcDSN")
    try:
        return Database.at(dsn, folder, text("username"), text("password"))
    except ValueError as reason:
        raise error(f"has a d2rq:Database whose d2rq:jdbcDSN {reason}") from None

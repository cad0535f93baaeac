"""The SQL database that a logical source is read from.

D2RQ, section "Database connections", <http://d2rq.org/d2rq-language#database>, as RML-IO uses it.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from rdflib import Graph, Namespace
from rdflib.term import Node

from iomgraph.errors import InputError

D2RQ = Namespace("http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#")

DSN, USER, PASSWORD = "IOMGRAPH_DB_DSN", "IOMGRAPH_DB_USER", "IOMGRAPH_DB_PASSWORD"

# A variable stands anywhere as ${NAME}, and as $NAME alone.
_VARIABLE = re.compile(r"\$\{(\w+)\}|^\$(\w+)$")
# What stands before the host, and behind the name of the database, may be secret.
_SECRET = re.compile(r"(?<=//)[^/@]*@|[?;].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Database:
    """Where a database is and who asks: `dsn` as JDBC writes it, with or without `jdbc:`.

    Its text, which messages and plans show, holds neither user nor password.

    >>> str(Database("jdbc:postgresql://db.example/records?password=secret", "ada", "secret"))
    'postgresql://db.example/records'
    """

    dsn: str = field(repr=False)
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return _SECRET.sub("", self.dsn.removeprefix("jdbc:"))

    @classmethod
    def of_environment(cls) -> "Database | None":
        """The database that the environment names, if it does."""
        dsn = os.environ.get(DSN)
        return cls(dsn, os.environ.get(USER), os.environ.get(PASSWORD)) if dsn else None

    def without_secrets(self, message: str) -> str:
        """The first line of what a database says, without the password in it."""
        line = (message.strip() or "no reason given").splitlines()[0]
        return line.replace(self.password, "…") if self.password else line


def read_database(graph: Graph, node: Node, error: Callable[[str], InputError]) -> Database:
    """The d2rq:Database at `node`; `${NAME}` in its texts is the variable NAME of the environment.

    Without d2rq:username or d2rq:password they are IOMGRAPH_DB_USER and IOMGRAPH_DB_PASSWORD of the environment.
    Raises InputError, made by `error`, where there is no d2rq:jdbcDSN, or where a variable is not set.
    """

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
    user, password = text("username"), text("password")
    return Database(
        dsn,
        os.environ.get(USER) if user is None else user,
        os.environ.get(PASSWORD) if password is None else password,
    )

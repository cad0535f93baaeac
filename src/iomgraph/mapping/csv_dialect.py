"""How a CSV file is written: what stands between its cells, around them, and above them.

Metadata Vocabulary for Tabular Data, section "Dialect descriptions":
<https://www.w3.org/TR/tabular-metadata/#dialect-descriptions>
"""

from collections.abc import Callable
from dataclasses import dataclass

from rdflib import Graph, Literal
from rdflib.namespace import CSVW
from rdflib.term import Node

from iomgraph.errors import InputError


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """A dialect of CSV; `quote` and `comment` are None where the file has none.

    Without `doubled` a backslash stands before a quote in a quoted cell. Without `header` the columns are `_col.1`,
    `_col.2` and so on. `trim` takes the spaces around a cell off.
    """

    delimiter: str = ","
    quote: str | None = '"'
    doubled: bool = True
    comment: str | None = None
    header: bool = True
    skipped_lines: int = 0
    trim: bool = False


PLAIN = CsvDialect()


def read_dialect(graph: Graph, node: Node, default: CsvDialect, error: Callable[[str], InputError]) -> CsvDialect:
    """The csvw:Dialect at `node`; what it does not say is as in `default`.

    Raises InputError, made by `error`, where a value is none that can be read, or a property is not read.
    """
    texts = {str(name).removeprefix(str(CSVW)): value for name, value in graph.predicate_objects(node)}
    unread = sorted(name for name in texts if name not in _READ and "/" not in name)
    if unread:
        raise error(f"has a csvw:dialect with csvw:{unread[0]}, which iomgraph does not read")

    def character(name: str, otherwise: str | None) -> str | None:
        text = str(texts.get(name, otherwise or ""))
        if len(text) > 1 or text in ("\n", "\r"):
            raise error(f'has a csvw:dialect whose csvw:{name} is "{text}" and not one character')
        return text or None

    def flag(name: str, *, otherwise: bool) -> bool:
        value = texts.get(name)
        if value is None:
            return otherwise
        if not isinstance(value, Literal) or str(value) not in ("true", "false", "1", "0"):
            raise error(f'has a csvw:dialect whose csvw:{name} is "{value}" and neither true nor false')
        return str(value) in ("true", "1")

    def number(name: str, otherwise: int) -> int:
        text = str(texts.get(name, otherwise))
        if not text.isdecimal():
            raise error(f'has a csvw:dialect whose csvw:{name} is "{text}" and no number')
        return int(text)

    header_rows = number("headerRowCount", 1 if flag("header", otherwise=default.header) else 0)
    if header_rows > 1:
        raise error(f"has a csvw:dialect with {header_rows} header rows, of which one at most is read")
    delimiter = character("delimiter", default.delimiter)
    if delimiter is None:
        raise error("has a csvw:dialect with an empty csvw:delimiter")
    return CsvDialect(
        delimiter=delimiter,
        quote=character("quoteChar", default.quote if "quoteChar" not in texts else None),
        doubled=flag("doubleQuote", otherwise=default.doubled),
        comment=str(texts["commentPrefix"]) or None if "commentPrefix" in texts else default.comment,
        header=header_rows == 1,
        skipped_lines=number("skipRows", default.skipped_lines),
        trim=flag("trim", otherwise=default.trim),
    )


# csvw:encoding is the source's own; lines may end in any way.
_READ = frozenset(
    "delimiter quoteChar doubleQuote commentPrefix header headerRowCount skipRows trim encoding lineTerminators".split()
)

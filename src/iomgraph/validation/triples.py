"""The data graph as dictionary-encoded tables.

`terms` has one row a term, its `id` dense from 0: `kind` (see `Kind`), `lexical` (IRI, label or text), `datatype` (its
IRI), `language` in lower case. `triples` has `s`, `p`, `o`, each triple once. `typed` has what the text of a literal
means, see `typed_values`, for literals other than plain texts; it is
there where `add_typed` was called.
"""

import io
import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
from rdflib import RDF, XSD
from rdflib.term import BNode, Identifier, Literal, URIRef

from iomgraph.engine import Engine
from iomgraph.rdf.rdflib_graph import n_triples_term
from iomgraph.validation.typed_values import Order, typed_value

_BLOCK = 32 << 20
_LINE = pyarrow.csv.ParseOptions(delimiter="\x1f", quote_char=False, escape_char=False)  # canonical lines hold no \x1f
_COLUMN = pyarrow.csv.ConvertOptions(column_types={"line": pa.string()}, strings_can_be_null=False)
_ESCAPE = re.compile(r'\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|([tbnrf"\\]))')
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}


class Kind(IntEnum):
    """What a term is."""

    IRI = 0
    BLANK_NODE = 1
    LITERAL = 2


# Only a literal holds spaces; what stands behind it is a graph name, and holds no quotation mark. Languages compare
# without regard to case (RDF 1.1, section 3.3), so they are all written in lower case.
_STATEMENTS = r"""
SELECT s, p, CASE WHEN starts_with(o, '"') AND NOT ends_with(o, '"') AND NOT ends_with(o, '>')
    AND split_part(o, '"@', -1) <> lower(split_part(o, '"@', -1))
  THEN left(o, length(o) - length(split_part(o, '"@', -1))) || lower(split_part(o, '"@', -1)) ELSE o END AS o
FROM (
  SELECT s, p, CASE WHEN NOT starts_with(rest, '"') THEN split_part(rest, ' ', 1)
    WHEN contains(split_part(rest, ' ', -2), '"') THEN left(rest, length(rest) - 2)
    ELSE left(rest, length(rest) - length(split_part(rest, ' ', -2)) - 3) END AS o
  FROM (
    SELECT s, p, substr(line, length(s) + length(p) + 3) AS rest
    FROM (SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p FROM read_lines)))"""
_NEW_TERMS = """
SELECT written FROM (
  SELECT s AS written FROM statements UNION SELECT p FROM statements UNION SELECT o FROM statements
) new WHERE NOT EXISTS (SELECT 1 FROM written_terms t WHERE t.written = new.written)"""
_KNOWN_AND_NEW_TERMS = """
SELECT id, written FROM written_terms UNION ALL
SELECT (SELECT count(*) FROM written_terms) + rowid, written FROM new_terms"""
_ENCODED = """
SELECT s.id::INTEGER AS s, p.id::INTEGER AS p, o.id::INTEGER AS o FROM statements x
  JOIN written_terms s ON s.written = x.s JOIN written_terms p ON p.written = x.p
  JOIN written_terms o ON o.written = x.o"""
_TERMS = rf"""
SELECT id::INTEGER AS id, kind, CASE kind WHEN {Kind.IRI} THEN substr(written, 2, length(written) - 2)
    WHEN {Kind.BLANK_NODE} THEN substr(written, 3)
    ELSE coalesce(decoded, substr(written, 2, length(written) - 2 - length(suffix))) END AS lexical,
  CASE WHEN kind <> {Kind.LITERAL} THEN NULL WHEN suffix = '' THEN '{XSD.string}'
    WHEN starts_with(suffix, '@') THEN '{RDF.langString}' ELSE substr(suffix, 4, length(suffix) - 4) END AS datatype,
  CASE WHEN starts_with(suffix, '@') THEN lower(substr(suffix, 2)) END AS language
FROM (SELECT id, written,
    CASE left(written, 1) WHEN '<' THEN {Kind.IRI} WHEN '_' THEN {Kind.BLANK_NODE} ELSE {Kind.LITERAL} END AS kind,
    CASE WHEN left(written, 1) <> '"' OR ends_with(written, '"') THEN ''
      ELSE regexp_extract(written, '"((?:@|\^\^<)[^"]*)$', 1) END AS suffix
  FROM written_terms) LEFT JOIN decoded_terms USING (id)"""


class Triples:
    """The tables of one data graph in `engine`; `n_quads` is canonical N-Quads, or a file of them, read as one graph.

    `constants` are terms of the shapes, which have ids too, whether the data has them or not.
    """

    def __init__(self, engine: Engine, n_quads: bytes | Path, constants: Iterable[Identifier] = ()) -> None:
        self.engine = engine
        self._terms: dict[int, Identifier] = {}
        self._numbers: dict[Identifier, int] = {}
        wanted = dict.fromkeys(map(n_triples_term, constants))
        numbers = pa.array(range(len(wanted)), pa.int64())
        engine.add_table("written_terms", pa.table({"id": numbers, "written": pa.array(wanted, pa.string())}))
        self._ids = {written: number for number, written in enumerate(wanted)}
        ids = pa.array([], pa.int32())
        blocks = ["triples_0"]
        engine.add_table(blocks[0], pa.table({"s": ids, "p": ids, "o": ids}))
        for number, block in enumerate(_lines(n_quads, in_blocks=engine.in_blocks), 1):
            engine.add_batches("read_lines", block)
            engine.add_set("statements", _STATEMENTS)
            engine.add_result("new_terms", _NEW_TERMS)
            engine.add_set("written_terms", _KNOWN_AND_NEW_TERMS)
            blocks.append(f"triples_{number}")
            engine.add_set(blocks[-1], _ENCODED)
        every = " UNION ALL ".join(f"SELECT s, p, o FROM {block}" for block in blocks)
        engine.add_set("triples", f"SELECT DISTINCT s, p, o FROM ({every}) ORDER BY p, s")
        engine.remove("read_lines", "statements", "new_terms", *blocks)
        escaped = list(engine.rows(r"SELECT id, written FROM written_terms WHERE contains(written, '\')"))
        engine.add_table(
            "decoded_terms",
            pa.table(
                {
                    "id": pa.array([number for number, _ in escaped], pa.int64()),
                    "decoded": pa.array([_text_of(written) for _, written in escaped], pa.string()),
                }
            ),
        )
        engine.add_set("terms", _TERMS)
        engine.remove("written_terms", "decoded_terms")

    def id(self, term: Identifier) -> int:
        """The id of one of the constants."""
        return self._ids[n_triples_term(term)]

    def terms(self, ids: Iterable[int]) -> dict[int, Identifier]:
        """The terms that have these ids."""
        wanted = set(ids)
        if unknown := wanted - self._terms.keys():
            self.engine.add_table("asked_terms", pa.table({"id": pa.array(unknown, pa.int32())}))
            query = "SELECT id, kind, lexical, datatype, language FROM terms JOIN asked_terms USING (id)"
            found = {number: _term(*columns) for number, *columns in self.engine.rows(query)}
            self.engine.remove("asked_terms")
            self._terms |= found
            self._numbers.update((term, number) for number, term in found.items())
        return {number: self._terms[number] for number in wanted}

    def ids(self, terms: Iterable[Identifier]) -> dict[Identifier, int]:
        """The ids of those of the terms that are in the tables."""
        wanted = list(dict.fromkeys(terms))
        known = {term: number for term in wanted if (number := self._known(term)) is not None}
        asked = [term for term in wanted if term not in known]
        return known | self._sought(asked) if asked else known

    def _known(self, term: Identifier) -> int | None:
        """The id of a constant, or of a term that was looked up before."""
        found = self._numbers.get(term)
        return self._ids.get(n_triples_term(term)) if found is None else found

    def _sought(self, asked: list[Identifier]) -> dict[Identifier, int]:
        columns = list(zip(*map(_columns, asked), strict=True)) or [()] * 4
        types = (pa.int32(), pa.string(), pa.string(), pa.string())
        names = ("kind", "lexical", "datatype", "language")
        table = {name: pa.array(column, type_) for name, column, type_ in zip(names, columns, types, strict=True)}
        self.engine.add_table("asked_terms", pa.table({"number": pa.array(range(len(asked)), pa.int32()), **table}))
        rows = self.engine.rows(
            "SELECT a.number, t.id FROM terms t JOIN asked_terms a ON t.kind = a.kind AND t.lexical = a.lexical "
            "AND coalesce(t.datatype, '') = a.datatype AND coalesce(t.language, '') = a.language"
        )
        found = {asked[number]: id_ for number, id_ in rows}
        self.engine.remove("asked_terms")
        return found

    def add_typed(self) -> None:
        """Make the table `typed`: id, ill_formed, value_order, value_key."""
        plain = f"('{XSD.string}', '{RDF.langString}')"
        rows = list(
            self.engine.rows(f"SELECT id, lexical, datatype FROM terms WHERE kind = 2 AND datatype NOT IN {plain}")
        )
        values = [typed_value(text, datatype) for _, text, datatype in rows]
        columns = {
            "id": pa.array([row[0] for row in rows], pa.int32()),
            "ill_formed": pa.array([not value.well_formed for value in values], pa.bool_()),
            "value_order": pa.array([value.order for value in values], pa.int32()),
            "value_key": pa.array([value.key for value in values], pa.string()),
        }
        self.engine.add_table("typed", pa.table(columns))


def order_of(term: str, typed: str) -> str:
    """SQL for the order of a literal, given the aliases of its rows in `terms` and (joined on the left) in `typed`."""
    return f"coalesce({typed}.value_order, CASE WHEN {term}.datatype = '{XSD.string}' THEN {Order.TEXT} END)"


def key_of(term: str, typed: str) -> str:
    """SQL for the key of a literal within its order."""
    return f"coalesce({typed}.value_key, {term}.lexical)"


def _lines(n_quads: bytes | Path, *, in_blocks: bool) -> Iterator[pa.RecordBatchReader]:
    """The lines, in readers of a block each, or in one reader."""
    if not (n_quads.strip() if isinstance(n_quads, bytes) else n_quads.stat().st_size):
        return
    source = io.BytesIO(n_quads) if isinstance(n_quads, bytes) else n_quads
    options = pyarrow.csv.ReadOptions(column_names=["line"], block_size=_BLOCK)
    with pyarrow.csv.open_csv(source, options, _LINE, _COLUMN) as reader:
        if not in_blocks:
            yield reader
            return
        for batch in reader:
            yield pa.RecordBatchReader.from_batches(batch.schema, [batch])


def _text_of(written: str) -> str | None:
    """The text of a literal without its escapes; None for what is no literal."""
    if not written.startswith('"'):
        return None
    return _ESCAPE.sub(_unescaped, written[1 : written.rindex('"')])


def _unescaped(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    return _ESCAPED[letter] if letter else chr(int(short or long, 16))


def _columns(term: Identifier) -> tuple[int, str, str, str]:
    """Kind, text, datatype and language of a term as `terms` has them, "" for none."""
    if isinstance(term, Literal):
        datatype = RDF.langString if term.language else term.datatype or XSD.string
        return Kind.LITERAL, str(term), str(datatype), (term.language or "").lower()
    return (Kind.IRI if isinstance(term, URIRef) else Kind.BLANK_NODE), str(term), "", ""


def _term(kind: int, lexical: str, datatype: str | None, language: str | None) -> Identifier:
    if kind == Kind.IRI:
        return URIRef(lexical)
    if kind == Kind.BLANK_NODE:
        return BNode(lexical)
    if language:
        return Literal(lexical, lang=language)
    if datatype == str(XSD.string):
        return Literal(lexical)
    return Literal(lexical, datatype=URIRef(datatype or ""), normalize=False)

"""Which element or attribute of an IATI activity goes into which column: `iati_fields.csv` and its code lists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomgraph.reference.rows import Row, read_rows

FIELDS_FILE = "iati_fields.csv"
CODES_FILE = "iati_codes.csv"
RECORD_FIELDS_FILE = "iati_record_fields.csv"
LEFTOVERS = "iati_leftovers"

# What a column is beside the text as it stands, and the columns that hold what the text says.
_KINDS = {
    "": (),
    "date": ("_type",),
    "decimal": ("_type",),
    "language": ("_tag",),
    "defaulted": ("_or_default",),
}
_OF_A_CODE = ("_meaning", "_unknown")
_PLACE = ("record", "project", "ordinal", "line", "field")
_TAKES = ("first", "only", "all")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the paths that may hold its value, from the row's element; the first that does is taken.

    `kind` is one of date, decimal, language, defaulted, the name of a code list, or empty for plain text. `default` is
    what holds where the activity says nothing: a text, or the path of an attribute of the activity.
    """

    name: str
    paths: tuple[str, ...]
    kind: str
    default: str

    @property
    def derived(self) -> tuple[str, ...]:
        """The columns that say what the text means."""
        return tuple(self.name + suffix for suffix in _KINDS.get(self.kind, _OF_A_CODE))


@dataclass(frozen=True, slots=True)
class RowRule:
    """Each element at `path` below the activity (`.` is the activity itself) is a row of `table`."""

    table: str
    path: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of the record model, and the column whose value it takes where `where` is `value`.

    `take` is `first`, `all`, or `only`: a value that is the only one of its kind.
    """

    field: str
    table: str
    column: str
    where: str
    value: str
    take: str


@dataclass(frozen=True)
class ActivityFields:
    """The rules by which activities are read; `codes` gives the meaning of a code or word, by list and lower case."""

    rules: tuple[RowRule, ...]
    codes: Mapping[str, Mapping[str, str]]
    record_fields: tuple[RecordField, ...]

    @classmethod
    def from_folder(cls, reference: Path) -> "ActivityFields":
        """Read the three files of the folder; InputError where a row cannot be used."""
        codes: dict[str, dict[str, str]] = defaultdict(dict)
        for row in read_rows(reference / CODES_FILE, ("list", "text", "value")):
            codes[row.required("list")][row.required("text").casefold()] = row.required("value")
        rules = _rules(read_rows(reference / FIELDS_FILE, ("table", "row", "path", "column", "kind", "default")), codes)
        columns = (*("field", "table", "column", "where", "is", "take"),)
        fields = read_rows(reference / RECORD_FIELDS_FILE, columns)
        return cls(tuple(rules), codes, tuple(_record_field(row, rules) for row in fields))

    def tables(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table, in order."""
        found: dict[str, dict[str, None]] = defaultdict(lambda: dict.fromkeys(_PLACE))
        for rule in self.rules:
            for column in rule.columns:
                found[rule.table].update(dict.fromkeys((column.name, *column.derived)))
        found[LEFTOVERS].update({"text": None})
        return {table: tuple(columns) for table, columns in found.items()}

    def meaning(self, code_list: str, text: str) -> str | None:
        """What a code, or the word that older versions have for it, means; None where the list has no such code."""
        return self.codes[code_list].get(text.casefold())


def has_activity_fields(reference: Path) -> bool:
    """Whether a publication with this folder of reference data reads IATI activities."""
    return (reference / FIELDS_FILE).is_file()


def _rules(rows: Sequence[Row], codes: Mapping[str, Mapping[str, str]]) -> list[RowRule]:
    by_rule: dict[tuple[str, str], dict[str, Column]] = defaultdict(dict)
    for row in rows:
        name, kind = row.required("column"), row["kind"]
        if kind not in _KINDS and kind not in codes:
            raise row.error(f"column kind has “{kind}”, which is neither a kind nor a list of {CODES_FILE}; correct it")
        columns = by_rule[row.required("table"), row.required("row")]
        known = columns.get(name)
        if known and (known.kind, known.default) not in {(kind, row["default"]), (kind, "")}:
            raise row.error(f"the column “{name}” has two kinds or defaults; keep one")
        paths = (*(known.paths if known else ()), row.required("path"))
        columns[name] = Column(name, paths, kind, row["default"] or (known.default if known else ""))
    return [RowRule(table, path, tuple(columns.values())) for (table, path), columns in by_rule.items()]


def _record_field(row: Row, rules: Sequence[RowRule]) -> RecordField:
    known = {
        name for rule in rules if rule.table == row["table"] for c in rule.columns for name in (c.name, *c.derived)
    }
    for column in (row["column"], *([row["where"]] if row["where"] else [])):
        if column not in known:
            raise row.error(f"the table “{row['table']}” has no column “{column}”; correct it")
    return RecordField(
        row.required("field"), row["table"], row["column"], row["where"], row["is"], row.one_of("take", _TAKES)
    )

"""One IATI activity as rows of tables, and all it says that no table takes, each with its place.

IATI Standard, https://iatistandard.org/en/iati-standard/203/activity-standard/.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from iomgraph.records.activity_fields import LEFTOVERS, ActivityFields, Column, RowRule
from iomgraph.records.record import TableRow
from iomgraph.records.values import partial_date

TEXT = "text()"
# ISO 639-2's code for a language that nothing tells, https://www.loc.gov/standards/iso639-2/faq.html#25.
UNDETERMINED = "und"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_TIME_ZONE = re.compile(r"(?<=\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})")
# BCP 47, https://www.rfc-editor.org/rfc/rfc5646#section-2.1, as N-Quads allows it.
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

Element = etree._Element


@dataclass(frozen=True, slots=True)
class Value:
    """One text or attribute value: its element, its key there (`@name`, `text()`), its XPath and its text."""

    element: Element
    key: str
    path: str
    text: str

    @property
    def line(self) -> int:
        """The line of its element."""
        return line_of(self.element)


def line_of(element: Element) -> int:
    """The line on which the tag of `element` ends."""
    line: Any = element.sourceline
    return line or 1


def values_below(element: Element, path: str) -> Iterator[Value]:
    """Every text and attribute value of `element`, whose XPath is `path`, and of what is below it; no blank ones."""
    prefix = "" if path == "." else f"{path}/"
    yield from attributes(element, prefix)
    if element.text and element.text.strip():
        yield Value(element, TEXT, prefix + TEXT, element.text)
    numbers: dict[str, int] = {}
    for texts, child in enumerate(element, start=2):
        name = xpath_name(str(child.tag))
        numbers[name] = numbers.get(name, 0) + 1
        yield from values_below(child, f"{prefix}{name}[{numbers[name]}]")
        if child.tail and child.tail.strip():
            key = f"{TEXT}[{texts}]"
            yield Value(element, key, prefix + key, child.tail)


def attributes(element: Element, prefix: str) -> Iterator[Value]:
    """The attribute values of `element` that are not blank; `prefix` is its XPath with a slash."""
    for name, text in element.attrib.items():
        if text.strip():
            key = f"@{xpath_name(str(name))}"
            yield Value(element, key, prefix + key, str(text))


class ActivityRows:
    """The rows of one activity, by table; `taken` are the values that stand in them, by element and key."""

    def __init__(self, activity: Element, fields: ActivityFields) -> None:
        self._activity = activity
        self._fields = fields
        self.values = list(values_below(activity, "."))
        self.taken: set[tuple[Element, str]] = set()
        self.tables: dict[str, list[TableRow]] = {}
        elements = _elements(activity)
        for rule in fields.rules:
            for element, path in elements.get(rule.path, ()):
                row = self._row(rule, element, path)
                if row.values:
                    self.tables.setdefault(rule.table, []).append(row)
        left = [value for value in self.values if (value.element, value.key) not in self.taken]
        if left:
            self.tables[LEFTOVERS] = [leftover(value) for value in left]

    def _row(self, rule: RowRule, element: Element, path: str) -> TableRow:
        row = TableRow(line_of(element), path)
        for column in rule.columns:
            for value_path in column.paths:
                holder, key = _holder(element, value_path)
                # What stands above the element holds for each row below it; all else is of one row only.
                free = value_path.startswith("..") or (holder, key) not in self.taken
                text = _text(holder, key) if free else None
                if holder is not None and text is not None and column.name not in row.values:
                    row.values[column.name] = text
                    row.lines[column.name] = line_of(holder)
                    self.taken.add((holder, key))
        if row.values:
            for column in rule.columns:
                for name, said in self._derived(column, row.values.get(column.name), element):
                    row.values[name] = said
                    row.lines[name] = row.lines.get(column.name, row.line)
        return row

    def _derived(self, column: Column, text: str | None, element: Element) -> Iterator[tuple[str, str]]:
        if column.kind == "language":
            yield column.derived[0], language_tag(text if text is not None else language_at(element))
            return
        given = text if text is not None else self._default(column)
        if not column.kind or given is None:
            return
        if column.kind == "defaulted":
            yield column.derived[0], given
        elif column.kind == "date":
            yield column.derived[0], partial_date(_TIME_ZONE.sub("", given)).type
        elif column.kind == "decimal":
            yield column.derived[0], "decimal" if _DECIMAL.fullmatch(given) else "string"
        else:
            meaning = self._fields.meaning(column.kind, given)
            yield (column.derived[0], meaning) if meaning else (column.derived[1], given)

    def _default(self, column: Column) -> str | None:
        if column.default.startswith("@"):
            return _text(*_holder(self._activity, column.default))
        return column.default or None


def leftover(value: Value) -> TableRow:
    """The row for a value that no table takes."""
    return TableRow(value.line, value.path, {"text": value.text.strip()})


def language_at(element: Element | None) -> str | None:
    """The language that holds for the text of an element: its own `xml:lang`, else that of the nearest around it."""
    while element is not None:
        if found := element.get(_LANG):
            return found
        element = element.getparent()
    return None


def language_tag(text: str | None) -> str:
    """The tag in lower case; that of an undetermined language where `text` is no language tag.

    >>> language_tag("FR"), language_tag("not known")
    ('fr', 'und')
    """
    return text.strip().lower() if text and _LANGUAGE_TAG.fullmatch(text.strip()) else UNDETERMINED


def _elements(activity: Element) -> Mapping[str, list[tuple[Element, str]]]:
    """The activity and all elements below it, by their path without numbers, each with its XPath."""
    found: dict[str, list[tuple[Element, str]]] = {".": [(activity, ".")]}

    def add(parent: Element, plain: str, numbered: str) -> None:
        numbers: dict[str, int] = {}
        for child in parent:
            name = xpath_name(str(child.tag))
            numbers[name] = numbers.get(name, 0) + 1
            path = f"{numbered}{name}[{numbers[name]}]"
            found.setdefault(plain + name, []).append((child, path))
            add(child, f"{plain}{name}/", f"{path}/")

    add(activity, "", "")
    return found


def _holder(element: Element, path: str) -> tuple[Element | None, str]:
    """The element that a path leads to from `element`, and the key of the value there."""
    *steps, key = path.split("/")
    return (element.find("/".join(steps)) if steps else element), key


def _text(holder: Element | None, key: str) -> str | None:
    """The value without the blanks around it; None where there is none, or only blanks."""
    if holder is None:
        return None
    text = holder.text if key == TEXT else holder.get(_attribute(key))
    return text.strip() or None if text else None


@cache
def _attribute(key: str) -> str:
    return _LANG if key == "@xml:lang" else key[1:]


@cache
def xpath_name(tag: str) -> str:
    """A name in Clark notation as XPath 3.1 writes it, https://www.w3.org/TR/xpath-31/#doc-xpath31-EQName."""
    if tag == _LANG:
        return "xml:lang"
    return f"Q{tag}" if tag.startswith("{") else tag

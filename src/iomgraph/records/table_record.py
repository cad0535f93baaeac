"""The record that a row of a table or an object in JSON gives."""

import hashlib
import json
from collections.abc import Mapping

from iomgraph.errors import InputError
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Cell, Record
from iomgraph.records.values import is_web_address


def record_or_fault(cells: Mapping[str, Cell], name: str, line: int, knowledge: Knowledge) -> Record | InputError:
    """The record of a row, or what is wrong with it, see `record_of_row`."""
    try:
        return record_of_row(cells, name, line, knowledge)
    except InputError as error:
        return error


def record_of_row(cells: Mapping[str, Cell], name: str, line: int, knowledge: Knowledge) -> Record:
    """The record of a row that starts on `line` of the file `name`; a blank cell is a missing value.

    Raises InputError where it has no title, or an address that is none.
    """
    given = {field: cells[field] for field in knowledge.model.fields if field in cells}
    given = {field: cell for field, cell in given.items() if cell.text.strip()}
    if "title" not in given:
        raise InputError(f"{name}, line {line}: the record has no title; give it one.")
    texts = {field: cell.text for field, cell in given.items()}
    address = texts.get("address", "").strip()
    if address and not is_web_address(address):
        raise InputError(
            f"{name}, line {given['address'].line}, field address: “{address}” is no web address; "
            "write one that begins with http:// or https://."
        )
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    language, warnings = _language(texts, line, knowledge)
    return Record(
        file=name,
        line=line,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        layout="table",
        language=language,
        cells=given,
        warnings=warnings,
    )


def _language(texts: Mapping[str, str], line: int, knowledge: Knowledge) -> tuple[str, tuple[str, ...]]:
    """The language that the row names, else that of its title and description."""
    named = texts.get("language", "").strip()
    detector = knowledge.languages
    if named in detector.languages:
        return named, ()
    detected = detector.detect(f"{texts['title']}\n{texts.get('description', '')}")
    if not named:
        return detected, ()
    return detected, (
        f"line {line}: the language “{named}” is none of {', '.join(detector.languages)}; "
        f"{detected} was detected from the text",
    )

"""Records in JSON (https://www.rfc-editor.org/rfc/rfc8259): one object, a list of them, or one on each line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iomgraph.errors import InputError
from iomgraph.records.decoding import LINE_END, decode_utf8, fit
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Cell, Record
from iomgraph.records.record_model import STATE_FIELDS
from iomgraph.records.source_file import LIMIT, LIMIT_IN_WORDS, read_table_bytes
from iomgraph.records.table_record import record_or_fault

SUFFIXES = (".json", ".ndjson", ".jsonl")

_BLANKS = " \t\r\n"


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record | InputError]:
    """The records of a file; an object's keys are fields of the record model, null is a missing value.

    Numbers keep their digits as they are written. An object with an unknown key or a value that is no text (a list of
    texts for the lists of states) is broken alone, and so is a line that is no JSON; raises InputError where a document
    is none.
    """
    text = decode_utf8(read_table_bytes(file, name), name)
    by_line = file.suffix.lower() != ".json"
    found = False
    for value, line in _lines(text, name) if by_line else _elements(text, name):
        found = True
        yield value if isinstance(value, InputError) else _record(value, name, line, knowledge)
    if not found:
        raise InputError(f"{name} holds no record; remove it from the sources.")


def _record(value: Any, name: str, line: int, knowledge: Knowledge) -> Record | InputError:
    try:
        cells = _cells(value, name, line, knowledge)
    except InputError as error:
        return error
    return record_or_fault(cells, name, line, knowledge)


def _lines(text: str, name: str) -> Iterator[tuple[Any, int]]:
    """What stands on each line and its number: a value, or what is wrong with the line."""
    for number, line in enumerate(LINE_END.split(text), 1):
        if line.strip():
            try:
                value, end = _decode(line, _skip_blanks(line, 0), name, number)
            except InputError as error:
                yield error, number
                continue
            is_whole = _skip_blanks(line, end) == len(line)
            yield value if is_whole else _invalid(name, number, "text after the object"), number


def _elements(text: str, name: str) -> Iterator[tuple[Any, int]]:
    """Each element of the list in `text`, decoded by itself so that its line is known."""
    at, line = _skip_blanks(text, 0), 1
    line += _line_ends(text, 0, at)
    if not text.startswith("[", at):
        value, end = _decode(text, at, name, line)
        rest = _skip_blanks(text, end)
        if rest < len(text):
            raise _invalid(name, line + _line_ends(text, at, rest), "text after the object")
        yield value, line
        return
    start, expected = at, "]"
    while True:
        at = _skip_blanks(text, at + 1)
        line += _line_ends(text, start, at)
        start = at
        if expected == "]" and text.startswith("]", at):
            break
        value, end = _decode(text, at, name, line)
        if end - at > LIMIT:
            raise InputError(f"{name}, line {line}: the record has more than {LIMIT_IN_WORDS}; shorten it.")
        yield value, line
        at = _skip_blanks(text, end)
        line += _line_ends(text, start, at)
        start, expected = at, ""
        if text.startswith("]", at):
            break
        if not text.startswith(",", at):
            raise _invalid(name, line, "“,” or “]” is missing: the file may be cut off")
    rest = _skip_blanks(text, at + 1)
    if rest < len(text):
        raise _invalid(name, line + _line_ends(text, at, rest), "text after the list")


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _line_ends(text: str, start: int, end: int) -> int:
    return sum(1 for _ in LINE_END.finditer(text, start, end))


def _decode(text: str, at: int, name: str, line: int) -> tuple[Any, int]:
    decoder = json.JSONDecoder(
        object_pairs_hook=_without_repeats, parse_float=str, parse_int=str, parse_constant=_not_a_number
    )
    try:
        return decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise _invalid(name, line + _line_ends(text, at, error.pos), error.msg) from error
    except ValueError as error:
        raise _invalid(name, line, str(error)) from error
    except RecursionError as error:
        raise _invalid(name, line, "too deeply nested") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated = next(key for key in found if sum(key == other for other, _ in pairs) > 1)
        raise ValueError(f"the key “{repeated}” stands twice in one object")
    return found


def _not_a_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no value in JSON")


def _invalid(name: str, line: int, problem: str) -> InputError:
    return InputError(f"{name}, line {line}: this is not valid JSON ({problem}); correct it.")


def _cells(value: Any, name: str, line: int, knowledge: Knowledge) -> dict[str, Cell]:
    if not isinstance(value, dict):
        raise InputError(f"{name}, line {line}: a record must be an object with fields; correct it.")
    cells = {}
    for key, content in value.items():
        if key not in knowledge.model.fields:
            raise InputError(
                f"{name}, line {line}: the key “{fit(key, name, line)}” is unknown; "
                "name it as in data/schemas/record.json or remove it."
            )
        if content is None:
            continue
        if key in STATE_FIELDS and isinstance(content, list) and all(isinstance(part, str) for part in content):
            content = ";".join(content)  # noqa: PLW2901 - a list of names is written as one text
        if not isinstance(content, str):
            raise InputError(f"{name}, line {line}: {key} must be text or a number; correct it.")
        cells[key] = Cell(fit(content, name, line), line)
    return cells

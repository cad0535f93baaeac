"""The report as a table: a row for each place of each result, for a spreadsheet or a database.

Follows RFC 4180, https://www.rfc-editor.org/rfc/rfc4180, in UTF-8 with the mark that spreadsheets know it by. No cell
is a formula: one whose text begins as a formula does, or with the apostrophe, has an apostrophe before it, which
spreadsheets take to mean "text" and a program takes off; numbers stay as they are.
"""

import csv
import io
import re
from collections.abc import Iterator

from iomgraph.mapping import Place
from iomgraph.validation.result import Report, Result

COLUMNS = (
    *("severity", "file", "line", "field", "text", "record", "focus", "name", "path", "value", "message"),
    *("reason", "remedy", "rule", "shape", "component", "waived", "known"),
)

_BYTE_ORDER_MARK = "\ufeff"
# Blanks before it do not stop every spreadsheet; East Asian ones read the wide forms too.
_FORMULA = re.compile(r"\s*['=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def csv_report(report: Report, language: str) -> str:
    """A header and a row for each place; a result without a place has one row, each text is the one in `language`.

    >>> csv_report(Report(()), "en")[:25]
    '\\ufeffseverity,file,line,field'
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for result in report.results:
        for place in result.places or (None,):
            writer.writerow([no_formula(cell) for cell in _row(result, place, language)])
    return _BYTE_ORDER_MARK + stream.getvalue()


def _row(result: Result, place: Place | None, language: str) -> Iterator[str]:
    yield result.severity.value
    if place is None:
        yield from ("",) * 5
    else:
        yield place.file
        yield "" if place.line is None else str(place.line)
        yield place.field
        yield place.text or ""
        yield place.record or ""
    yield result.focus
    yield result.name(language)
    yield (result.path or "") if result.whole_path is None else str(result.whole_path)
    yield "" if result.value is None else str(result.value)
    yield result.message(language)
    yield result.reason(language)
    yield result.remedy(language)
    yield result.rule
    yield result.shape or ""
    yield result.component
    yield result.waived or ""
    yield "yes" if result.known else ""


def no_formula(cell: str) -> str:
    """A cell that no spreadsheet runs; what is harmless stays as it is."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell

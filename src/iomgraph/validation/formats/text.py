"""The report as a steward reads it on a terminal: grouped by record, worst first."""

from itertools import groupby

from iomgraph.mapping import Place
from iomgraph.validation.result import Report, Result, Severity

_SHOWN_PLACES = 4


def text_report(report: Report, language: str) -> str:
    """One block per file, one line per result: place, value, what is wrong and how to mend it.

    Records come first, then the tables of reference data.

    >>> text_report(Report(()), "en")
    'No violations, no warnings, no remarks.\\n'
    """
    ordered = sorted(report.results, key=_place_of_block)
    blocks = [_block(file, list(results), language) for file, results in groupby(ordered, key=_file)]
    return "\n".join([*blocks, _summary(report)]) + "\n"


def _block(file: str, results: list[Result], language: str) -> str:
    lines = [file or "Without a source:"]
    lines += [f"  {_line(result, language)}" for result in results]
    return "\n".join(lines) + "\n"


def _line(result: Result, language: str) -> str:
    place = result.places[0] if result.places else None
    parts = [result.severity.value, _where(place) or result.focus]
    found = _found(result, place)
    further = [f"also {other.file}, {_where(other)}" for other in result.places[1:_SHOWN_PLACES]]
    if len(result.places) > _SHOWN_PLACES:
        further.append(f"and {len(result.places) - _SHOWN_PLACES} more")
    return ": ".join([*parts, *([found] if found else []), result.message(language)]) + (
        f" ({'; '.join(further)})" if further else ""
    )


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    line = [f"line {place.line}"] if place.line is not None else []
    return ", ".join([*line, *([f"field {place.field}"] if place.field else [])])


def _found(result: Result, place: Place | None) -> str:
    """The text at fault as the source has it, else the value in the graph."""
    if place is not None and place.text is not None:
        return f'"{_shortened(place.text)}"'
    return f'"{_shortened(str(result.value))}"' if result.value is not None else ""


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 80 else one_line[:79] + "…"


def _summary(report: Report) -> str:
    counts = [
        _counted(report.count(Severity.VIOLATION), "violation"),
        _counted(report.count(Severity.WARNING), "warning"),
        _counted(report.count(Severity.INFO), "remark"),
    ]
    return (", ".join(counts) + ".").capitalize()


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _place_of_block(result: Result) -> tuple[bool, str]:
    return not result.places or result.places[0].record is None, _file(result)


def _file(result: Result) -> str:
    return result.places[0].file if result.places else ""

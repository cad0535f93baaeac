"""What the report of a release says of one resource, found without reading the whole report.

The report is the JSON of `iomgraph.validation.formats.json`: one result after another, each begun by its severity and
its focus node.
"""

import json
import mmap
import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPORT = "report.json"

_RESULT = re.compile(rb'\n    (\{\n      "severity": "[A-Za-z]+",\n      "focus": ("(?:[^"\\\n]|\\.)*"))')


@dataclass(frozen=True)
class ResultPlace:
    """Where a value stands in the sources."""

    file: str
    line: int | None
    field: str | None


@dataclass(frozen=True)
class ShownResult:
    """One result in the reader's words."""

    severity: str
    name: str
    message: str
    remedy: str
    value: str | None
    waived: str | None
    places: list[ResultPlace]


class ReportIndex:
    """The report in `folder`; `exists` tells whether there is one."""

    def __init__(self, folder: Path) -> None:
        file = folder / REPORT
        self.exists = file.is_file() and file.stat().st_size > 0
        self._found: list[tuple[str, int]] = []
        if self.exists:
            with file.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._found = sorted((json.loads(each[2]), each.start(1)) for each in _RESULT.finditer(self._map))

    def about(self, iri: str, languages: tuple[str, ...]) -> list[ShownResult]:
        """The results whose focus node is `iri` or a part of it, as the report orders them."""
        offsets = [offset for first in (iri, iri + "/") for offset in self._offsets(first, is_part=first != iri)]
        return [self._result(offset, languages) for offset in sorted(offsets)]

    def _offsets(self, first: str, *, is_part: bool) -> list[int]:
        offsets = []
        for place in range(bisect_left(self._found, (first, 0)), len(self._found)):
            focus, offset = self._found[place]
            if not (focus.startswith(first) if is_part else focus == first):
                break
            offsets.append(offset)
        return offsets

    def _result(self, offset: int, languages: tuple[str, ...]) -> ShownResult:
        # The object ends with the first line that is its closing brace.
        end = self._map.find(b"\n    }", offset)
        result: dict[str, Any] = json.loads(self._map[offset : end + 6])

        def said(key: str) -> str:
            texts = result.get(key) or {}
            return next((texts[each] for each in languages if texts.get(each)), "")

        return ShownResult(
            severity=result["severity"],
            name=said("names"),
            message=said("messages") or result.get("message") or "",
            remedy=said("remedies"),
            value=result.get("value"),
            waived=result.get("waived"),
            places=[ResultPlace(each["file"], each["line"], each["field"]) for each in result.get("places", [])],
        )

"""Results that somebody lets pass for a while: the rows of `waivers.csv`.

The table is described in `data/schemas/waivers.json`.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from iomgraph.mapping import Place
from iomgraph.reference.rows import Row, read_rows
from iomgraph.validation.result import Report, Result, Severity, in_order

_COLUMNS = ("rule", "focus", "reason", "owner", "expires")
_NO_ADDRESS = re.compile(r'[\s<>"{}|\\^`]')
EXPIRED, UNUSED = "waiver-expired", "waiver-unused"
_RULES = "urn:iomgraph:rules#"


@dataclass(frozen=True)
class Waiver:
    """One row: whose results pass under which rule, why, who answers for it, and the last day of it.

    >>> waiver = Waiver("name-missing", "*/project/*", "Old.", "Ana", date(2026, 12, 31), "waivers.csv", 2)
    >>> bool(waiver.pattern.fullmatch("https://example.org/id/project/7"))
    True
    """

    rule: str
    focus: str
    reason: str
    owner: str
    expires: date
    file: str
    line: int

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the focus nodes look like."""
        return re.compile(".*".join(map(re.escape, self.focus.split("*"))), re.DOTALL)

    def finding(self, rule: str) -> Result:
        """That the waiver is `EXPIRED` or `UNUSED`, told of its row."""
        field, text = ("expires", self.expires.isoformat()) if rule == EXPIRED else ("focus", self.focus)
        messages = tomllib.loads(files("iomgraph.validation").joinpath("waivers.toml").read_text(encoding="utf-8"))
        return Result(
            focus=f"urn:iomgraph:waiver:{quote(self.rule, safe='')}:{quote(self.focus, safe='')}",
            path=None,
            value=None,
            severity=Severity.WARNING,
            messages=messages[rule],
            names={},
            component=f"{_RULES}{rule}",
            rule=f"{_RULES}{rule}",
            shape=None,
            places=(Place(self.file, self.line, field, text),),
        )


def read_waivers(file: Path, shown: str) -> tuple[Waiver, ...]:
    """The rows of `file`, which people see as `shown`.

    Raises InputError where it cannot be read, lacks a column, or has a row that cannot be used.
    """
    return tuple(_waiver(row, shown) for row in read_rows(file, _COLUMNS))


def waive(report: Report, waivers: Iterable[Waiver], today: date, *, tell_unused: bool = True) -> Report:
    """`report` with the results marked that `waivers` let pass on the day `today`.

    An expired waiver is a result of its own, a warning, and so is, if `tell_unused`, one that lets nothing pass.
    """
    valid: dict[str, list[Waiver]] = defaultdict(list)
    findings = []
    for waiver in waivers:
        if waiver.expires < today:
            findings.append(waiver.finding(EXPIRED))
        else:
            valid[waiver.rule].append(waiver)
    used: set[Waiver] = set()
    results = []
    for result in report.results:
        candidates = [*valid.get(result.rule, ()), *valid.get(result.rule_name, ())]
        covering = [waiver for waiver in candidates if waiver.pattern.fullmatch(result.focus)]
        used.update(covering)
        results.append(replace(result, waived=f"{covering[0].reason} ({covering[0].owner})") if covering else result)
    if tell_unused:
        findings += [each.finding(UNUSED) for of_rule in valid.values() for each in of_rule if each not in used]
    return Report(in_order([*results, *findings]))


def without_waiver_findings(report: Report) -> Report:
    """What `report` says of the data alone."""
    return Report(tuple(result for result in report.results if not result.rule.startswith(_RULES)))


def _waiver(row: Row, shown: str) -> Waiver:
    texts = {column: row.required(column) for column in _COLUMNS}
    for column in ("rule", "focus"):
        if _NO_ADDRESS.search(texts[column]):
            raise row.error(f"column {column} has “{texts[column]}”; write an address without blanks and brackets")
    if not {":", "*"} & set(texts["focus"]):
        raise row.error(f"column focus has “{texts['focus']}”; write a whole IRI, or put * for what may stand there")
    return Waiver(
        texts["rule"],
        texts["focus"],
        texts["reason"],
        texts["owner"],
        _last_day(row, texts["expires"]),
        shown,
        row.line,
    )


def _last_day(row: Row, text: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:  # such as 2026-02-30
        pass
    raise row.error(f"column expires has “{text}”; write a day such as 2026-12-31")

"""What lets results pass: waivers, and the report of an earlier release."""

from dataclasses import dataclass, replace
from datetime import date

from iomgraph.rdf.rdflib_graph import n_triples_term
from iomgraph.validation.result import Report, Result
from iomgraph.validation.waivers import Waiver, waive


@dataclass(frozen=True)
class Allowances:
    """The waivers, as they hold `today`, and the report whose results are known, if any.

    `tell_unused` says whether a waiver that lets nothing pass is a result of its own.
    """

    waivers: tuple[Waiver, ...]
    baseline: Report | None
    today: date
    tell_unused: bool = True

    def applied_to(self, report: Report) -> Report:
        """`report` with what is waived, and what is known, marked."""
        waived = waive(report, self.waivers, self.today, tell_unused=self.tell_unused)
        return waived if self.baseline is None else mark_known(waived, self.baseline)


def mark_known(report: Report, baseline: Report) -> Report:
    """`report` with those results marked that `baseline` has too, wherever they stand in their files."""
    known = set(map(_identity, baseline.results))
    return Report(tuple(replace(each, known=True) if _identity(each) in known else each for each in report.results))


def _identity(result: Result) -> tuple[str | None, ...]:
    value = None if result.value is None else n_triples_term(result.value)
    return result.rule, result.component, result.focus, result.path, value

"""Waivers and baselines: what passes, what does not, and waivers that are at fault themselves."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.mapping import Place
from iomgraph.validation import Allowances, Report, Result, Severity, read_waivers
from iomgraph.validation.allowances import mark_known
from iomgraph.validation.waivers import Waiver, waive

TODAY = date(2026, 11, 23)
HEADER = "rule,focus,reason,owner,expires\n"


def result(focus: str, rule: str = "https://example.org/shapes#late", value: str = "1") -> Result:
    return Result(
        focus=f"https://example.org/id/{focus}",
        path="https://example.org/ns#end",
        value=rdflib.Literal(value),
        severity=Severity.VIOLATION,
        messages={"en": "Too late."},
        names={},
        component="http://www.w3.org/ns/shacl#MaxInclusiveConstraintComponent",
        rule=rule,
        shape=None,
        places=(Place("a.csv", 3, "end", value, "r"),),
    )


def waived(tmp_path: Path, rows: str, *results: Result) -> Report:
    (tmp_path / "waivers.csv").write_text(HEADER + rows, encoding="utf-8")
    return waive(Report(results), read_waivers(tmp_path / "waivers.csv", "waivers.csv"), TODAY)


@pytest.mark.parametrize(
    "row",
    [
        "late,*,Agreed on,Ana,2026-11-23",
        "https://example.org/shapes#late,https://example.org/id/project/7,Agreed on,Ana,2027-01-01",
        "late,*/project/*,Agreed on,Ana,2027-01-01",
    ],
)
def test_a_waived_result_stays_and_does_not_count(tmp_path: Path, row: str) -> None:
    report = waived(tmp_path, row, result("project/7"))
    assert report.results == (replace(result("project/7"), waived="Agreed on (Ana)"),)
    assert report.publishable
    assert not report.conforms


@pytest.mark.parametrize("row", ["early,*", "te,*", "late,https://example.org/id/project/", "late,*/project"])
def test_what_no_waiver_names_counts_and_the_waiver_is_told_of(tmp_path: Path, row: str) -> None:
    report = waived(
        tmp_path, f"late,*/8,r,o,2027-01-01\n{row},Agreed on,Ana,2027-01-01", *map(result, ("project/7", "8"))
    )
    counting, passed, finding = report.results
    assert (counting.waived, passed.waived) == (None, "r (o)") if counting.focus.endswith("7") else ("r (o)", None)
    assert not report.publishable
    assert (finding.severity, finding.rule_name) == (Severity.WARNING, "waiver-unused")
    assert finding.places == (Place("waivers.csv", 3, "focus", row.partition(",")[2]),)


def test_an_expired_waiver_lets_nothing_pass_and_is_told_of_in_three_languages(tmp_path: Path) -> None:
    report = waived(tmp_path, "late,*,Agreed on,Ana,2026-11-22", result("project/7"))
    assert not report.publishable
    (finding,) = (each for each in report.results if each.severity is Severity.WARNING)
    assert finding.rule_name == "waiver-expired"
    assert finding.places == (Place("waivers.csv", 2, "expires", "2026-11-22"),)
    assert len({finding.message(language) for language in ("en", "fr", "es")}) == 3
    rdflib.URIRef(finding.focus).n3()


def test_of_a_part_of_the_sources_unused_waivers_are_not_told() -> None:
    waiver = Waiver("late", "*", "Agreed on", "Ana", date(2027, 1, 1), "waivers.csv", 2)
    assert Allowances((waiver,), None, TODAY, tell_unused=False).applied_to(Report(())) == Report(())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a b,*,r,o,2030-01-01", "line 2: column rule"),
        ("a,<a:b>,r,o,2030-01-01", "line 2: column focus"),
        ("a,project,r,o,2030-01-01", "line 2: column focus"),
        ("a,*,,o,2030-01-01", "line 2: column reason"),
        ("a,*,r,,2030-01-01", "line 2: column owner"),
        ("a,*,r,o,", "line 2: column expires"),
        ("a,*,r,o,2030-02-30", "line 2: column expires"),
        ("a,*,r,o,20300101", "line 2: column expires"),
        ("a,*,r,o,2030-01-01,x", "line 2: the row has more cells"),
    ],
)
def test_a_malformed_row_is_refused(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=f"waivers.csv, {said}"):
        waived(tmp_path, row)


@settings(max_examples=50)
@given(st.text(max_size=8), st.text(max_size=8))
def test_only_the_asterisk_stands_for_anything(text: str, between: str) -> None:
    def pattern(focus: str) -> Waiver:
        return Waiver("r", focus, "r", "o", TODAY, "f", 2)

    assert pattern(f"{text}*").pattern.fullmatch(f"{text}{between}")
    literally = pattern(text.replace("*", "")).pattern
    assert literally.fullmatch(text.replace("*", ""))
    assert not literally.fullmatch(text.replace("*", "") + "!")


def test_what_the_baseline_has_is_known_wherever_it_stands() -> None:
    moved = replace(result("7"), places=(Place("b.csv", 99, "end", "1", "r"),), messages={"en": "Said anew."})
    others = [
        result("8"),
        result("7", value="2"),
        replace(result("7"), value=rdflib.Literal(1)),
        result("7", rule="https://example.org/shapes#other"),
        replace(result("7"), path=None),
        replace(result("7"), component="https://example.org/other"),
    ]
    marked = mark_known(Report((moved, *others)), Report((result("7"),)))
    assert [each.known for each in marked.results] == [True, *(False for _ in others)]
    assert marked.has(Severity.VIOLATION)
    assert not mark_known(Report((moved,)), Report((result("7"),))).has(Severity.INFO)

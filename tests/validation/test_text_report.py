"""The text of a report: one block for what one correction mends, each bounded, in three languages."""

import tomllib
from dataclasses import replace
from importlib.resources import files
from string import Formatter
from typing import Any

import click
import pytest
import rdflib
from rdflib import SH

from iomgraph.mapping import Place
from iomgraph.validation import Grouping, Report, Result, Severity, text_report
from iomgraph.validation.grouping import grouped
from iomgraph.validation.result import in_order

STATE, NAME = "https://example.org/shapes#state-unknown", "https://example.org/shapes#name-missing"


def unknown_state(number: int, text: str) -> Result:
    """That row `number` names a state that nobody knows."""
    return Result(
        focus=f"https://example.org/id/project/{number}",
        path="https://example.org/ns#state",
        value=rdflib.Literal(text),
        severity=Severity.VIOLATION,
        messages={"en": "This is no known state.", "fr": "Cet État est inconnu."},
        names={},
        component=str(SH.ClassConstraintComponent),
        rule=STATE,
        shape=STATE,
        places=(Place("rows.csv", number, "states", f"Freedonia; {text}", f"r{number}"),),
    )


def missing_name(number: int) -> Result:
    return replace(
        unknown_state(number, ""),
        path="https://example.org/ns#name",
        value=None,
        severity=Severity.WARNING,
        messages={"en": "Give a name."},
        component=str(SH.MinCountConstraintComponent),
        rule=NAME,
        places=(Place("rows.csv", number, "name", None, f"r{number}"),),
    )


REPORT = Report(
    in_order(
        [
            *(unknown_state(number, "Sylvania") for number in range(2, 402)),
            unknown_state(500, "Klopstokia"),
            missing_name(2),
            missing_name(3),
        ]
    )
)


def test_one_missing_state_behind_400_results_is_one_block() -> None:
    assert text_report(REPORT, "en", limit=2) == (
        'Violation, 400 times: "Sylvania": This is no known state. [state-unknown]\n'
        "  rows.csv, line 2, field states\n"
        "  rows.csv, line 3, field states\n"
        "  and 398 more\n"
        "\n"
        'Violation: "Klopstokia": This is no known state. [state-unknown]\n'
        "  rows.csv, line 500, field states\n"
        "\n"
        "Warning, 2 times: Give a name. [name-missing]\n"
        "  rows.csv, line 2, field name\n"
        "  rows.csv, line 3, field name\n"
        "\n"
        "401 violations, 2 warnings, no remarks.\n"
    )


def test_by_rule_what_differs_is_told_of_each_result() -> None:
    blocks = text_report(REPORT, "fr", by=Grouping.RULE).split("\n\n")
    assert blocks[0].startswith("Violation, 401 fois: Cet État est inconnu. [state-unknown]\n")
    assert '  rows.csv, ligne 500, champ states: "Klopstokia"' in blocks[0].splitlines()


def test_by_record_and_by_file() -> None:
    blocks = text_report(REPORT, "en", by=Grouping.RECORD).split("\n\n")
    assert blocks[0] == (
        "rows.csv: https://example.org/id/project/2\n"
        '  Violation: line 2, field states: "Sylvania": This is no known state. [state-unknown]\n'
        "  Warning: line 2, field name: Give a name. [name-missing]"
    )
    assert len(blocks) == 401 + 1
    by_file = text_report(REPORT, "en", by=Grouping.FILE, limit=0)
    assert by_file == "rows.csv\n  and 403 more\n\n401 violations, 2 warnings, no remarks.\n"


@pytest.mark.parametrize("by", list(Grouping))
def test_every_result_is_in_one_group(by: Grouping) -> None:
    results = [result for group in grouped(REPORT, by) for result in group]
    assert sorted(map(repr, results)) == sorted(map(repr, REPORT.results))


def test_the_same_thing_at_fault_below_different_values_is_one_cause() -> None:
    def by_way_of(number: int, state: str) -> Result:
        cause = replace(unknown_state(number, state), focus=f"https://example.org/id/share/{number}", places=())
        return replace(cause, value=rdflib.URIRef(cause.focus), rule=NAME, details=(cause,))

    report = Report((by_way_of(1, "Sylvania"), by_way_of(2, "Sylvania"), by_way_of(3, "0"), by_way_of(4, "")))
    assert [len(group) for group in grouped(report, Grouping.CAUSE)] == [2, 1, 1]


def test_remedy_and_causes_stand_below_and_marks_behind() -> None:
    cause = replace(missing_name(7), path=None, reasons={"en": "A state has a name."})
    told = replace(unknown_state(7, "Sylvania"), remedies={"en": "Write Freedonia."}, details=(cause,))
    report = Report((told, replace(told, waived="Agreed on (Ana)"), replace(missing_name(8), known=True)))
    assert text_report(report, "en") == (
        'Violation, 2 times: "Sylvania": This is no known state. [state-unknown]\n'
        "  → Write Freedonia.\n"
        "  - A state has a name.\n"
        "  rows.csv, line 7, field states\n"
        "  rows.csv, line 7, field states – waived: Agreed on (Ana)\n"
        "\n"
        "Warning: Give a name. [name-missing]\n"
        "  rows.csv, line 8, field name – known\n"
        "\n"
        "1 violation, no warnings, no remarks, 1 waived, 1 known.\n"
    )


def test_of_very_many_causes_the_first_hundred_are_told() -> None:
    report = Report(tuple(unknown_state(line, f"Nowhere {line}") for line in range(120)))
    told = text_report(report, "fr", limit=10)
    assert told.count("[state-unknown]") == 100
    assert "\nEt 20 blocs de plus" in told
    assert text_report(report, "fr").count("[state-unknown]") == 120


def test_colours_change_no_word_and_sources_have_none() -> None:
    report = Report((*REPORT.results, unknown_state(7, "\x1b[31mred\x07")))
    plain, coloured = text_report(report, "en"), text_report(report, "en", colour=True)
    assert "\x1b" not in plain
    assert "\x07" not in coloured
    assert coloured != plain
    assert click.unstyle(coloured) == plain


def test_the_languages_have_the_same_words() -> None:
    texts = tomllib.loads(files("iomgraph.validation.formats").joinpath("words.toml").read_text(encoding="utf-8"))

    def places(text: Any) -> Any:
        if isinstance(text, dict):
            return {key: places(inner) for key, inner in text.items()}
        return sum(name is not None for _, name, _, _ in Formatter().parse(text))

    assert set(texts) == {"en", "fr", "es"}
    assert places(texts["en"]) == places(texts["fr"]) == places(texts["es"])

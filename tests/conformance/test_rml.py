"""The RML suites: what passes must go on passing, and what does not is listed with its reason."""

from pathlib import Path

import pytest

from .rml import SUITES, Outcome, cases, exceptions, run, table


@pytest.fixture(scope="session")
def conformance(shared: Path) -> Path:
    return shared / "conformance"


@pytest.mark.parametrize("suite", SUITES)
def test_cases_pass_but_for_the_listed_ones(conformance: Path, suite: str) -> None:
    reasons = exceptions()[suite]
    for case in cases(conformance):
        if case.suite != suite:
            continue
        outcome, refusal = run(case)
        listed = case.name in reasons or "otherwise" in reasons
        assert outcome is Outcome.PASSED or listed, f"{case.name}: {outcome}, {refusal}"
        assert outcome is not Outcome.PASSED or case.name not in reasons, f"{case.name} passes: take it off the list"


def test_the_published_table_is_what_the_suites_say(conformance: Path, repository: Path) -> None:
    published = (repository / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert published == table(conformance), "run `make docs`"

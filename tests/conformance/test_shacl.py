"""The SHACL suites pass, but for the cases that are listed with their reasons."""

from pathlib import Path

import pytest

from .shacl import SUITES, Outcome, cases, exceptions, run, section

# In one process, so that each case is run once.
pytestmark = pytest.mark.xdist_group("shacl suites")


@pytest.mark.parametrize("suite", SUITES)
def test_cases_pass_but_for_the_listed_ones(conformance: Path, suite: str) -> None:
    reasons = exceptions()[suite]
    for case in cases(conformance):
        if case.suite != suite:
            continue
        outcome = run(case)
        assert outcome is Outcome.PASSED or case.name in reasons, f"{case.name}: {outcome}"
        assert outcome is not Outcome.PASSED or case.name not in reasons, f"{case.name} passes: take it off the list"


def test_the_published_table_is_what_the_suites_say(conformance: Path, repository: Path) -> None:
    published = (repository / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert section(conformance) in published, "run `make docs`"

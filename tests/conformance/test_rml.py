"""The RML suites: what passes must go on passing, and what does not is listed with its reason."""

from pathlib import Path

import pyoxigraph
import pytest

from .rml import SUITES, Outcome, cases, exceptions, expected, made, run_once, section

# In one process, so that each case is run once.
pytestmark = pytest.mark.xdist_group("rml suites")


@pytest.mark.parametrize("suite", SUITES)
def test_cases_pass_but_for_the_listed_ones(conformance: Path, suite: str) -> None:
    reasons = exceptions()[suite]
    for case in cases(conformance):
        if case.suite != suite:
            continue
        outcome, refusal = run_once(case)
        listed = case.name in reasons or "otherwise" in reasons
        assert outcome is Outcome.PASSED or listed, f"{case.name}: {outcome}, {refusal}"
        assert outcome is not Outcome.PASSED or case.name not in reasons, f"{case.name} passes: take it off the list"


def test_the_published_table_is_what_the_suites_say(conformance: Path, repository: Path) -> None:
    published = (repository / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert section(conformance) in published, "run `make docs`"


def test_the_dumps_without_datatypes_are_otherwise_as_expected(conformance: Path) -> None:
    listed = {name for name in exceptions()["rml-io"] if name.startswith("RMLTTC")}
    found = [case for case in cases(conformance) if case.name in listed]
    assert [case.name for case in found] == sorted(listed)
    for case in found:
        assert {name: _without_datatypes(quads) for name, quads in made(case).items()} == expected(case), case.name


def _without_datatypes(quads: set[pyoxigraph.Quad]) -> set[pyoxigraph.Quad]:
    return {
        pyoxigraph.Quad(quad.subject, quad.predicate, pyoxigraph.Literal(quad.object.value), quad.graph_name)
        if isinstance(quad.object, pyoxigraph.Literal)
        else quad
        for quad in quads
    }

"""The Graph Store Protocol and service description suites pass for reading, but for the cases that are listed."""

from pathlib import Path

from .graph_store import cases, endpoint, exceptions, page_section, run


def test_cases_pass_but_for_the_listed_ones_and_the_published_table_says_so(shared: Path, repository: Path) -> None:
    with endpoint() as site:
        outcomes = [(case, run(case, site)) for case in cases(shared / "conformance")]
    assert len(outcomes) > 10
    for case, wrong in outcomes:
        reason = exceptions().get(case.suite, {}).get(case.name)
        assert not wrong or reason, f"{case.suite}/{case.name}: {wrong}"
        assert wrong or not reason, f"{case.suite}/{case.name} passes: take it off the list"
    published = (repository / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert page_section(outcomes) in published, "run `make docs`"

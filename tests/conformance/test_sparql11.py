"""The SPARQL 1.1 suites pass over HTTP, but for the cases that are listed with their reasons."""

from pathlib import Path

from .sparql11 import cases, endpoint, exceptions, page_section, run


def test_cases_pass_but_for_the_listed_ones_and_the_published_table_says_so(shared: Path, repository: Path) -> None:
    conformance = shared / "conformance"
    with endpoint(conformance) as client:
        outcomes = [(case, run(case, client)) for case in cases(conformance)]
    for case, wrong in outcomes:
        reason = exceptions().get(case.suite, {}).get(case.name)
        assert not wrong or reason, f"{case.suite}/{case.name}: {wrong}"
        assert wrong or not reason, f"{case.suite}/{case.name} passes: take it off the list"
    published = (repository / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert page_section(outcomes) in published, "run `make docs`"

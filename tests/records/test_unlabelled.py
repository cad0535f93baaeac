import itertools

import pytest

from iomgraph.errors import InputError

from .conftest import Reads, texts

TITLE = "Bridges of Freedonia"
PROSE = "The project builds the capacities of the ministry."
VALUES = {
    "region": "Africa",
    "project_id": "TC.0766",
    "budget_amount": "150,000",
    "benefiting_states": "Ghana Togo",
    "coverage": "National",
    "status": "Completed",
}


@pytest.mark.parametrize("order", list(itertools.islice(itertools.permutations(VALUES), 0, 720, 60)))
def test_each_value_is_told_by_what_it_is_in_any_order(reads: Reads, order: tuple[str, ...]) -> None:
    lines = ["- About", "- News", TITLE, TITLE, *(VALUES[field] for field in order), PROSE]
    record = reads("a.txt", "\n".join(lines))
    assert texts(record) == {"title": TITLE, "description": PROSE, **VALUES}
    assert record.layout == "unlabelled"
    assert record.warnings == (
        f"line {lines.index('150,000') + 1}: the budget “150,000” names no currency; USD is assumed",
    )


def test_a_list_of_states_above_a_description_is_enough(reads: Reads) -> None:
    record = reads("a.txt", f"{TITLE}\n\n    Ghana Togo\n\n{PROSE}\n")
    assert texts(record) == {"title": TITLE, "benefiting_states": "Ghana Togo", "description": PROSE}


def test_a_bare_year_is_not_assigned(reads: Reads) -> None:
    record = reads("a.txt", f"{TITLE}\nTC.0766\n2003\n{PROSE}\n")
    assert not record.cells.keys() & {"start", "end", "funding_year"}
    assert record.warnings == (
        "line 3: “2003” can be start or end or funding_year; without a label it cannot be told and is left out",
    )


def test_a_value_of_two_fields_goes_to_the_free_one(reads: Reads) -> None:
    record = reads("a.txt", f"{TITLE}\nTC.0766\nNational\nGlobal\n{PROSE}\n")
    assert texts(record)["coverage"] == "National"
    assert texts(record)["region"] == "Global"


def test_a_value_of_two_free_fields_is_left_out_and_twice_it_is_both(reads: Reads) -> None:
    once = reads("a.txt", f"{TITLE}\nTC.0766\nGlobal\n{PROSE}\n")
    assert not once.cells.keys() & {"coverage", "region"}
    assert "“Global” can be coverage or region" in once.warnings[0]
    twice = reads("a.txt", f"{TITLE}\nTC.0766\nGlobal\nGlobal\n{PROSE}\n")
    assert texts(twice)["coverage"] == texts(twice)["region"] == "Global"


def test_an_unknown_value_is_reported(reads: Reads) -> None:
    record = reads("a.txt", f"{TITLE}\nTC.0766\nHailed\n{PROSE}\n")
    assert record.cells["description"].text == PROSE
    assert record.warnings == ("line 3: “Hailed” is no value that can be told; left out",)


@pytest.mark.parametrize(
    "text",
    [
        "Hail Freedonia\nThe land of the brave and free.\n",
        "A letter\nIt is long and says nothing of a project.\nAnd Ghana.\n",
        "One line",
        "Africa\n",
    ],
)
def test_what_is_no_project_is_refused_by_name(reads: Reads, text: str) -> None:
    with pytest.raises(InputError, match=r"a\.txt is not the page of a project"):
        reads("a.txt", text)

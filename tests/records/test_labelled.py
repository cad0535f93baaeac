import pytest

from iomgraph.errors import InputError

from .conftest import Reads, texts

PROSE = "The project builds the capacities of the ministry."


def page(*facts: str, title: str = "Bridges of Freedonia", description: str = PROSE) -> str:
    return "\n".join([title, "", *facts, "", description])


def test_values_stand_beside_their_labels(reads: Reads) -> None:
    record = reads("a.txt", page("Start Date: 2003", "END DATE :\t2007", "Coverage\tNational"))
    assert texts(record) == {
        "title": "Bridges of Freedonia",
        "description": PROSE,
        "start": "2003",
        "end": "2007",
        "coverage": "National",
    }


def test_lost_values_are_reported_once_and_not_invented(reads: Reads) -> None:
    record = reads("a.txt", page("  • Start Date", "  • End Date", "    2007", "  • Coverage"))
    assert texts(record) == {"title": "Bridges of Freedonia", "description": PROSE, "end": "2007"}
    assert record.warnings == ("no value for: start, coverage",)


@pytest.mark.parametrize(
    "description",
    ["Ghana will strengthen its national policy.", "A national school for the region", PROSE],
)
def test_the_last_value_is_lost_and_the_description_is_not_taken_for_it(reads: Reads, description: str) -> None:
    facts = ("  • Start Date", "    2003", "  • Benefiting Member States")
    record = reads("a.txt", page(*facts, description=description))
    assert "benefiting_states" not in record.cells
    assert record.cells["description"].text == description


def test_without_an_empty_line_a_sentence_is_still_no_list_of_states(reads: Reads) -> None:
    record = reads("a.txt", "Bridges\n-\nStart Date\n2003\n-\nBenefiting Member States\nGhana will grow its policy.\n")
    assert "benefiting_states" not in record.cells
    assert record.cells["description"].text == "Ghana will grow its policy."


def test_an_unknown_state_is_a_value(reads: Reads) -> None:
    record = reads("a.txt", f"Bridges\n-\nYear\n2003\n-\nBenefiting Member States\nFreedonia Ghana\n{PROSE}\n")
    assert record.cells["benefiting_states"].text == "Freedonia Ghana"


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        (
            ("  • Start Date", "    2003", "  • Patron", "    Rufus", "  • Coverage", "    National"),
            "line 5: the label “Patron” is unknown; left out with its value “Rufus”",
        ),
        (
            ("-", "Start Date", "2003", "-", "Patron", "Rufus", "-", "Coverage", "National"),
            "line 7: the label “Patron” is unknown; left out with its value “Rufus”",
        ),
        (
            ("Start Date: 2003", "Patron: Rufus", "Coverage: National"),
            "line 4: the label “Patron: Rufus” is unknown; left out",
        ),
        (
            ("Start Date", "2003", "Patron", "Rufus", "Coverage", "National"),
            "line 5 to 6: “Patron”, “Rufus” is no value that can be told; left out",
        ),
        (
            ("  • Start Date", "    2003", "  • Coverage", "    National", "  • Patron", "    Rufus"),
            "line 7: the label “Patron” is unknown; left out with its value “Rufus”",
        ),
    ],
)
def test_an_unknown_label_is_reported_and_is_no_part_of_its_neighbours(
    reads: Reads, facts: tuple[str, ...], warning: str
) -> None:
    record = reads("a.txt", page(*facts))
    assert texts(record) == {
        "title": "Bridges of Freedonia",
        "description": PROSE,
        "start": "2003",
        "coverage": "National",
    }
    assert record.warnings == (warning,)


def test_an_unknown_label_after_a_lost_value(reads: Reads) -> None:
    record = reads("a.txt", page("  • Start Date", "  • Patron", "    Rufus", "  • End Date", "    2007"))
    assert "start" not in record.cells
    assert record.warnings == (
        "no value for: start",
        "line 4: the label “Patron” is unknown; left out with its value “Rufus”",
    )


def test_values_run_over_several_lines(reads: Reads) -> None:
    record = reads(
        "a.txt",
        page(
            "  • Project Type",
            "    Emergency Response and Assistance",
            "    to Displaced Populations",
            "  • Benefiting Member States",
            "    Ghana",
            "    Togo",
        ),
    )
    assert record.cells["project_type"].text == "Emergency Response and Assistance to Displaced Populations"
    assert record.cells["benefiting_states"].text == "Ghana Togo"


def test_states_on_lines_of_their_own_are_one_list(reads: Reads) -> None:
    record = reads("a.txt", f"Bridges\n-\nYear\n2003\n-\nBenefiting Member States\nGhana\nTogo\n{PROSE}\n")
    assert record.cells["benefiting_states"].text == "Ghana Togo"
    assert record.cells["description"].text == PROSE


def test_the_description_keeps_its_paragraphs_and_lists_and_loses_the_footer(reads: Reads) -> None:
    description = f"{PROSE}\n\nIt has two parts:\n- training\n- tools\n\nIt ends with a conference.\n\n"
    record = reads("a.txt", page("Start Date: 2003", "Year: 2003", description=f"{description}Follow us\nShare"))
    assert record.cells["description"].text == (
        f"{PROSE}\nIt has two parts:\ntraining\ntools\nIt ends with a conference."
    )
    assert "“Follow us”, “Share”" in record.warnings[0]


def test_the_language_of_the_labels_decides(reads: Reads) -> None:
    record = reads("a.txt", page("Date de début : 2003", "Couverture : Regional"))
    assert record.language == "fr"
    record = reads("a.txt", page("Fecha de inicio: 2003", "Cobertura: Regional"))
    assert record.language == "es"


def test_the_currency_of_a_label_is_kept(reads: Reads) -> None:
    record = reads("a.txt", page("Start Date: 2003", "Budget Amount (EUR): 85,000.00"))
    assert texts(record)["budget_currency"] == "EUR"
    assert record.warnings == ()


def test_a_page_without_title_and_identifier_is_refused(reads: Reads) -> None:
    with pytest.raises(InputError, match=r"a\.txt has labels of a project, but neither"):
        reads("a.txt", "Start Date\n2003\nEnd Date\n2004\n")


def test_two_labels_in_running_text_make_no_project(reads: Reads) -> None:
    with pytest.raises(InputError, match=r"a\.txt is not the page of a project"):
        reads("a.txt", "A letter\nCoverage: what we said of it in the meeting was not for you.\nDear Rufus,\n")

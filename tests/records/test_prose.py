from iomgraph.records.page import Line
from iomgraph.records.prose import is_prose, joined, split_description


def lines(*texts: str) -> list[Line]:
    return [Line(text, number) for number, text in enumerate(texts, 1)]


def test_headings_within_running_text_belong_to_it() -> None:
    parts = split_description(lines("Summary", "The bridge is long.", "Aims", "It joins two banks.", "Home", "Share"))
    assert [[line.text for line in part] for part in parts] == [
        ["Summary"],
        ["The bridge is long.", "Aims", "It joins two banks."],
        ["Home", "Share"],
    ]


def test_a_single_short_line_is_a_description_and_several_are_not() -> None:
    assert [len(part) for part in split_description(lines("A bridge"))] == [0, 1, 0]
    assert [len(part) for part in split_description(lines("Home", "Share"))] == [2, 0, 0]
    assert [len(part) for part in split_description([])] == [0, 0, 0]


def test_sentences_that_were_wrapped_run_on() -> None:
    first = "The project builds a bridge over the river that parts the two"
    assert joined(lines(first, "banks of Freedonia.", "It is long.")) == (f"{first} banks of Freedonia.\nIt is long.")


def test_values_are_no_prose() -> None:
    assert not is_prose("Emergency Response and Assistance to Displaced Populations")
    assert not is_prose("St. John")
    assert is_prose("It is long.")

"""What a hostile reader of the pages and tables found: each case was once read wrongly."""

import os
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.records import Record, read_sources, record_tables

LABELS = "Project Status\nCompleted\nBudget Amount (USD)\n{amount}\nBenefiting Member States\nFrance Spain\n"


def read(folder: Path, name: str, content: str, publication: Publication) -> Record:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    (record,) = read_sources([file], publication)
    return record


@pytest.mark.parametrize("text", ["Infinity", "NaN", "sNaN", "1e5", "85_000", "٨٥٠٠٠", "85.000", "eighty"])
def test_what_is_no_amount_for_certain_is_no_decimal(tmp_path: Path, publication: Publication, text: str) -> None:
    record = read(tmp_path, "a.txt", "A Road\n" + LABELS.format(amount=text) + "It is built.", publication)
    row = record_tables([record], publication)["projects"].to_pylist()[0]
    assert (row["budget_amount"], row["budget_amount_type"]) == (text, "string")


@pytest.mark.parametrize("address", ["not a url", "http://exa mple/<x>", "javascript:alert(1)", "ftp://x/y"])
def test_an_address_that_is_none_is_named_with_its_line(tmp_path: Path, publication: Publication, address: str) -> None:
    with pytest.raises(InputError, match=r"a\.json, line 1, field address: .* is no web address"):
        read(tmp_path, "a.json", f'[{{"title": "Roads", "address": "{address}"}}]', publication)
    page = f'<html><head><link rel="canonical" href="{address}"></head><body><h1>A Road</h1><pre>'
    record = read(tmp_path, "a.html", page + LABELS.format(amount="5.00") + "</pre></body></html>", publication)
    assert "address" not in record.cells


def test_a_page_that_is_cut_off_is_refused(tmp_path: Path, publication: Publication) -> None:
    page = "<html><body><h1>A Road</h1><pre>" + LABELS.format(amount="5.00")
    with pytest.raises(InputError, match="is cut off"):
        read(tmp_path, "a.html", page, publication)


def test_wrapped_lines_of_a_description_stay_together(tmp_path: Path, publication: Publication) -> None:
    prose = [
        "The project supported a dialogue between the Governments of France and",
        "Spain on the roads that cross the mountains, and it paid for studies of",
        "both Ministries.",
    ]
    record = read(
        tmp_path,
        "a.txt",
        "A Road\n" + LABELS.format(amount="5.00").replace("\n", "\n   ") + "\n   " + "\n   ".join(prose),
        publication,
    )
    assert record.cells["description"].text == " ".join(prose)


def test_a_title_that_is_the_name_of_a_state(tmp_path: Path, publication: Publication) -> None:
    page = "- About\n- News\nFrance\nFrance\nTC.0346\n50,000\nFrance\nNational\nCompleted\nA study of its roads.\n"
    record = read(tmp_path, "a.txt", page, publication)
    assert record.cells["title"].text == "France"
    assert record.cells["benefiting_states"].text == "France"


def test_semicolons_between_cells_are_told(tmp_path: Path, publication: Publication) -> None:
    with pytest.raises(InputError, match="parted by semicolons"):
        read(tmp_path, "a.csv", "title;status\nA;Active\n", publication)


def test_a_pipe_is_no_source(tmp_path: Path, publication: Publication) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        read_sources([tmp_path / "a.txt"], publication)

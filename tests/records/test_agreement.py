import json
from pathlib import Path

from iomgraph.publication import Publication
from iomgraph.records import Record, read_sources


def read(tmp_path: Path, publication: Publication, *rows: dict[str, str]) -> list[Record]:
    files = []
    for number, row in enumerate(rows):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps({"title": "Bridges", **row}))
    return read_sources(files, publication)


def test_contradictions_are_kept_and_each_names_the_other(tmp_path: Path, publication: Publication) -> None:
    one, two = read(
        tmp_path,
        publication,
        {"project_id": "TC.0766", "status": "Completed", "language": "en"},
        {"project_id": "TC.0766", "status": "Active", "language": "en"},
    )
    assert one.cells["status"].text == "Completed"
    assert two.cells["status"].text == "Active"
    assert one.warnings == (f"line 1: status is “Completed” here and “Active” in {two.file}, line 1",)
    assert two.warnings == (f"line 1: status is “Active” here and “Completed” in {one.file}, line 1",)


def test_what_says_the_same_is_no_contradiction(tmp_path: Path, publication: Publication) -> None:
    common = {"project_id": "TC.0766", "language": "en"}
    english = {
        "status": "Completed",
        "budget_amount": "USD 85,000",
        "start": "2003",
        "benefiting_states": "Ghana Togo",
        "region": "Africa",
    }
    french = {
        "status": "Achevé",
        "budget_amount": "85000.00",
        "budget_currency": "USD",
        "start": "2003-05-01",
        "benefiting_states": "Togo, Ghana",
        "region": "Afrique",
        "language": "fr",
        "title": "Ponts",
    }
    records = read(tmp_path, publication, common | english, common | french)
    assert [record.warnings for record in records] == [(), ()]


def test_amounts_states_dates_and_titles_can_contradict(tmp_path: Path, publication: Publication) -> None:
    common = {"project_id": "TC.0766", "language": "en", "budget_currency": "USD"}
    _, other = read(
        tmp_path,
        publication,
        common | {"budget_amount": "85000", "benefiting_states": "Ghana", "end": "2003"},
        common | {"budget_amount": "58000", "benefiting_states": "Togo", "end": "2004", "title": "Roads"},
    )
    assert [warning.split()[2] for warning in other.warnings] == [
        "title",
        "end",
        "budget_amount",
        "benefiting_states",
    ]


def test_one_amount_in_two_currencies_is_a_contradiction(tmp_path: Path, publication: Publication) -> None:
    common = {"project_id": "TC.0766", "language": "en", "budget_amount": "85000"}
    one, _ = read(tmp_path, publication, common | {"budget_currency": "USD"}, common | {"budget_currency": "EUR"})
    assert "budget_amount" in one.warnings[0]


def test_a_copy_is_reported(tmp_path: Path, publication: Publication) -> None:
    one, two = read(tmp_path, publication, {"language": "en"}, {"language": "en"})
    assert one.warnings == ()
    assert two.warnings == (f"a copy of {one.file}, line 1; it counts once",)


def test_a_title_that_another_project_has_is_reported(tmp_path: Path, publication: Publication) -> None:
    one, two = read(
        tmp_path, publication, {"project_id": "TC.0766", "language": "en"}, {"language": "en", "end": "2003"}
    )
    assert one.warnings == ()
    assert two.warnings == (
        f"the title is that of TC.0766 in {one.file}; without a Projects ID they are kept as two projects",
    )

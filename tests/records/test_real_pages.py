"""The real pages, as text and in HTML, read field for field as a person read them."""

import csv
import html
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from iomgraph.publication import Publication
from iomgraph.records import Record, read_sources
from iomgraph.records.formats import readers
from iomgraph.records.knowledge import Knowledge

COLUMNS = {
    "title": "title",
    "project_id": "projects_id",
    "prima_id": "prima_id",
    "start": "start_year",
    "end": "end_year",
    "status": "status_raw",
    "project_type": "project_type_raw",
    "coverage": "coverage",
    "funding_year": "year",
    "region": "idf_region_raw",
    "benefiting_states": "benefiting_raw",
    "other_benefiting_states": "other_benefiting_raw",
}


def each(text: str, template: str, between: str = "\n", *, empty: bool = True) -> str:
    lines = text.split("\n")
    return between.join(template.format(html.escape(line)) for line in lines if empty or line.strip())


WRAPPERS: dict[str, Callable[[str], str]] = {
    "pre": lambda text: f"<html><body><pre>{html.escape(text)}</pre></body></html>",
    "p": lambda text: f"<html><body>{each(text, '<p>{}</p>')}</body></html>",
    "p without empty ones": lambda text: f"<body>{each(text, '<p>{}</p>', '', empty=False)}</body>",
    "div": lambda text: f"<!doctype html><html><main>{each(text, '<div>{}</div>')}</main></html>",
    "li": lambda text: f"<html><body><ul>{each(text, '<li>{}</li>')}</ul></body></html>",
    "br": lambda text: f"<html><body>{each(text, '{}', '<br>')}</body></html>",
    "br in p": lambda text: f"<p>{each(text, '{}', '<br/>', empty=False)}</p>",
    "td": lambda text: f"<table>{each(text, '<tr><td>{}</td></tr>')}</table>",
    "spans": lambda text: f"<body>{each(text, '<div><span>{}</span></div>')}</body>",
    "indented source": lambda text: f"<body>{each(text, '<p>' + chr(10) + '   {}' + chr(10) + '</p>')}</body>",
    "numeric entities": lambda text: f"<pre>{html.escape(text).encode('ascii', 'xmlcharrefreplace').decode()}</pre>",
    "with navigation": lambda text: (
        "<html><head><title>x</title><script>'<p>Year</p>'</script></head><body>"
        f"<nav><ul><li>Year</li></ul></nav>{each(text, '<p>{}</p>')}<footer>Coverage</footer></body></html>"
    ),
}


def expected(shared: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    with (shared / "records/expected-records.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield shared / "records/pages" / row["file"], row


def assert_as_expected(record: Record, row: dict[str, str]) -> None:
    for field, column in COLUMNS.items():
        text = record.cells[field].text if field in record.cells else ""
        assert text == row[column], field
    assert record.language == row["language"]
    budget = record.cells.get("budget_amount")
    assert (budget and Decimal(budget.text.replace(",", ""))) == (
        Decimal(row["budget_usd"]) if row["budget_usd"] else None
    )
    assert record.layout == ("unlabelled" if row["layout"] in {"C", "D"} else "labelled")
    if not row["entities_note"].startswith("seed text"):
        assert record.cells["description"].text == row["entities_note"]


def test_every_page_is_read_field_for_field(shared: Path, publication: Publication) -> None:
    rows = dict(expected(shared))
    records = read_sources([shared / "records/pages"], publication)
    assert len(records) == len(rows) == 16
    for record in records:
        assert_as_expected(record, rows[Path(record.file)])


def test_each_value_stands_on_the_line_that_its_cell_names(shared: Path, publication: Publication) -> None:
    for record in read_sources([shared / "records/pages"], publication):
        lines = Path(record.file).read_text(encoding="utf-8").split("\n")
        for field, cell in record.cells.items():
            assert cell.text in lines[cell.line - 1] or field == "budget_currency"


def test_the_seed_is_read_whole(shared: Path, publication: Publication) -> None:
    (seed,) = (shared / "seeds").glob("*.txt")
    (record,) = read_sources([seed], publication)
    rows = {file.name: row for file, row in expected(shared)}
    assert_as_expected(record, next(row for row in rows.values() if row["projects_id"] == "W34-805"))
    description = record.cells["description"].text
    assert description.startswith("The May 2004 enlargement")
    assert description.endswith("Ukraine.")
    assert record.cells["budget_currency"].text == "USD"
    assert record.warnings == ()


def the_record(suffix: str, file: Path, name: str, knowledge: Knowledge) -> Record:
    (record,) = readers()[suffix](file, name, knowledge)
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_every_page_in_html_reads_like_its_text(
    wrapper: str, shared: Path, knowledge: Knowledge, tmp_path: Path
) -> None:
    for file, row in expected(shared):
        text = file.read_text(encoding="utf-8")
        page = tmp_path / f"{file.stem}.html"
        page.write_text(WRAPPERS[wrapper](text), encoding="utf-8")
        from_text = the_record(".txt", file, file.name, knowledge)
        from_html = the_record(".html", page, file.name, knowledge)
        assert_as_expected(from_html, row)
        assert {field: cell.text for field, cell in from_html.cells.items()} == {
            field: cell.text for field, cell in from_text.cells.items()
        }


CHANGES: dict[str, Callable[[str], str | bytes]] = {
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero-width spaces": lambda text: text.replace("\n", "\n\u200b"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "Mac line ends": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: "\ufeff" + text,
    "trailing blanks": lambda text: text.replace("\n", "  \t\n"),
    "asterisks": lambda text: text.replace("•", "*"),
    "hyphens": lambda text: text.replace("•", "-"),
    "tabs": lambda text: text.replace("    ", "\t"),
    "no indentation": lambda text: "\n".join(line.strip() for line in text.split("\n")),
    "an empty line after each": lambda text: text.replace("\n", "\n\n"),
    "no empty lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "a footer": lambda text: text.rstrip() + "\n\nFollow us\nFreedonia Post\n- Contact\n- Share\n",
    "Windows 1252": lambda text: text.encode("cp1252", "ignore"),
    "Mac Roman": lambda text: text.encode("mac_roman", "ignore"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without mark": lambda text: text.encode("utf-16-be"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_page_changed_on_its_way_reads_the_same(
    change: str, shared: Path, knowledge: Knowledge, tmp_path: Path
) -> None:
    for file, row in expected(shared):
        changed = CHANGES[change](file.read_text(encoding="utf-8"))
        page = tmp_path / file.name
        page.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        record = the_record(".txt", page, file.name, knowledge)
        assert_as_expected(record, row)


def test_two_pages_of_one_title_are_reported(shared: Path, publication: Publication) -> None:
    records = read_sources(sorted((shared / "records/pages").glob("02[56]-*")), publication)
    assert not any("title is that of" in warning for warning in records[0].warnings)
    assert any("title is that of CD.0085" in warning for warning in records[1].warnings)

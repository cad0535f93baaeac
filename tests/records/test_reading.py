"""Sources as files and folders, and what no reader can take."""

import contextlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.records import Record, read_sources
from iomgraph.records.formats import readers

PAGE = "Bridges of Freedonia\nStart Date: 2003\nCoverage: National\nThe project builds a bridge.\n"
TEN_MB = 10_000_000


def test_a_folder_gives_the_files_that_a_reader_takes_in_order(tmp_path: Path, publication: Publication) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("c.TXT", "b/a.html", "a.json", "README.md", ".DS_Store", "._c.txt", ".hidden/a.txt"):
        (tmp_path / name).write_text('{"title": "Roads"}' if name == "a.json" else PAGE.replace("\n", "<br>\n"))
    (tmp_path / "c.TXT").write_text(PAGE)
    records = read_sources([tmp_path], publication)
    assert [record.file for record in records] == [
        (tmp_path / name).as_posix() for name in ("a.json", "b/a.html", "c.TXT")
    ]


def test_the_path_is_kept_as_given(tmp_path: Path, publication: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    assert read_sources([Path("a.txt")], publication)[0].file == "a.txt"


def test_a_named_file_of_unknown_suffix_is_read_as_a_page(tmp_path: Path, publication: Publication) -> None:
    (tmp_path / "a.page").write_text(PAGE)
    assert read_sources([tmp_path / "a.page"], publication)[0].layout == "labelled"


def test_every_format_has_a_reader() -> None:
    assert set(readers()) == {
        *(".txt", ".text", ".html", ".htm", ".xhtml", ".csv", ".tsv", ".json", ".ndjson", ".jsonl", ".xml"),
    }


def refused(path: Path, publication: Publication) -> str:
    with pytest.raises(InputError) as raised:
        read_sources([path], publication)
    message = str(raised.value)
    assert path.as_posix() in message
    assert "\n" not in message
    assert message.endswith(".")
    return message


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.tsv", "a.json", "a.ndjson", "a.page"])
@pytest.mark.parametrize(
    "content", [b"", b" \r\n\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(255, 0, -1)) + b"\0"]
)
def test_empty_and_binary_files_are_refused(
    tmp_path: Path, publication: Publication, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    refused(tmp_path / name, publication)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.json", "a.ndjson"])
def test_a_line_of_100_mb_is_refused_without_being_read(tmp_path: Path, publication: Publication, name: str) -> None:
    file = tmp_path / name
    with file.open("wb") as stream:
        stream.write(b"x\n")
        stream.truncate(10 * TEN_MB)
    assert "more than 10 MB" in refused(file, publication)


def test_a_page_of_very_many_lines_is_refused(tmp_path: Path, publication: Publication) -> None:
    (tmp_path / "a.txt").write_text("a\n" * 200_001)
    assert "more than 200000 lines" in refused(tmp_path / "a.txt", publication)


def test_a_record_of_10_mb_in_a_list_is_refused(tmp_path: Path, publication: Publication) -> None:
    lines = ",\n".join(f'"{field}": "{"x" * 6_000_000}"' for field in ("title", "description"))
    (tmp_path / "a.json").write_text(f"[{{{lines}}}]")
    assert "line 1: the record has more than 10 MB" in refused(tmp_path / "a.json", publication)


def test_missing_paths_and_dangling_links_are_refused(tmp_path: Path, publication: Publication) -> None:
    assert "cannot be read" in refused(tmp_path / "none.txt", publication)
    (tmp_path / "a.txt").symlink_to(tmp_path / "none.txt")
    assert "cannot be read" in refused(tmp_path / "a.txt", publication)
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    assert "cannot be read" in refused(tmp_path / "b.txt", publication)


def test_a_folder_without_sources_is_refused(tmp_path: Path, publication: Publication) -> None:
    (tmp_path / "README.md").write_text(PAGE)
    assert "holds no file that can be read" in refused(tmp_path, publication)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading the system refuses")
def test_a_file_that_fails_while_it_is_read_is_refused(publication: Publication) -> None:
    assert "cannot be read" in refused(Path("/proc/self/mem"), publication)


def test_a_file_name_that_cannot_be_published_is_refused(tmp_path: Path, publication: Publication) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path / "a") + b"\xe9.txt"))
    file.write_text(PAGE)
    with pytest.raises(InputError, match="rename the file"):
        read_sources([file], publication)


LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["Start Date", "- Coverage:", "  • Year", "-", "2003", "Ghana Togo", "TC.0766", "Completed", "150,000"]
        ),
    ),
    max_size=14,
).map("\n".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(content=st.one_of(LINES.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=300)))
@example(content=b"-\n-\nStart Date\n-\nYear\n-\n")
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.json", "a.ndjson"])
def test_any_content_gives_records_or_an_error_of_one_sentence(
    tmp_path: Path, publication: Publication, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    records: list[Record] = []
    with contextlib.suppress(InputError):
        records = read_sources([tmp_path / name], publication)
    for record in records:
        assert isinstance(record, Record)
        assert all(cell.text.strip() and cell.line >= 1 for cell in record.cells.values())

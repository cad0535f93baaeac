import json
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.records import read_sources

from .conftest import Reads, texts


def test_a_list_gives_a_record_for_each_object_with_its_line(tmp_path: Path, publication: Publication) -> None:
    file = tmp_path / "a.json"
    file.write_text('[\n  {"title": "Bridges",\r\n   "start": null},\n\n  {"title": "Roads", "end": " "}\n]\n')
    records = read_sources([file], publication)
    assert [(record.line, texts(record)) for record in records] == [
        (2, {"title": "Bridges"}),
        (5, {"title": "Roads"}),
    ]


@pytest.mark.parametrize("suffix", ["ndjson", "jsonl"])
def test_a_line_gives_a_record(tmp_path: Path, publication: Publication, suffix: str) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_text('\ufeff{"title": "Bridges"}\n\n {"title": "Roads"}\n', encoding="utf-8")
    assert [record.line for record in read_sources([file], publication)] == [1, 3]


def test_numbers_keep_their_digits_and_lists_of_states_are_joined(reads: Reads) -> None:
    content = '{"title": "Bridges", "budget_amount": 85000.10, "start": 2003, "benefiting_states": ["Ghana", "Togo"]}'
    assert texts(reads("a.json", content)) == {
        "title": "Bridges",
        "budget_amount": "85000.10",
        "start": "2003",
        "benefiting_states": "Ghana;Togo",
    }


def test_the_digest_is_that_of_the_cells_not_of_the_file(reads: Reads) -> None:
    one = reads("a.json", '{"title": "Bridges", "end": "2007", "start": ""}')
    two = reads("b.ndjson", '\n{"end":2007,"title":"Bridges"}')
    assert one.sha256 == two.sha256


MALFORMED = {
    "empty": ("a.json", "", "a.json is empty"),
    "no object": ("a.json", "[]", "a.json holds no record"),
    "a text": ("a.json", '"Bridges"', "a.json, line 1: a record must be an object"),
    "cut off": ("a.json", '[\n{"title": "Bridges"},\n{"titl', "a.json, line 3: this is not valid JSON"),
    "cut off between": ("a.json", '[\n{"title": "Bridges"}\n', "a.json, line 3: this is not valid JSON (“,”"),
    "cut off line": ("a.ndjson", '{"title": "Bridges"}\n{"titl', "a.ndjson, line 2: this is not valid JSON"),
    "trailing comma": ("a.json", '[{"title": "Bridges"},]', "a.json, line 1: this is not valid JSON"),
    "text after": ("a.json", '{"title": "Bridges"}\nx', "a.json, line 2: this is not valid JSON (text after"),
    "text after list": ("a.json", '[{"title": "Bridges"}]\n]', "this is not valid JSON (text after the list)"),
    "unknown key": ("a.json", '\n{"name": "Bridges"}', "a.json, line 2: the key “name” is unknown"),
    "key twice": ("a.json", '{"title": "a", "title": "b"}', "the key “title” stands twice"),
    "no title": ("a.ndjson", '{"title": "a"}\n{"title": ""}', "a.ndjson, line 2: the record has no title"),
    "object as value": ("a.json", '{"title": {"en": "a"}}', "line 1: title must be text or a number"),
    "list as value": ("a.json", '{"title": "a", "status": ["b"]}', "line 1: status must be text"),
    "truth as value": ("a.json", '{"title": true}', "line 1: title must be text or a number"),
    "not a number": ("a.json", '{"title": NaN}', "NaN is no value in JSON"),
    "deep": ("a.json", "[" * 100_000, "line 1: this is not valid JSON (too deeply nested)"),
    "lone surrogate": ("a.json", '{"title": "\\ud800"}', "line 1 holds the character U+D800"),
    "control character": ("a.json", '{"title": "\\u0000"}', "line 1 holds the character U+0000"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_json_is_refused_with_its_line(reads: Reads, case: str) -> None:
    name, content, message = MALFORMED[case]
    with pytest.raises(InputError) as raised:
        reads(name, content)
    assert message in str(raised.value)


def test_json_in_another_encoding_is_refused(reads: Reads) -> None:
    with pytest.raises(InputError, match=r"a\.json, line 1: byte 0xE9 is not UTF-8"):
        reads("a.json", json.dumps({"title": "été"}, ensure_ascii=False).encode("cp1252"))

"""What a user sees of JSON, JSON Lines and XML that cannot be read to the end."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from iomgraph.cli import main

MAPPING = """@prefix rml: <http://w3id.org/rml/> .
<http://x/M> rml:logicalSource [ rml:source [ rml:path "{file}" ] ; rml:iterator "{iterator}" ;
    rml:referenceFormulation {formulation} ] ;
  rml:subjectMap [ rml:template "http://x/{{a}}" ] ;
  rml:predicateObjectMap [ rml:predicate <http://x/p> ; rml:object <http://x/o> ] ."""
JSON = "rml:JSONPath"
LINES = "<https://w3id.org/iomgraph/formulation#NDJSON>"
XML = "rml:XPath"


@pytest.mark.parametrize(
    ("file", "formulation", "iterator", "content", "sentence", "kept"),
    [
        ("f.json", JSON, "$[*]", b'[{"a": 1},\n{"a": 2},\n{"a"', "f.json, line 3, column 5: ", [1, 2]),
        ("f.json", JSON, "$.r[*]", b'{"r": [{"a": 1},\n{"a": 2 3}]}', "f.json, line 2, column 9: ", [1]),
        ("f.json", JSON, "$[*]", b'[{"a": 1},\n{"a": "\xe9"}]', "f.json, line 2: ", [1]),
        ("f.json", JSON, "$..r", b'{"r": {"a": 1}', "f.json, line 1, column 15: ", []),
        ("f.ndjson", JSON, "$", b'{"a": 1}\n{"a": \n{"a": 3}\n', "f.ndjson, line 2, column 6: ", [1, 3]),
        ("f.jsonl", JSON, "$", b'{"a": 1}\n{"a": "\xe9"}\n{"a": 3}\n', "f.jsonl, line 2: ", [1, 3]),
        ("f.log", LINES, "$.r[*]", b'{"r": [{"a": 1}]}\nx\n', "f.log, line 2, column 1: ", [1]),
        ("f.xml", XML, "/r/x", b"<r><x><a>1</a></x>\n<x><a>2</x></r>", "f.xml, line 2, column 12: ", [1]),
        ("f.xml", XML, "//x", b"<r><x><a>1</a></x>\n<x><a>\xe9</a></x></r>", "f.xml, line 2, column 7: ", [1]),
        ("f.xml", XML, "/r/x[1]", b"<r><x><a>1</a></x>\n<x>", "f.xml, line 2, column ", []),
    ],
)
def test_it_stops_or_leaves_out_what_is_broken(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    formulation: str,
    iterator: str,
    content: bytes,
    sentence: str,
    kept: list[int],
) -> None:
    (tmp_path / file).write_bytes(content)
    text = MAPPING.format(file=file, formulation=formulation, iterator=iterator)
    (tmp_path / "m.ttl").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command = ["map", "--mapping", "m.ttl", "-o", "out.nt"]
    stopped = CliRunner().invoke(main, command)
    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert sentence in stopped.stderr
    assert stopped.stderr.endswith("; correct it (m.ttl, line 2: the triples map http://x/M).\n")
    assert stopped.stderr.count("\n") == 1
    assert not (tmp_path / "out.nt").exists()
    skipped = CliRunner().invoke(main, [*command, "--on-error", "skip"])
    assert skipped.exit_code == 0
    assert skipped.stderr.startswith("Left out: ")
    assert sentence in skipped.stderr
    assert skipped.stderr.count("\n") == 1
    written = (tmp_path / "out.nt").read_text(encoding="utf-8").splitlines()
    assert written == [f"<http://x/{number}> <http://x/p> <http://x/o> ." for number in kept]

"""What a source takes of memory is bound by its rows, not by its file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

_MEASURED = """
import resource, sys
from pathlib import Path
from iomgraph.mapping import Mapping

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

with Mapping([Path(sys.argv[1])], "https://example.org/"):
    pass
before = peak()
with Mapping([Path(sys.argv[2])], "https://example.org/") as mapping:
    after = peak()
    print(after - before, sum(1 for _ in mapping.lines()))
"""

_MAPPING = """@prefix rml: <http://w3id.org/rml/> .
<#M> rml:logicalSource [ rml:source [ rml:path "{file}" ] ; rml:iterator "{iterator}" ;
    rml:referenceFormulation rml:{formulation} ] ;
  rml:subjectMap [ rml:template "https://example.org/{{{key}}}" ] ;
  rml:predicateObjectMap [ rml:predicate rml:p ; rml:objectMap [ rml:reference "name" ] ] ."""

_RECORDS = 60_000
_FILLING = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. " * 17


def write(file: Path, start: str, record: str, between: str, end: str) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.write(start)
        for number in range(_RECORDS):
            stream.write(f"{between if number else ''}{record.replace('NUMBER', str(number))}")
        stream.write(end)


_OBJECT = json.dumps({"id": "NUMBER", "name": "Freedonia NUMBER", "parts": [{"text": _FILLING}]})
_ELEMENT = f'<p id="NUMBER"><name>Freedonia NUMBER</name><part>{_FILLING}</part></p>'


@pytest.mark.parametrize(
    ("file", "parts", "iterator", "formulation", "key"),
    [
        ("f.json", ('{"skipped": [', _OBJECT, ",", "]}"), "$.skipped[*]", "JSONPath", "id"),
        ("f.ndjson", ("", _OBJECT, "\n", ""), "$", "JSONPath", "id"),
        ("f.xml", ("<r>", _ELEMENT, "\n", "</r>"), "/r/p", "XPath", "@id"),
    ],
)
def test_a_file_of_60_mb_takes_less_memory_than_its_size(
    tmp_path: Path, file: str, parts: tuple[str, str, str, str], iterator: str, formulation: str, key: str
) -> None:
    start, record, between, end = parts
    write(tmp_path / file, start, record, between, end)
    size = (tmp_path / file).stat().st_size // 1_000_000
    assert size > 58
    small = tmp_path / f"small-{file}"
    small.write_text(start + record + end, encoding="utf-8")
    for name in (file, small.name):
        text = _MAPPING.format(file=name, iterator=iterator, formulation=formulation, key=key)
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    mappings = [str(tmp_path / f"{name}.ttl") for name in (small.name, file)]
    run = subprocess.run([sys.executable, "-c", _MEASURED, *mappings], capture_output=True, text=True, check=True)
    taken, lines = map(int, run.stdout.split())
    assert lines == _RECORDS
    # Read whole, 200 MB took 10 times (JSON) and 15 times (XML) the size of the file.
    assert taken < size, f"{taken} MiB for a file of {size} MB"

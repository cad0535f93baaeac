"""For every subject the file, line, record and field that it came from."""

from pathlib import Path

import pyarrow as pa

from iomgraph.mapping import Mapping

from .conftest import BASE, PREFIXES

MAPPING = """
<#Projects> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "projects" ] ;
  rml:subjectMap [ rml:template "p/{id}" ; rml:class ex:P ] .
<#States> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "states" ] ;
  rml:subjectMap [ rml:template "s/{state}" ; rml:class ex:S ] .
<#Names> rml:logicalSource [ rml:referenceFormulation rml:CSV ;
    rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ; rml:path "names.csv" ] ] ;
  rml:subjectMap [ rml:template "n/{code}" ; rml:class ex:N ] .
"""


def test_rows_of_records_and_of_files(tmp_path: Path) -> None:
    (tmp_path / "m.ttl").write_text(PREFIXES + MAPPING, encoding="utf-8")
    (tmp_path / "names.csv").write_text("code\na\nb\n", encoding="utf-8")
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (schemas / "projects.json").write_text(
        '{"fields": [{"name": "id", "derivedFrom": "number"}, {"name": "record"}]}', encoding="utf-8"
    )
    tables = {
        "projects": pa.table({"id": ["1", "2"], "record": ["r", "q"]}),
        "states": pa.table({"state": ["X", "Y"], "record": ["r", "r"], "field": ["list", "list"], "line": [7, None]}),
        "records": pa.table({"record": ["r", "q"], "file": ["r.txt", "q.csv"], "line": [1, 30]}),
        "cells": pa.table({"record": ["r", "r"], "field": ["number", "list"], "line": [4, 6], "text": ["1", "X Y"]}),
    }
    with Mapping([tmp_path / "m.ttl"], BASE, tables) as mapping:
        found = mapping.lineage(schemas, tmp_path).batches().read_all().to_pylist()
    shown = [tuple(row[name] for name in ("subject", "file", "line", "record", "field")) for row in found]
    assert shown == [
        (f"{BASE}n/a", "names.csv", 2, None, "code"),
        (f"{BASE}n/b", "names.csv", 3, None, "code"),
        (f"{BASE}p/1", "r.txt", 4, "r", "number"),
        (f"{BASE}p/2", "q.csv", 30, "q", "number"),
        (f"{BASE}s/X", "r.txt", 7, "r", "list"),
        (f"{BASE}s/Y", "r.txt", 6, "r", "list"),
    ]

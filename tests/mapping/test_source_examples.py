"""The examples of `docs/sources.md` all make the same graph of the same ports."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from iomgraph.mapping import Mapping

from .conftest import BASE

FIRST, *EXAMPLES = re.findall(
    "```turtle\n(.*?)```", (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8"), re.DOTALL
)
PORTS = [("FRE", "Freetown Bay"), ("ÉLY", "Élysée")]


def write_ports(folder: Path) -> None:
    elements = "".join(f"<port><code>{code}</code><name>{name}</name></port>" for code, name in PORTS)
    properties = "<https://example.org/code> '{}' ; <https://example.org/name> '{}'"
    rows = [{"code": code, "name": name} for code, name in PORTS]
    lines = [f"{code},{name}\n" for code, name in PORTS]
    for name, content in {
        "ports.csv": "code,name\n" + "".join(lines),
        "ports-1.csv": "code,name\n" + lines[0],
        "ports-2.csv": "code,name\n" + lines[1],
        "ports.json": json.dumps(rows),
        "ports.ndjson": "".join(f"{json.dumps(row)}\n" for row in rows),
        "ports.xml": f"<ports>{elements}</ports>",
        "ports.ttl": "".join(f"[] {properties.format(*port)} ." for port in PORTS),
    }.items():
        (folder / name).write_text(content, encoding="utf-8")
    text = "# all ports\ncode;name\n" + "".join(lines).replace(",", ";") + "XXX;n/a\n"
    (folder / "ports.txt").write_bytes(text.encode("cp1252"))
    table = pa.Table.from_pylist(rows)
    pyarrow.parquet.write_table(table, folder / "ports.parquet")
    pyarrow.feather.write_feather(table, str(folder / "ports.arrow"))
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Ports")
    for row in [("code", "name"), *PORTS]:
        sheet.append(row)
    book.save(folder / "ports.xlsx")
    with closing(sqlite3.connect(folder / "ports.db")) as database, database:
        database.execute("CREATE TABLE ports (code TEXT, name TEXT)")
        database.executemany("INSERT INTO ports VALUES (?, ?)", PORTS)


def test_every_kind_of_source_has_an_example() -> None:
    assert len(EXAMPLES) == 13


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_reads_the_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, example: str) -> None:
    write_ports(tmp_path)
    for variable in ("PORTS_DSN", "IOMGRAPH_DB_DSN"):
        monkeypatch.setenv(variable, f"jdbc:sqlite:{tmp_path / 'ports.db'}")
    file = tmp_path / "mapping.ttl"
    file.write_text(FIRST + example, encoding="utf-8")
    with Mapping([file], BASE) as made:
        assert list(made.lines()) == [
            f'<https://example.org/port/{code}> <https://example.org/ns#name> "{name}" .' for code, name in PORTS
        ]

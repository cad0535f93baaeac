"""Where a subject comes from, kept beside the graph."""

from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.errors import InputError
from iomgraph.release import LINEAGE, Origin, origins, write_lineage


def write(folder: Path, count: int = 3) -> None:
    rows = [
        {"subject": f"x:{number:06d}", "file": "a.csv", "line": number + 2, "record": None, "field": "id"}
        for number in range(count)
    ]
    texts: list[pa.Field[pa.DataType]] = [
        pa.field(name, pa.string()) for name in ("subject", "file", "record", "field")
    ]
    schema = pa.schema([*texts, pa.field("line", pa.int64())])
    table = pa.Table.from_pylist([*rows, rows[-1]], schema=schema)
    with (folder / LINEAGE).open("wb") as stream:
        write_lineage(table.to_reader(max_chunksize=100), stream)


def test_the_origins_of_a_subject_are_found_among_many(tmp_path: Path) -> None:
    write(tmp_path, 1000)
    assert origins(tmp_path, "x:000000") == [Origin("a.csv", 2, "id", None)]
    assert origins(tmp_path, "x:000999") == [Origin("a.csv", 1001, "id", None)]
    assert origins(tmp_path, "x:1") == []


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path)
    first = (tmp_path / LINEAGE).read_bytes()
    write(tmp_path)
    assert (tmp_path / LINEAGE).read_bytes() == first


def test_a_release_from_before_there_was_lineage_has_no_origins(tmp_path: Path) -> None:
    assert origins(tmp_path, "x:000000") == []


def test_damaged_lineage_is_told(tmp_path: Path) -> None:
    (tmp_path / LINEAGE).write_bytes(b"PAR1 cut off")
    with pytest.raises(InputError, match="cannot be read"):
        origins(tmp_path, "x:000000")

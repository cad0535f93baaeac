"""A folder of parts is the text, cut between lines."""

import gzip
import re
import resource
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.parts import write_parts


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.binary(max_size=9)), st.integers(1, 12), st.lists(st.integers(1, 7), min_size=1))
def test_the_parts_are_the_text(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int, cuts: list[int]
) -> None:
    text = b"".join(line.replace(b"\n", b" ") + b"\n" for line in lines)
    pieces: list[bytes] = []
    rest = text
    while rest:
        length = cuts[len(pieces) % len(cuts)]
        pieces.append(rest[:length])
        rest = rest[length:]
    folder = tmp_path_factory.mktemp("parts") / "graph"
    write_parts(folder, pieces, ".nq", size)
    parts = [file.read_bytes() for file in sorted(folder.iterdir())]
    assert b"".join(parts) == text
    assert all(part.endswith(b"\n") for part in parts)
    assert all(len(part) >= size for part in parts[:-1])
    assert all(len(part[: part[:-1].rfind(b"\n") + 1]) < size for part in parts)


def test_parts_are_compressed_each_by_itself(tmp_path: Path) -> None:
    write_parts(tmp_path / "graph", [b"a\nb\n"], ".nq.gz", 2)
    assert [gzip.decompress(file.read_bytes()) for file in sorted((tmp_path / "graph").iterdir())] == [b"a\n", b"b\n"]
    assert {re.sub("[0-9]", "0", file.name) for file in (tmp_path / "graph").iterdir()} == {"part-00000.nq.gz"}


def test_a_folder_that_is_there_stays(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is there already"):
        write_parts(tmp_path, [b"a\n"], ".nq")


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(InputError, match="cannot be written"):
            write_parts(tmp_path / "graph", [b"a" * 999 + b"\n"] * 9, ".nq", 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []

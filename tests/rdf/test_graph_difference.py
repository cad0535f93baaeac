"""The difference of two sorted texts is that of the sets of their lines."""

import mmap
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.rdf.graph_difference import changed_lines

LINES = st.sets(st.text("ab \u00e9", max_size=4).map(str.encode), max_size=30)


def text_of(lines: set[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in sorted(lines))


@given(old=LINES, new=LINES)
def test_it_is_the_difference_of_the_sets(old: set[bytes], new: set[bytes]) -> None:
    found = list(changed_lines(text_of(old), text_of(new)))
    assert {line.text for line in found if line.added} == new - old
    assert {line.text for line in found if not line.added} == old - new
    assert [line.text for line in found] == sorted(old ^ new)


@pytest.mark.parametrize("changes", [0, 1, 40])
def test_large_texts_with_a_few_changes(tmp_path: Path, changes: int) -> None:
    chance = random.Random(changes)
    lines = {b"<https://example.org/%07d> %s" % (number, b"x" * (number % 90)) for number in range(60_000)}
    gone, new = set(chance.sample(sorted(lines), changes)), {b"<https://example.org/%07d/a" % n for n in range(changes)}
    file = tmp_path / "old.nq"
    file.write_bytes(text_of(lines))
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as old:
        found = list(changed_lines(old, text_of((lines - gone) | new)))
    assert {line.text for line in found if not line.added} == gone
    assert {line.text for line in found if line.added} == new

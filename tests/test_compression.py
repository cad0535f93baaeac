"""Files compressed by their suffix."""

import gzip
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.compression import compressed


@given(st.lists(st.binary(max_size=200)))
def test_what_is_unpacked_is_what_was_given(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert b"".join(compressed(pieces, Path("g.nq"))) == whole
    assert gzip.decompress(b"".join(compressed(pieces, Path("g.nq.gz")))) == whole
    assert zstandard.ZstdDecompressor().decompressobj().decompress(b"".join(compressed(pieces, Path("g.zst")))) == whole


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_the_same_data_gives_the_same_bytes(suffix: str) -> None:
    file = Path(f"g.nq{suffix}")
    assert b"".join(compressed([b"a" * 9999], file)) == b"".join(compressed([b"a" * 9999], file))

"""The benchmark runs, without its peers and without a look at the clock."""

import importlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


def run(script: str, *arguments: str) -> str:
    command = [sys.executable, str(BENCH / script), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.skipif(shutil.which("rapper") is None, reason="rapper of raptor2-utils is not installed")
@pytest.mark.skipif(shutil.which("taskset") is None, reason="taskset of util-linux is not installed")
def test_iomgraph_alone(tmp_path: Path) -> None:
    printed = run("mapping.py", "--peers", "--profile", "--records", "1000", "--runs", "1", "--folder", str(tmp_path))
    assert "25,339 quads" in printed
    # Both runs made the quads that the first one made, and both parsers read them.
    assert printed.count("| the same |") == 2
    assert "English titles unchanged" in printed
    assert "Where the time goes" in printed


def test_same_seed_same_records(tmp_path: Path) -> None:
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        run("project_records.py", str(tmp_path / name), "--records", "50", "--seed", seed)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != (tmp_path / "c").read_bytes()


def test_sets_are_compared_whatever_order_and_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)
    output_set = importlib.import_module("output_set")

    def made(name: str, text: str) -> Any:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return output_set.output_set(tmp_path / name, tmp_path)

    one = made("one", '<x:a> <x:p> "\u00e9" .\n<x:b> <x:p> "1" .\n')
    same = made("same", '<x:b> <x:p> "1" .\n<x:a>  <x:p>  "\\u00E9" .\n<x:b> <x:p> "1" .\n')
    other = made("other", '<x:a> <x:p> "\u00e9" .\n<x:b> <x:p> "01" .\n')
    assert (one.quads, one.digest) == (same.quads, same.digest)
    assert output_set.difference(one, other) == (
        '1 missing, as `<x:b> <x:p> "1" .`; 1 not expected, as `<x:b> <x:p> "01" .`'
    )

"""The examples of docs/mapping.md make what is shown there."""

import re
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping
from iomgraph.mapping.reading import read_mappings

from ..conftest import BASE


def blocks(repository: Path, language: str) -> list[str]:
    text = (repository / "docs" / "mapping.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def made(file: Path) -> list[str]:
    with Mapping([file], BASE) as mapping:
        return list(mapping.lines())


def test_the_examples_make_what_is_shown(repository: Path, tmp_path: Path) -> None:
    (table,) = blocks(repository, "csv")
    (tmp_path / "visits.csv").write_text(table, encoding="utf-8")
    first, second = blocks(repository, "yaml")
    shown = [each.splitlines() for each in blocks(repository, "nq")]
    (rml,) = blocks(repository, "turtle")
    for name, text, expected in (("a.yml", first, shown[0]), ("b.yml", second, shown[1]), ("c.ttl", rml, shown[0])):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert made(tmp_path / name) == expected


def test_the_message_is_the_one_that_is_shown(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("visits.yml").write_text(blocks(repository, "yaml")[0].replace("ex:town/", "exx:town/"), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        read_mappings([Path("visits.yml")], BASE)
    assert f"\n{refusal.value}\n" in (repository / "docs" / "mapping.md").read_text(encoding="utf-8")

"""`iomgraph release diff` and `iomgraph release apply`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iomgraph.cli import main
from tests.release.difference.conftest import Releasing

Invoke = Callable[..., Result]


@pytest.fixture
def invoke(release: Releasing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Invoke:
    """Run `iomgraph release …` where there are two releases."""
    release('id:project/A rdfs:label "A"@en', 'id:project/A schema:endDate "2024"')
    release('id:project/A rdfs:label "A"@en', 'id:project/A schema:endDate "2025"')
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["release", *arguments])


@pytest.mark.parametrize("new", [(), ("2026-01-01.2",), ("current",)])
def test_from_a_release_to_the_one_that_is_served(invoke: Invoke, new: tuple[str, ...]) -> None:
    done = invoke("diff", "2026-01-01.1", *new)
    assert done.exit_code == 0
    assert "end date: 2024 → 2025" in done.stdout


def test_each_format(invoke: Invoke) -> None:
    assert '"added": 1' in invoke("diff", "2026-01-01.1", "--format", "json").stdout
    assert "<html" in invoke("diff", "2026-01-01.1", "--format", "html", "--language", "fr").stdout
    assert "TX ." in invoke("diff", "2026-01-01.1", "--format", "rdf-patch").stdout


def test_a_patch_makes_the_other_graph(invoke: Invoke, tmp_path: Path) -> None:
    invoke("diff", "2026-01-01.1", "--format", "rdf-patch", "-o", "p.rdfp")
    old, new = (tmp_path / "releases" / f"2026-01-01.{number}" / "graph.nq" for number in (1, 2))
    assert invoke("apply", "p.rdfp", str(old), "-o", "made.nq").exit_code == 0
    assert (tmp_path / "made.nq").read_bytes() == new.read_bytes()
    refused = invoke("apply", "p.rdfp", str(new), "-o", "made.nq")
    assert refused.exit_code == 2
    assert "p.rdfp was not made for" in refused.stderr
    assert (tmp_path / "made.nq").read_bytes() == new.read_bytes()


def test_a_release_that_is_not_there(invoke: Invoke) -> None:
    done = invoke("diff", "2025-01-01.1")
    assert done.exit_code == 2
    assert "There is no release 2025-01-01.1" in done.stderr

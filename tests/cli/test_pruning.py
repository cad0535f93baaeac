"""How many releases are kept, as a publication says it and as `iomgraph release prune` is told it."""

import shutil
from pathlib import Path

import pytest

from iomgraph.release import Releases

from .conftest import Run


@pytest.fixture
def folder(published: Path, repository: Path, tmp_path: Path) -> Path:
    """A publication that keeps two releases, and has two of another day."""
    for name in ("data", "ontology", "mappings", "shapes", "queries"):
        (tmp_path / name).symlink_to(repository / name)
    text = (repository / "publication.toml").read_text(encoding="utf-8")
    (tmp_path / "publication.toml").write_text(f"keep = 2\n{text}", encoding="utf-8")
    current = Releases(published / "releases").must_have_current()
    for number in (1, 2):
        shutil.copytree(current.path, tmp_path / "releases" / f"2020-01-01.{number}")
    return tmp_path


def test_publishing_keeps_as_many_as_the_publication_says(folder: Path, iomgraph: Run) -> None:
    page = folder / "data" / "records" / "pages" / "W34-805.en.txt"
    done = iomgraph("publish", page, folder=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2020-01-01.1  ")
    assert "bytes  taken away\nReleased " in done.stdout
    kept = [release.id for release in Releases(folder / "releases").all()]
    assert kept[0] == "2020-01-01.2"
    assert len(kept) == 2
    for arguments in (
        ("release", "diff", "2020-01-01.1"),
        ("validate", page, "--since", "2020-01-01.1"),
        ("validate", page, "--baseline", "2020-01-01.1"),
        ("release", "rollback", "2020-01-01.1"),
    ):
        told = iomgraph(*arguments, folder=folder)
        assert told.returncode == 2
        assert "The release 2020-01-01.1 is not kept any more" in told.stderr
    none = iomgraph("release", "prune", folder=folder)
    assert none.stdout == "0 releases taken away, 0 bytes; 2 are there.\n"


def test_a_dry_run_only_tells(folder: Path, iomgraph: Run) -> None:
    size = sum(file.stat().st_size for file in (folder / "releases" / "2020-01-01.1").iterdir())
    told = iomgraph("release", "prune", "--keep", "1", "--dry-run", folder=folder)
    assert told.stdout == (
        f"2020-01-01.1  {size} bytes  would be taken away\n1 releases would be taken away, {size} bytes; 2 are there.\n"
    )
    assert len(Releases(folder / "releases").all()) == 2
    done = iomgraph("release", "prune", "--keep", "1", folder=folder)
    assert done.stdout.startswith(f"2020-01-01.1  {size} bytes  taken away\n")
    assert [release.id for release in Releases(folder / "releases").all()] == ["2020-01-01.2"]


def test_without_a_number_nothing_is_pruned(published: Path, iomgraph: Run) -> None:
    told = iomgraph("release", "prune", folder=published)
    assert told.returncode == 2
    assert "does not say how many releases to keep" in told.stderr

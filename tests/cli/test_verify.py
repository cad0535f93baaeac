"""`iomgraph release verify`, as who keeps releases sees it."""

import shutil
from pathlib import Path

import pytest

from iomgraph.release import Releases

from .conftest import Run


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the release of the sample."""
    shutil.copytree(published / "releases", tmp_path / "releases", symlinks=True)
    return tmp_path


def test_a_flipped_byte_is_named(folder: Path, iomgraph: Run) -> None:
    release = Releases(folder / "releases").must_have_current()
    whole = iomgraph("release", "verify", folder=folder)
    assert whole.stdout == f"Release {release.id} is whole.\n"
    file = release.path / "lineage.parquet"
    text = file.read_bytes()
    file.write_bytes(text[:100] + bytes([text[100] ^ 1]) + text[101:])
    told = iomgraph("release", "verify", folder=folder)
    assert told.returncode == 1
    assert told.stdout.startswith("lineage.parquet has the SHA-256 ")
    assert told.stdout.count("\n") == 1


def test_a_signature_is_checked_where_it_is_known_who_may_sign(folder: Path, repository: Path, iomgraph: Run) -> None:
    release = Releases(folder / "releases").must_have_current()
    (release.path / "manifest.json.sig").touch()
    told = iomgraph("release", "verify", folder=folder)
    assert "Its signature was not checked: publication.toml has no [signature]." in told.stdout
    text = (repository / "publication.toml").read_text(encoding="utf-8")
    settings = '[signature]\ntool = "ssh-keygen"\nsigners = "allowed_signers"\n'
    (folder / "publication.toml").write_text(f"{text}\n{settings}", encoding="utf-8")
    without = iomgraph("release", "verify", folder=folder)
    assert without.returncode == 2
    assert "which signers of [signature] names" in without.stderr
    (folder / "allowed_signers").touch()
    wrong = iomgraph("release", "verify", folder=folder)
    assert wrong.returncode == 1
    assert wrong.stdout.startswith("manifest.json.sig is no signature of this manifest.json")

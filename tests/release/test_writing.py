"""A release is there whole or not at all, whatever happens on the way."""

import json
import resource
import subprocess
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.release import Release, Releases, new_release, roll_back, verify
from iomgraph.release.directory import checksum_line
from tests.release.killed_runs import killed_at_each_step

DAY = "2026-01-02"
LINE = "<http://x/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/C> <http://x/g> ."


def written(folder: Path, text: str = "one") -> Release:
    with new_release(Releases(folder), DAY) as release:
        release.write_graph([LINE.encode() + b"\n"])
        release.write("text.txt", text.encode())
        return release.finish({"title": text})


def test_a_release_and_its_manifest(tmp_path: Path) -> None:
    release = written(tmp_path / "releases")
    assert release.id == f"{DAY}.1"
    manifest = release.manifest()
    assert manifest["title"] == "one"
    assert manifest["counts"] == {"quads": 1, "classes": {"http://x/C": 1}}
    assert sorted(manifest["files"]) == ["graph.nq", "text.txt"]
    assert release.graph.read_text(encoding="utf-8") == LINE + "\n"
    assert verify(release) == []


def test_numbers_of_a_day_count_on(tmp_path: Path) -> None:
    assert [written(tmp_path).id for _ in range(11)][-1] == f"{DAY}.11"
    releases = Releases(tmp_path)
    assert [each.id for each in releases.all()][-2:] == [f"{DAY}.10", f"{DAY}.11"]
    current = releases.current()
    assert current is not None
    assert current.id == f"{DAY}.11"


def test_same_content_same_bytes(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a"), written(tmp_path / "b")
    for file in first.path.iterdir():
        assert file.read_bytes() == (second.path / file.name).read_bytes(), file.name


def test_rollback(tmp_path: Path) -> None:
    first, second = written(tmp_path), written(tmp_path)
    assert roll_back(Releases(tmp_path), first.id) == first
    assert Releases(tmp_path).current() == first
    assert Releases(tmp_path).all() == [first, second]
    with pytest.raises(InputError, match="There is no release nonsense"):
        roll_back(Releases(tmp_path), "nonsense")
    (second.path / "text.txt").write_text("changed", encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        roll_back(Releases(tmp_path), second.id)
    assert Releases(tmp_path).current() == first


def test_verify_names_what_differs(tmp_path: Path) -> None:
    release = written(tmp_path)
    (release.path / "text.txt").write_text("onE", encoding="utf-8")
    (release.path / "more").mkdir()
    (release.path / "more" / "extra").touch()
    release.graph.unlink()
    findings = verify(release)
    assert [finding.split(" ")[0] for finding in findings] == ["graph.nq", "more/extra", "text.txt"]


def test_every_flipped_byte_is_found_in_its_file(tmp_path: Path) -> None:
    release = written(tmp_path)
    files = sorted(release.path.iterdir())
    assert [file.name for file in files] == ["graph.nq", "manifest.json", "manifest.json.sha256", "text.txt"]
    for file in files:
        whole = file.read_bytes()
        for place in range(len(whole)):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            (finding,) = verify(release)
            assert file.name in finding
        file.unlink()
        assert verify(release) == [f"{file.name} is missing."]
        file.write_bytes(whole)
    assert verify(release) == []


def test_the_manifest_names_the_dataset_however_its_file_is_written(tmp_path: Path) -> None:
    hashes = {}
    for name, text in (("plain", '"A"'), ("escaped", '"\\u0041"'), ("other", '"B"')):
        with new_release(Releases(tmp_path), DAY) as release:
            release.write_graph([f"<http://x/s> <http://x/p> {text} <http://x/g> .\n".encode()])
            hashes[name] = release.finish({}).manifest()["dataset"]["sha256"]
    assert hashes["plain"] == hashes["escaped"] != hashes["other"]


def test_another_dataset_than_the_manifest_names_is_found(tmp_path: Path) -> None:
    release = written(tmp_path)
    manifest = release.path / "manifest.json"
    said = release.manifest()["dataset"]["sha256"]
    manifest.write_bytes(manifest.read_bytes().replace(said.encode(), b"0" * 64, 1))
    (release.path / "manifest.json.sha256").write_bytes(checksum_line(manifest.read_bytes()))
    assert verify(release) == [f"graph.nq has the RDFC-1.0 hash {said}, the manifest says {'0' * 64}."]


def test_other_tools_check_the_manifest(tmp_path: Path) -> None:
    release = written(tmp_path)
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest.json.sha256"], cwd=release.path, check=True)


def test_without_finish_nothing_stays(tmp_path: Path) -> None:
    first = written(tmp_path)
    with new_release(Releases(tmp_path), DAY) as release:
        release.write_graph([LINE.encode() + b"\n"])
    assert Releases(tmp_path).all() == [first]
    assert {path.name for path in tmp_path.iterdir()} == {first.id, "current", ".lock"}


def test_two_writers(tmp_path: Path) -> None:
    with new_release(Releases(tmp_path), DAY), pytest.raises(InputError, match="Another run is writing"):
        written(tmp_path)


def test_no_release_yet(tmp_path: Path) -> None:
    assert Releases(tmp_path / "none").all() == []
    with pytest.raises(InputError, match="run `iomgraph publish` first"):
        Releases(tmp_path / "none").must_have_current()


def test_a_damaged_manifest_is_told(tmp_path: Path) -> None:
    release = written(tmp_path)
    (release.path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read"):
        release.manifest()


MAKING = """
with new_release(releases, "2026-01-02") as release:
    release.write_graph([b"<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\\n"] * 1000)
    release.write("text.txt", b"two")
    release.finish({"title": "two"})
"""


def test_killed_at_each_step(tmp_path: Path) -> None:
    """What is served is always whole, and the next run succeeds."""
    first = written(tmp_path)
    served = {first.id}
    steps = 0
    for _ in killed_at_each_step(tmp_path, MAKING):
        current = Releases(tmp_path).current()
        assert current is not None
        assert verify(current) == []
        served.add(current.id)
        steps += 1
    assert steps > 10
    assert len(served) >= 2
    assert all(verify(release) == [] for release in Releases(tmp_path).all())
    assert not list(tmp_path.glob(".unfinished*"))


def test_full_disk(tmp_path: Path) -> None:
    """A limit on the size of files refuses the write as a full disk does."""
    first = written(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(InputError, match="cannot be written"), new_release(Releases(tmp_path), DAY) as release:
            release.write_graph([LINE.encode() + b"\n"] * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert Releases(tmp_path).current() == first
    assert {path.name for path in tmp_path.iterdir()} == {first.id, "current", ".lock"}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        written(tmp_path / "file" / "releases")


def test_current_is_a_relative_link(tmp_path: Path) -> None:
    release = written(tmp_path)
    assert (tmp_path / "current").readlink() == Path(release.id)
    assert json.loads((tmp_path / "current" / "manifest.json").read_text(encoding="utf-8"))["release"] == release.id

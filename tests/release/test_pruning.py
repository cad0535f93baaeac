"""Releases that are kept no more go, and nothing else does, whatever happens on the way."""

import os
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.publication import read_publication
from iomgraph.release import Hold, Release, Releases, new_release, prune, roll_back, surplus, verify
from iomgraph.release.writing import only_writer
from tests.release.killed_runs import killed_at_each_step

DAY = "2026-01-02"
QUAD = b"<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n"


def made(folder: Path, how_many: int, day: str = DAY) -> list[Release]:
    releases = []
    for number in range(how_many):
        with new_release(Releases(folder), day) as release:
            release.write_graph([QUAD])
            release.write("text.txt", str(number).encode())
            releases.append(release.finish({}))
    return releases


def test_the_last_ones_stay_and_so_does_the_current_one(tmp_path: Path) -> None:
    first, second, third, *kept = made(tmp_path, 5)
    releases = Releases(tmp_path)
    roll_back(releases, second.id)
    sizes = {
        each.release.id: each.bytes == sum(file.stat().st_size for file in each.release.path.iterdir())
        for each in surplus(releases, 2)
    }
    assert sizes == {first.id: True, third.id: True}
    assert len(releases.all()) == 5
    assert [each.release for each in prune(releases, 2)] == [first, third]
    assert releases.all() == [second, *kept]
    assert releases.current() == second
    assert prune(releases, 2) == []
    assert prune(Releases(tmp_path / "none"), 2) == []


def test_what_is_served_stays_until_it_is_let_go(tmp_path: Path) -> None:
    first, second = made(tmp_path, 2)
    hold = Hold(first.path)
    assert [(each.release, each.is_served) for each in prune(Releases(tmp_path), 1)] == [(first, True)]
    assert verify(first) == []
    del hold
    assert [(each.release, each.is_served) for each in prune(Releases(tmp_path), 1)] == [(first, False)]
    assert Releases(tmp_path).all() == [second]


def test_a_pruned_release_is_told_and_its_identifier_is_never_used_again(tmp_path: Path) -> None:
    old, _ = *made(tmp_path, 1), *made(tmp_path, 1, "2026-01-03")
    prune(Releases(tmp_path), 1)
    with pytest.raises(InputError, match=f"The release {old.id} is not kept any more"):
        Releases(tmp_path).get(old.id)
    with pytest.raises(InputError, match=r"There is no release 2026-01-02\.2 in"):
        Releases(tmp_path).get(f"{DAY}.2")
    assert [release.id for release in made(tmp_path, 1)] == [f"{DAY}.2"]


def test_it_waits_for_no_other_run(tmp_path: Path) -> None:
    made(tmp_path, 2)
    with only_writer(tmp_path), pytest.raises(InputError, match="Another run is writing"):
        prune(Releases(tmp_path), 1)


def test_killed_at_each_step_every_release_that_is_left_is_whole(tmp_path: Path) -> None:
    made(tmp_path, 4)
    releases, seen = Releases(tmp_path), []
    for _ in killed_at_each_step(tmp_path, "prune(releases, 1)"):
        assert all(verify(release) == [] for release in releases.all())
        seen.append(len(releases.all()))
        if len(releases.all()) == 1:
            # Make more, so that the later steps have something to take away.
            made(tmp_path, 3)
    assert len(seen) > 10
    assert set(seen) == {1, 2, 3, 4}
    assert not list(tmp_path.glob(".unfinished*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may take away everything")
def test_what_may_not_be_taken_away_is_told(tmp_path: Path) -> None:
    made(tmp_path, 2)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(InputError, match="cannot be taken away"):
            prune(Releases(tmp_path), 1)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("setting", ["0", "-1", "true", '"3"', "1.5"])
def test_a_setting_that_is_no_number_of_releases(repository: Path, tmp_path: Path, setting: str) -> None:
    file = tmp_path / "publication.toml"
    file.write_text(f"keep = {setting}\n" + (repository / "publication.toml").read_text(encoding="utf-8"), "utf-8")
    with pytest.raises(InputError, match=r"keep is .*1 or more"):
        read_publication(file, tmp_path)

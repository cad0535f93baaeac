"""The main job and its gate, as a steward sees them."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iomgraph.release import Releases, verify

from .conftest import Run


@pytest.fixture
def pages(repository: Path, tmp_path: Path) -> Path:
    """A copy of the sample pages that a test may change."""
    copy = tmp_path / "pages"
    shutil.copytree(repository / "data" / "records" / "pages", copy)
    return copy


def broken(pages: Path, old: str, new: str) -> int:
    """Change one cell of one page; the number of its line."""
    page = pages / "W34-805.en.txt"
    lines = page.read_text(encoding="utf-8").splitlines()
    number = lines.index(old) + 1
    page.write_text("\n".join([*lines[: number - 1], new, *lines[number:]]), encoding="utf-8")
    return number


def test_the_sample_is_published_whole(published: Path, iomgraph: Run) -> None:
    release = Releases(published / "releases").must_have_current()
    assert verify(release) == []
    files = sorted(file.name for file in release.path.iterdir())
    assert files == [
        "description.ttl",
        "graph.jsonld",
        "graph.nq",
        "graph.ttl",
        "lineage.parquet",
        "manifest.json",
        "manifest.json.sha256",
        "report.html",
        "report.json",
        "report.ttl",
        "report.txt",
    ]
    lines = release.graph.read_bytes().splitlines()
    assert lines == sorted(set(lines))
    manifest = release.manifest()
    assert manifest["counts"]["classes"]["https://w3id.org/iomgraph/ns#Project"] == 15
    assert manifest["gate"]["Violation"] == 0
    assert not manifest["gate"]["allowed_violations"]
    listed = iomgraph("release", "list", folder=published)
    assert listed.stdout.split() == [release.id, str(len(lines)), "quads", "current"]
    assert "is whole" in iomgraph("release", "verify", folder=published).stdout
    assert release.id in iomgraph("release", "show", folder=published).stdout


def test_no_path_of_this_machine_is_released(published: Path, repository: Path) -> None:
    release = Releases(published / "releases").must_have_current()
    for file in release.path.iterdir():
        assert str(repository).encode() not in file.read_bytes(), file.name


def test_same_input_same_bytes(published: Path, tmp_path: Path) -> None:
    """Whatever the folder, the order of sets, the clock's zone and the language of the system are."""
    first = Releases(published / "releases").must_have_current()
    day = datetime.fromisoformat(first.id.partition(".")[0]).replace(tzinfo=UTC)
    elsewhere = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-m", "iomgraph.cli", "publish"],
        cwd=tmp_path,
        env=os.environ | elsewhere | {"SOURCE_DATE_EPOCH": str(int(day.timestamp()))},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    second = Releases(tmp_path / "releases").must_have_current()
    assert second.id == first.id
    files = [sorted(file.name for file in release.path.iterdir()) for release in (first, second)]
    assert files[0] == files[1]
    for name in files[0]:
        assert (first.path / name).read_bytes() == (second.path / name).read_bytes(), name


def test_one_broken_budget_is_refused_by_file_line_and_field(pages: Path, tmp_path: Path, iomgraph: Run) -> None:
    assert iomgraph("publish", "pages", folder=tmp_path).returncode == 0
    served = Releases(tmp_path / "releases").must_have_current()
    line = broken(pages, "85000.00", "eighty-five thousand")
    refused = iomgraph("publish", "pages", folder=tmp_path)
    assert refused.returncode == 1
    first, *_, place = refused.stdout.partition("\n\n")[0].splitlines()
    assert first.startswith('Violation: "eighty-five thousand": ')
    assert place == f"  pages/W34-805.en.txt, line {line}, field budget_amount"
    assert "Nothing was released" in refused.stderr
    assert Releases(tmp_path / "releases").all() == [served]
    assert verify(served) == []
    allowed = iomgraph("publish", "pages", "--allow-violations", folder=tmp_path)
    assert allowed.returncode == 0
    gate = Releases(tmp_path / "releases").must_have_current().manifest()["gate"]
    assert gate["allowed_violations"]
    assert gate["Violation"] > 0
    back = iomgraph("release", "rollback", served.id, folder=tmp_path)
    assert back.stdout == f"Release {served.id} is served.\n"
    assert Releases(tmp_path / "releases").current() == served


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("Completed", "Finishedd", "status"),
        ("Europe", "Atlantis", "region"),
        ("2007", "1999", "end"),
        ("2003", "20003", "start"),
        (
            "Republic of Moldova Poland Romania Slovakia Ukraine",
            "Republic of Moldova Poland Atlantis Slovakia Ukraine",
            "benefiting_states",
        ),
    ],
)
def test_one_broken_cell_is_named(pages: Path, tmp_path: Path, iomgraph: Run, old: str, new: str, field: str) -> None:
    line = broken(pages, old, new)
    report = iomgraph("validate", "pages/W34-805.en.txt", "--format", "json", folder=tmp_path)
    assert report.returncode == 1, report.stderr
    violations = [each for each in json.loads(report.stdout)["results"] if each["severity"] == "Violation"]
    places = [place for each in violations for place in each["places"]]
    assert ("pages/W34-805.en.txt", line, field) in [(place["file"], place["line"], place["field"]) for place in places]


@pytest.mark.parametrize("amount", ["Infinity", "NaN", "85_000", "85.000"])
def test_the_gate_lets_no_false_amount_through(pages: Path, tmp_path: Path, iomgraph: Run, amount: str) -> None:
    line = broken(pages, "85000.00", amount)
    done = iomgraph("validate", "pages/W34-805.en.txt", "--group-by", "file", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert f'Violation: line {line}, field budget_amount: "{amount}"' in done.stdout


def test_a_row_of_a_table_is_named_also_for_what_is_missing(tmp_path: Path, iomgraph: Run, repository: Path) -> None:
    model = json.loads((repository / "data" / "schemas" / "record.json").read_text(encoding="utf-8"))
    fields = [field["name"] for field in model["fields"]]
    rows = [",".join("Roads" if field == "title" else "" for field in fields)] * 2
    (tmp_path / "two.csv").write_text("\n".join([",".join(fields), *rows, ""]), encoding="utf-8")
    done = iomgraph("validate", "two.csv", "--format", "json", folder=tmp_path)
    places = [place for each in json.loads(done.stdout)["results"] for place in each["places"]]
    named = [(place["file"], place["line"], place["field"], place["text"]) for place in places]
    assert ("two.csv", 2, "status", None) in named


def test_killed_at_any_moment_the_release_before_stays_whole(pages: Path, tmp_path: Path, iomgraph: Run) -> None:
    assert iomgraph("publish", "pages", folder=tmp_path).returncode == 0
    releases = Releases(tmp_path / "releases")
    moments = random.Random(7)
    for _ in range(4):
        run = subprocess.Popen(
            [sys.executable, "-m", "iomgraph.cli", "publish", "pages"], cwd=tmp_path, stdout=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.2, 6))
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        assert verify(releases.must_have_current()) == []
    assert iomgraph("publish", "pages", folder=tmp_path).returncode == 0
    assert not list((tmp_path / "releases").glob(".unfinished*"))


def test_a_publication_of_ones_own_is_used(tmp_path: Path, iomgraph: Run, repository: Path) -> None:
    text = (repository / "publication.toml").read_text(encoding="utf-8")
    own = text.replace("https://w3id.org/iomgraph/", "https://example.org/projects/")
    for name in ("data", "ontology", "mappings", "shapes", "queries"):
        (tmp_path / name).symlink_to(repository / name)
    (tmp_path / "publication.toml").write_text(own, encoding="utf-8")
    mapped = iomgraph("map", folder=tmp_path)
    assert mapped.returncode == 0, mapped.stderr
    assert "<https://example.org/projects/id/project/W34-805>" in mapped.stdout
    assert "<https://w3id.org/iomgraph/id/project/" not in mapped.stdout

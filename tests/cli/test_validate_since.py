"""`iomgraph validate --since` gives the report of a full run, and says when it is one."""

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from iomgraph.cli.commands import main
from iomgraph.release import Releases
from iomgraph.validation import Earlier, read_json_report, read_shapes, validate, validate_since
from tests.conformance.shacl_edits import wordless

SHAPES = """
@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix iomg: <https://w3id.org/iomgraph/ns#> .
ex:Project a sh:NodeShape ; sh:targetClass iomg:Project ; sh:property ex:Title, ex:State .
ex:Title sh:path dcterms:title ; sh:minLength 60 ; sh:message "Say more."@en .
ex:State sh:path iomg:benefitingState ; sh:class iomg:State ; sh:message "Name a state."@en .
"""
PROJECT = "<https://w3id.org/iomgraph/id/project/W34-805>"
TITLE = f"{PROJECT} <http://purl.org/dc/terms/title> "


@pytest.fixture
def folder(published: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(published)
    return published


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(main, ["validate", *map(str, arguments)])
    assert done.exit_code in (0, 1), done.output
    return done.output


def edited(release: Path, to: Path) -> Path:
    lines = (release / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    assert any(line.startswith(TITLE) for line in lines)
    to.write_text("".join(line.replace(TITLE, f'{TITLE}"Short" .\n{TITLE}') for line in lines), encoding="utf-8")
    return to


def test_nothing_has_changed(folder: Path) -> None:
    release = Releases(folder / "releases").must_have_current()
    report = (release.path / "report.json").read_text(encoding="utf-8")
    assert run("--format", "json", "--since", release.id) == report


@pytest.mark.parametrize("seed", [0, 1])
def test_our_own_shapes(folder: Path, repository: Path, seed: int) -> None:
    release = Releases(folder / "releases").must_have_current()
    shapes = read_shapes([repository / "shapes"])
    changed = with_random_edits(release.graph.read_bytes(), seed)
    earlier = Earlier(release.graph, read_json_report(release.path / "report.json"))
    assert wordless(validate_since(changed, earlier, shapes).results) == wordless(validate(changed, shapes).results)


def with_random_edits(graph: bytes, seed: int) -> bytes:
    """The graph with six statements gone or with another value of their property."""
    chance = random.Random(seed)
    lines = graph.splitlines(keepends=True)
    edited = set(lines)
    for line in chance.sample(lines, 6):
        subject, predicate, _ = line.split(b" ", 2)
        values = [other.split(b" ", 2)[2] for other in lines if other.split(b" ", 2)[1] == predicate]
        edited.discard(line)
        if chance.random() < 0.7:
            edited.add(b" ".join([subject, predicate, chance.choice(values)]))
    return b"".join(sorted(edited))


def test_what_differs_alone_is_looked_at(tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    settings = (repository / "publication.toml").read_text(encoding="utf-8")
    for name in ("data", "ontology", "mappings", "queries"):
        settings = settings.replace(f'"{name}', f'"{repository / name}')
    (tmp_path / "publication.toml").write_text(settings.replace('["shapes"]', '["shapes.ttl"]'), encoding="utf-8")
    page = repository / "data" / "records" / "pages" / "W34-805.en.txt"
    done = CliRunner().invoke(main, ["publish", "--allow-violations", str(page)])
    assert done.exit_code == 0, done.output
    release = Releases(tmp_path / "releases").must_have_current()
    changed = edited(release.path, tmp_path / "changed.nq")
    report = run(changed, "--format", "json", "--since", release.id)
    assert report == run(changed, "--format", "json")
    assert '"Short"' in report
    told = run(changed, "--explain", "--since", release.id)
    assert "https://example.org/Project\n  1 focus nodes" in told
    assert "<http://purl.org/dc/terms/title>" in told
    shapes.write_text(SHAPES.replace("60", "3"), encoding="utf-8")
    assert run(changed, "--format", "json", "--since", release.id) == run(changed, "--format", "json") != report
    told = run(changed, "--explain", "--since", release.id)
    assert told == f"All of it is validated, as other shapes were used for the release {release.id}.\n"


def test_a_release_that_is_not_there(folder: Path) -> None:
    done = CliRunner().invoke(main, ["validate", "--since", "2001-01-01.1"])
    assert done.exit_code == 2
    assert f"There is no release 2001-01-01.1 in {folder}" in done.output

"""`iomgraph shapes`: exit codes, formats, the release as data."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iomgraph.cli import main

PREFIXES = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPE = 'ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI ; sh:message "M."@en, "M."@fr, "M."@es'


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["shapes", *map(str, arguments)])


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text(f"{PREFIXES}ex:a ex:p ex:b ; ex:q 1 .", encoding="utf-8")
    file = tmp_path / "shapes.ttl"
    file.write_text(f"{PREFIXES}{SHAPE} .", encoding="utf-8")
    return file


def test_check_exits_as_the_mistakes_are(shapes: Path) -> None:
    command = ("check", "--shapes", shapes, "--data", shapes.with_name("data.ttl"))
    sound = run(*command)
    assert (sound.exit_code, sound.stdout) == (0, "No violations, no warnings, no remarks.\n")
    shapes.write_text(f"{PREFIXES}{SHAPE} ;\n  sh:maxlength 3 .", encoding="utf-8")
    mistaken = run(*command, "--language", "fr", "--format", "json")
    assert mistaken.exit_code == 1
    (result,) = json.loads(mistaken.stdout)["results"]
    assert "corrigez son orthographe (sh:maxLength?)" in result["message"]
    assert (result["places"][0]["line"], result["rule"].partition("#")[2]) == (3, "unknown-shacl-term")
    shapes.write_text("ex:S", encoding="utf-8")
    assert run(*command).exit_code == 2
    assert run(*command, "--language", "xx").exit_code == 2


def test_shapes_in_another_syntax_are_named_by_their_file(shapes: Path) -> None:
    mistaken = shapes.with_name("shapes.nt")
    mistaken.write_text(
        "<http://example.org/S> <http://www.w3.org/ns/shacl#targetNode> <http://example.org/a> .\n"
        '<http://example.org/S> <http://www.w3.org/ns/shacl#maxlength> "3" .\n',
        encoding="utf-8",
    )
    told = json.loads(run("check", "--shapes", mistaken, "--format", "json").stdout)["results"]
    places = {(place["file"].rpartition("/")[2], place["line"]) for result in told for place in result["places"]}
    assert places == {("shapes.nt", None)}


def test_check_holds_targets_against_the_release(
    shapes: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published)
    told = json.loads(run("check", "--shapes", shapes, "--format", "json").stdout)["results"]
    assert {result["rule"].partition("#")[2] for result in told} == {"target-matches-nothing", "undescribed-term"}


def test_coverage_is_a_table(shapes: Path) -> None:
    command = ("coverage", shapes.with_name("data.ttl"), "--shapes", shapes)
    shown = run(*command)
    assert shown.exit_code == 0
    assert "No shape looks at 2 of 2 properties." in shown.stdout
    assert run(*command, "--format", "csv").stdout.splitlines()[1:] == [
        "property,http://example.org/p,1,0,",
        "property,http://example.org/q,1,0,",
    ]

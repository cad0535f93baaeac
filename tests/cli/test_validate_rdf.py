"""`validate` on RDF files that nothing was mapped to, with shapes of any kind."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from iomgraph.cli import main

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <https://example.org/> .\n"
SHAPES = (
    PREFIXES
    + """e:Named a sh:NodeShape ; sh:targetClass e:City ; sh:property
  [ sh:path e:name ; sh:minCount 1 ; sh:maxLength 5 ; sh:message "Give a short name." ] ,
  [ sh:path ( e:in e:name ) ; sh:minCount 1 ; sh:message "Name its state." ] ."""
)
IN_JSON_LD = """{"@context": {"sh": "http://www.w3.org/ns/shacl#", "e": "https://example.org/"},
 "@id": "e:Named", "@type": "sh:NodeShape", "sh:targetClass": {"@id": "e:City"},
 "sh:property": {
   "sh:path": {"@id": "e:name"}, "sh:minCount": 1, "sh:maxLength": 5, "sh:message": "Give a short name."}}"""
FIRST = (
    PREFIXES
    + """
e:harbour a e:City ;
  e:name "Harbour" .
_:x a e:City ; e:in [ e:name "Freedonia" ] .
"""
)
SECOND = "_:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/City> .\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"a.ttl": FIRST, "b.nt": SECOND, "shapes.ttl": SHAPES, "shapes.jsonld": IN_JSON_LD}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments])


def places(done: Result) -> list[tuple[str, list[dict[str, Any]]]]:
    assert done.exit_code == 1, done.output
    return [(result["message"], result["places"]) for result in json.loads(done.stdout)["results"]]


def at(file: str, line: int, text: str | None = None, field: str = "e:name") -> dict[str, Any]:
    return {"file": file, "line": line, "field": field, "text": text, "record": None}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("engine", ["duckdb", "pyshacl"])
def test_results_are_on_the_lines_of_the_files_and_blank_nodes_stay_apart(engine: str) -> None:
    done = run("a.ttl", "b.nt", "--shapes", "shapes.ttl", "--format", "json", "--engine", engine)
    assert places(done) == [
        ("Name its state.", [at("a.ttl", 3, field="e:in")]),
        ("Give a short name.", [at("a.ttl", 4, "Harbour")]),
        ("Give a short name.", [at("a.ttl", 5)]),
        ("Name its state.", [at("b.nt", 1, field="https://example.org/in")]),
        ("Give a short name.", [at("b.nt", 1, field="https://example.org/name")]),
    ]
    again = run("a.ttl", "b.nt", "--shapes", "shapes.ttl", "--format", "json", "--engine", engine)
    assert done.stdout == again.stdout


@pytest.mark.usefixtures("folder")
def test_shapes_in_json_ld() -> None:
    done = run("a.ttl", "--shapes", "shapes.jsonld", "--format", "json")
    assert places(done) == [
        ("Give a short name.", [at("a.ttl", 4, "Harbour")]),
        ("Give a short name.", [at("a.ttl", 5)]),
    ]


@pytest.mark.parametrize(
    ("ill_formed", "said"),
    [
        ("e:S sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:minCount 1, 2 ] .", "sh:minCount"),
        ("e:S sh:targetNode e:a ; sh:minLength 'x' .", "sh:minLength"),
        ("e:S sh:targetNode e:a ; sh:in e:nothing .", "sh:in"),
        ("e:S sh:targetNode e:a ; sh:property [ sh:path ( e:p ) ; sh:minCount 1 ] .", "sh:path"),
        ("e:S sh:targetNode e:a ; sh:property 'x' .", "sh:property"),
    ],
)
def test_ill_formed_shapes_are_refused_in_one_sentence(folder: Path, ill_formed: str, said: str) -> None:
    (folder / "ill.ttl").write_text(PREFIXES + ill_formed, encoding="utf-8")
    done = run("a.ttl", "--shapes", "ill.ttl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "ill-formed" in done.stderr
    assert said in done.stderr
    by_pyshacl = run("a.ttl", "--shapes", "ill.ttl", "--engine", "pyshacl")
    assert (by_pyshacl.exit_code, by_pyshacl.stdout, by_pyshacl.stderr.count("\n")) == (2, "", 1)
    assert "ill-formed" in by_pyshacl.stderr


@pytest.mark.parametrize(("name", "syntax"), [("ill.jsonld", "JSON-LD"), ("ill.rdf", "RDF/XML"), ("ill", "Turtle")])
def test_shapes_that_are_not_what_their_suffix_says(folder: Path, name: str, syntax: str) -> None:
    (folder / name).write_text("<", encoding="utf-8")
    done = run("a.ttl", "--shapes", name)
    assert done.exit_code == 2
    assert f"{name} is not valid {syntax}" in done.stderr

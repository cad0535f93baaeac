"""Sources that the mappings of these tests read, and ways to run a mapping over them."""

from pathlib import Path

import pytest

from iomgraph.mapping import Mapping

from ..conftest import BASE, PREFIXES

SOURCES = {
    "people.csv": "id,name,home,lang,born,page\n"
    "1,Ada,LON,en,1815,http://pages.example/ada\n2,Bo,OSL,nb,1900,http://pages.example/bo\n3,Cy,,fr,,\n",
    "more.csv": "id,name\n7,Di\n",
    "semicolons.csv": "id;name\n1;Ada\n",
    "ports.csv": "code,title,kind\nLON,London,sea\nOSL,Oslo,sea\nVIE,Vienna,river\n",
    "people.json": '{"people": [{"id": 1, "name": "Ada", "age": 36, "tags": ["x", "y"]}, {"id": 2, "name": "Bo"}]}',
    "notes.xml": '<notes><note id="1"><to>Ada</to></note><note id="2"><to>Bo (B.)</to></note></notes>',
    "odd.csv": "a (b),{c},_d\nx,y,z\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the sources."""
    for name, text in SOURCES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def made(file: Path) -> list[str]:
    """The sorted lines that the mapping in `file` makes."""
    with Mapping([file], BASE) as mapping:
        return list(mapping.lines())


def of_yarrrml(folder: Path, text: str) -> list[str]:
    """What a YARRRML document makes; the prefix ex is declared."""
    file = folder / "mapping.yml"
    file.write_text("prefixes: {ex: 'https://example.org/ns#'}\n" + text, encoding="utf-8")
    return made(file)


def of_rml(folder: Path, text: str) -> list[str]:
    """What a mapping in RML makes."""
    file = folder / "mapping.ttl"
    file.write_text(
        PREFIXES
        + "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix grel: <http://users.ugent.be/~bjdmeest/function/grel.ttl#> .\n"
        "@prefix idlab-fn: <https://w3id.org/imec/idlab/function#> .\n"
        "@prefix formats: <http://www.w3.org/ns/formats/> .\n" + text,
        encoding="utf-8",
    )
    return made(file)

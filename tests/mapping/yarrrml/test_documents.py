"""Where YARRRML documents stand, what they write, and what their triples maps are called."""

import gzip
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from rdflib import RDF, Literal, URIRef

from iomgraph.cli import main
from iomgraph.errors import InputError
from iomgraph.mapping import Mapping
from iomgraph.mapping.model import RML
from iomgraph.mapping.reading import read_mappings
from iomgraph.mapping.yarrrml import read_yarrrml

from ..conftest import BASE
from .conftest import of_rml, of_yarrrml

PERSON = """
mappings:
  person:
    sources: ['people.csv~csv']
    s: https://example.org/person/$(id)
    po: [[foaf:name, $(name)]]
"""


def test_the_command_line_runs_one(folder: Path) -> None:
    (folder / "mapping.yaml").write_text(PERSON, encoding="utf-8")
    result = CliRunner().invoke(main, ["map", "--mapping", str(folder / "mapping.yaml"), "--format", "nt"])
    assert result.exit_code == 0, result.output
    assert '<https://example.org/person/3> <http://xmlns.com/foaf/0.1/name> "Cy" .' in result.output


def test_a_folder_holds_both_kinds_of_mapping(folder: Path) -> None:
    (folder / "a.yml").write_text(PERSON, encoding="utf-8")
    (folder / "b.ttl").write_text("# no statement", encoding="utf-8")
    of_rml(
        folder,
        '<port> rml:logicalSource [ rml:source [ rml:path "ports.csv" ] ; rml:referenceFormulation rml:CSV ] ; '
        'rml:subjectMap [ rml:template "{code}" ; rml:class ex:Port ] .',
    )
    assert [each.name for each in read_mappings([folder], BASE)] == [BASE + "person", BASE + "port"]


def test_a_triples_map_is_named_by_the_base_of_the_document_and_its_key(folder: Path) -> None:
    file = folder / "mapping.yml"
    text = PERSON.replace("  person:", "  the people/1:").replace("s: https", "s: [urn:x:1, urn:x:2] #")
    file.write_text("base: http://names.example/#\n" + text, encoding="utf-8")
    names = [(each.name, each.line) for each in read_mappings([file], BASE)]
    assert names == [("http://names.example/#the%20people%2F1", 4), ("http://names.example/#the%20people%2F1-2", 4)]


def test_relative_iris_are_resolved_against_the_base_of_the_publication(folder: Path) -> None:
    text = PERSON.replace("https://example.org/person/", "person/")
    lines = of_yarrrml(folder, "base: http://names.example/#" + text)
    assert lines[0].startswith(f"<{BASE}person/1> ")


def test_record_tables_have_their_names(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yml"
    file.write_text(PERSON.replace("['people.csv~csv']", "{table: people}"), encoding="utf-8")
    with Mapping([file], BASE, {"people": pa.table({"id": ["1"], "name": ["Ada"]})}) as mapping:
        assert list(mapping.lines()) == ['<https://example.org/person/1> <http://xmlns.com/foaf/0.1/name> "Ada" .']


def test_what_only_running_shows_is_said_with_the_line(folder: Path) -> None:
    (folder / "people.csv").write_text("id,name\na b,Ada\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mapping\.yml, line 4: the triples map \S+person makes an IRI") as refusal:
        of_yarrrml(folder, PERSON.replace("https://example.org/person/$(id)", "$(id)"))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "targets",
    ["all", "[all]", "[all.nt.gz~void, ntriples, gzip]", "[[all.nt.gz~localfile, ntriples, gzip]]",
     "{access: all.nt.gz, serialization: ntriples, compression: gzip, type: dcat}"],
)  # fmt: skip
def test_targets_are_files(folder: Path, monkeypatch: pytest.MonkeyPatch, targets: str) -> None:
    monkeypatch.chdir(folder)
    text = "targets: {all: [all.nt.gz~void, ntriples, gzip]}" + PERSON.replace(
        "s: https://example.org/person/$(id)", f"s: {{value: 'https://example.org/person/$(id)', targets: {targets}}}"
    )
    (folder / "mapping.yml").write_text(text, encoding="utf-8")
    with Mapping([folder / "mapping.yml"], BASE) as mapping:
        assert list(mapping.lines()) == []
        ((file, data),) = mapping.files().items()
    assert file == folder / "all.nt.gz"
    assert gzip.decompress(data).count(b"\n") == 3


def test_targets_of_a_mapping_and_of_an_object(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = PERSON.replace("    po: ", "    targets: [all.nq~void]\n    po: ")
    text = text.replace("$(name)]]", "{value: $(name), targets: [[names.ttl~void, turtle], {access: more.nq}]}]]")
    (folder / "mapping.yml").write_text(text, encoding="utf-8")
    with Mapping([folder / "mapping.yml"], BASE) as mapping:
        assert sorted(file.name for file in mapping.files()) == ["all.nq", "more.nq", "names.ttl"]


def test_what_a_database_and_a_dialect_of_csv_become(tmp_path: Path) -> None:
    """RML-IO names databases in the terms of D2RQ, and dialects of CSV in those of CSVW."""
    file = tmp_path / "mapping.yml"
    file.write_text(
        """
mappings:
  person:
    sources:
      - access: http://localhost/example
        type: mysql
        credentials: {username: jo, password: secret}
        queryFormulation: sql2008
        query: SELECT 1
        referenceFormulation: csv
      - {access: example.org/db, type: postgresql, table: people}
      - {access: a.csv, referenceFormulation: csv, delimiter: ;, encoding: utf-8}
    s: urn:x:y
""".replace("delimiter: ;", "delimiter: ';'"),
        encoding="utf-8",
    )
    graph = read_yarrrml(file, BASE)
    d2rq, csvw = "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#", "http://www.w3.org/ns/csvw#"
    dsn = URIRef(d2rq + "jdbcDSN")
    first, second = sorted(graph.subjects(dsn), key=lambda node: str(graph.value(node, dsn)))
    assert graph.value(first, RDF.type) == URIRef(d2rq + "Database")
    said = {str(name).removeprefix(d2rq): str(value) for name, value in graph.predicate_objects(first)}
    assert said["jdbcDSN"] == "jdbc:mysql://localhost/example"
    assert (said["username"], said["password"]) == ("jo", "secret")
    assert str(graph.value(second, dsn)) == "jdbc:postgresql://example.org/db"
    queried = graph.value(None, URIRef(RML + "source"), first)
    assert graph.value(queried, URIRef(RML + "referenceFormulation")) == URIRef(RML + "SQL2008Query")
    assert graph.value(queried, URIRef(RML + "iterator")) == Literal("SELECT 1")
    table = graph.value(None, RDF.type, URIRef(csvw + "Table"))
    dialect = graph.value(table, URIRef(csvw + "dialect"))
    assert graph.value(table, URIRef(csvw + "url")) == Literal("a.csv")
    assert graph.value(dialect, URIRef(csvw + "delimiter")) == Literal(";")

"""Logical targets: which quads go where, how their files are written, and what is refused."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyoxigraph
import pytest
import rdflib
from lxml import etree

from iomgraph.errors import InputError
from iomgraph.files import write_whole_files
from iomgraph.mapping import Mapping
from iomgraph.publication import read_publication

from .conftest import BASE, PREFIXES

FORMATS = "@prefix formats: <http://www.w3.org/ns/formats/> .\n"
TABLES = {"towns": pa.table({"id": ["a"], "name": ["Ébène"], "state": ["f"]}), "states": pa.table({"id": ["f"]})}
SOURCE = 'rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "towns" ]'


def target(name: str, path: str, more: str = "") -> str:
    return f'ex:{name} rml:target [ rml:root rml:MappingDirectory ; rml:path "{path}" ] {more} .\n'


ONE = target("t", "t.nq")
TWO = ONE + target("u", "u.nq")


def mapping(folder: Path, text: str) -> Mapping:
    file = folder / "mapping.ttl"
    file.write_text(PREFIXES + FORMATS + text, encoding="utf-8")
    return Mapping([file], BASE, TABLES)


def outputs(folder: Path, text: str) -> dict[str, list[str]]:
    """The last name of the predicate and the graph of each quad, by file; the default output has no name."""
    with mapping(folder, text) as made:
        lines = {"": "\n".join(made.lines()).encode()} | {file.name: data for file, data in made.files().items()}
    return {name: [_short(quad) for quad in _quads(data)] for name, data in lines.items()}


def _quads(data: bytes) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_QUADS))


def _short(quad: pyoxigraph.Quad) -> str:
    graph = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else f" {quad.graph_name.value[-1]}"
    return quad.predicate.value.rpartition("#")[2] + graph


def triples_map(subject: str = "", predicate: str = "", made: str = "", graph: str = "") -> str:
    """A map of a class and two properties; the first has the term maps that are given."""
    return f"""<#M> {SOURCE} ; rml:subjectMap [ rml:template "{{id}}" ; rml:class ex:Town ; {subject} ] ;
      rml:predicateObjectMap [ rml:predicateMap [ rml:constant ex:name ; {predicate} ] ; {graph}
        rml:objectMap [ rml:reference "name" ; {made} ] ] ;
      rml:predicateObjectMap [ rml:predicate ex:id ; rml:objectMap [ rml:reference "id" ] ] .
    """


TO_T, TO_U = "rml:logicalTarget ex:t", "rml:logicalTarget ex:u"


@pytest.mark.parametrize(
    ("maps", "found"),
    [
        ({}, {"": ["type", "id", "name"]}),
        ({"subject": TO_T}, {"": [], "t.nq": ["type", "id", "name"]}),
        ({"predicate": TO_T}, {"": ["type", "id"], "t.nq": ["name"]}),
        ({"made": TO_T}, {"": ["type", "id"], "t.nq": ["name"]}),
        ({"made": f'rml:languageMap [ rml:constant "fr" ; {TO_T} ]'}, {"": ["type", "id"], "t.nq": ["name"]}),
        ({"made": f"rml:datatypeMap [ rml:constant ex:d ; {TO_T} ]"}, {"": ["type", "id"], "t.nq": ["name"]}),
        ({"graph": f"rml:graphMap [ rml:constant ex:g ; {TO_T} ] ;"}, {"": ["type", "id"], "t.nq": ["name g"]}),
        (
            {"subject": f"rml:graphMap [ rml:constant ex:g ; {TO_T} ] ; rml:graph ex:h"},
            {"": ["type h", "id h", "name h"], "t.nq": ["type g", "id g", "name g"]},
        ),
        (
            {"subject": TO_T, "made": TO_U},
            {"": [], "t.nq": ["type", "id", "name"], "u.nq": ["name"]},
        ),
        ({"predicate": f"{TO_T}, ex:u"}, {"": ["type", "id"], "t.nq": ["name"], "u.nq": ["name"]}),
        ({"predicate": TO_T, "made": TO_T}, {"": ["type", "id"], "t.nq": ["name"]}),
    ],
)
def test_quads_go_to_the_targets_of_their_term_maps(
    tmp_path: Path, maps: dict[str, str], found: dict[str, list[str]]
) -> None:
    assert outputs(tmp_path, TWO + triples_map(**maps)) == found


def test_two_descriptions_of_one_target_are_one_file(tmp_path: Path) -> None:
    text = ONE + target("same", "./t.nq", "; rml:serialization formats:N-Quads ; rml:encoding rml:UTF-8")
    found = outputs(tmp_path, text + triples_map(predicate=TO_T, made="rml:logicalTarget ex:same"))
    assert found == {"": ["type", "id"], "t.nq": ["name"]}


def test_a_joined_object_goes_to_the_targets_of_its_parents_subject(tmp_path: Path) -> None:
    text = f"""<#States> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "states" ] ;
        rml:subjectMap [ rml:template "{{id}}" ; rml:class ex:State ; {TO_T} ] .
      <#Towns> {SOURCE} ; rml:subjectMap [ rml:template "{{id}}" ] ;
        rml:predicateObjectMap [ rml:predicate ex:in ; rml:objectMap [ rml:parentTriplesMap <#States> ; {TO_U} ;
          rml:joinCondition [ rml:child "state" ; rml:parent "id" ] ] ] ."""
    assert outputs(tmp_path, TWO + text) == {"": [], "t.nq": ["in", "type"], "u.nq": ["in"]}


GRAPHS = triples_map(subject="rml:logicalTarget ex:t ; rml:graph ex:g", made='rml:language "fr"')


@pytest.mark.parametrize(
    ("name", "syntax", "graphs"),
    [
        ("N-Quads", "nquads", True),
        ("TriG", "trig", True),
        ("JSON-LD", "json-ld", True),
        ("N-Triples", "nt", False),
        ("Turtle", "turtle", False),
        ("N3", "n3", False),
        ("RDF_XML", "xml", False),
    ],
)
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_each_format_is_read_by_a_parser_of_others(
    tmp_path: Path, name: str, syntax: str, graphs: bool, encoding: str
) -> None:
    options = f"; rml:serialization formats:{name} ; rml:encoding rml:{encoding}"
    with mapping(tmp_path, target("t", "t.x", options) + GRAPHS) as made:
        (data,) = made.files().values()
    assert (encoding == "UTF-16") == data.startswith(b"\xff\xfe")
    dataset = rdflib.Dataset()
    # XML says itself how it is encoded.
    dataset.parse(
        data=etree.tostring(etree.fromstring(data)) if syntax == "xml" else data.decode(encoding), format=syntax
    )
    found = {(str(s), str(o), getattr(o, "language", None)) for s, _, o, _ in dataset.quads()}
    assert found == {(BASE + "a", "Ébène", "fr"), (BASE + "a", "a", None), (BASE + "a", BASE + "ns#Town", None)}
    assert graphs == any(str(graph) == BASE + "ns#g" for *_, graph in dataset.quads())


def test_rdf_json(tmp_path: Path) -> None:
    number = '[ rml:template "{id}" ; rml:termType rml:Literal ; rml:datatype xsd:token ]'
    text = f"""<#M> {SOURCE} ; rml:subjectMap [ rml:template "{{id}}" ; rml:termType rml:BlankNode ; {TO_T} ] ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:object ex:o ; rml:objectMap {number} ] ."""
    with mapping(tmp_path, target("t", "t.rj", "; rml:serialization formats:RDF_JSON") + text) as made:
        (data,) = made.files().values()
    token = '{"type": "literal", "value": "a", "datatype": "http://www.w3.org/2001/XMLSchema#token"}'
    iri = f'{{"type": "uri", "value": "{BASE}ns#o"}}'
    assert data.decode() == f'{{"_:ba": {{"{BASE}ns#p": [{token}, {iri}]}}}}\n'


def _of_zip(data: bytes) -> tuple[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (name,) = archive.namelist()
        return name, archive.read(name)


def _of_tar(data: bytes) -> tuple[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        (name,) = archive.getnames()
        member = archive.extractfile(name)
        assert member is not None
        return name, member.read()


@pytest.mark.parametrize(
    ("compression", "suffix", "unpack"),
    [
        ("none", "", lambda data: ("t.nq", data)),
        ("gzip", ".gz", lambda data: ("t.nq", gzip.decompress(data))),
        ("zip", ".zip", _of_zip),
        ("targz", ".tar.gz", _of_tar),
        ("tarxz", ".tar.xz", _of_tar),
    ],
)
@pytest.mark.parametrize("at_target", [False, True])
def test_compressions_give_the_same_bytes_each_time(
    tmp_path: Path, compression: str, suffix: str, unpack: Callable[[bytes], tuple[str, bytes]], at_target: bool
) -> None:
    option = f"rml:compression rml:{compression}"
    path = f'rml:root rml:MappingDirectory ; rml:path "t.nq{suffix}"'
    inside, outside = (option, "") if at_target else ("", f"; {option}")
    text = f"ex:t rml:target [ {path} ; {inside} ] {outside} .\n" + triples_map(predicate=TO_T)
    with mapping(tmp_path, text) as made:
        (data,) = made.files().values()
        assert made.files() == {tmp_path / f"t.nq{suffix}": data}
    name, content = unpack(data)
    assert (name, [_short(quad) for quad in _quads(content)]) == ("t.nq", ["name"])


def test_the_working_folder_is_where_paths_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "maps").mkdir()
    monkeypatch.chdir(work)
    with mapping(tmp_path / "maps", 'ex:t rml:target [ rml:path "t.nq" ] .' + triples_map(predicate=TO_T)) as made:
        assert list(made.files()) == [work / "t.nq"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (target("t", "../t.nq"), "outside the folder of the mapping"),
        (target("t", "/t.nq"), "outside the folder of the mapping"),
        (target("t", "mapping.ttl"), "is read by the mapping"),
        (target("t", "t.x", "; rml:serialization formats:HDT"), "serialization http://www.w3.org/ns/formats/HDT; only"),
        (target("t", "t.x", "; rml:compression rml:rar"), "compression rar; only none, gzip"),
        (target("t", "t.x", "; rml:encoding rml:EBCDIC"), "encoding EBCDIC; only UTF-8"),
        (target("t", "t.x", "; rml:encoding rml:UTF-8, rml:UTF-16"), "more than one rml:encoding"),
        ("ex:t rml:serialization formats:N-Quads .", "needs exactly one rml:target"),
        ("ex:t rml:target [ ] .", "needs exactly one rml:path"),
        (ONE + target("u", "t.nq", "; rml:compression rml:gzip"), "two formats, encodings or compressions"),
    ],
)
def test_targets_that_are_refused(tmp_path: Path, text: str, message: str) -> None:
    made = TO_U if "ex:u" in text else ""
    with pytest.raises(InputError, match=message):
        mapping(tmp_path, text + triples_map(predicate=TO_T, made=made))
    assert [file.name for file in tmp_path.iterdir()] == ["mapping.ttl"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "t.nq").symlink_to(tmp_path / "elsewhere.nq")
    with pytest.raises(InputError, match="outside the folder"):
        mapping(inside, ONE + triples_map(predicate=TO_T))


@pytest.mark.parametrize(
    ("written", "instead"), [("ex:name", "<http://example.org/1/>"), ('rml:reference "name"', r'rml:constant "\u0001"')]
)
def test_what_no_xml_can_hold_is_refused_in_rdf_xml(tmp_path: Path, written: str, instead: str) -> None:
    text = triples_map(made=TO_T).replace(written, instead)
    with (
        mapping(tmp_path, target("t", "t.rdf", "; rml:serialization formats:RDF_XML") + text) as made,
        pytest.raises(InputError, match=r"RDF/XML cannot hold <https://example\.org/a> <http"),
    ):
        made.files()


def test_the_plan_names_the_targets(tmp_path: Path) -> None:
    with mapping(tmp_path, ONE + triples_map(predicate=TO_T)) as made:
        assert made.explanation().count(f"-- To {tmp_path / 't.nq'}:") == 1


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"before")
    with pytest.raises(InputError, match="nowhere"):
        write_whole_files({kept: [b"after"], tmp_path / "nowhere" / "f": [b""]})
    assert kept.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["kept"]
    write_whole_files({kept: [b"after"], tmp_path / "f": [b"x"]})
    assert (kept.read_bytes(), (tmp_path / "f").read_bytes()) == (b"after", b"x")


def test_a_publication_has_no_logical_targets(tmp_path: Path, repository: Path) -> None:
    publication = read_publication(repository / "publication.toml", tmp_path)
    file = tmp_path / "mapping.ttl"
    file.write_text(PREFIXES + ONE + triples_map(predicate=TO_T), encoding="utf-8")
    with pytest.raises(InputError, match="instead of the release"):
        Mapping.of_publication(replace(publication, mappings=(file,)), TABLES)

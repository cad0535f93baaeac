"""Sources of each reference formulation, as mappings read them."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping
from iomgraph.mapping.sources import formulations

from .conftest import BASE, PREFIXES, objects

FRIENDS = [{"id": 1, "name": "Ada", "tags": ["x", "y"], "height": 1.5, "member": True, "gone": None, "empty": ""}]


def run(
    folder: Path, source: str, formulation: str, iterator: str | None, reference: str, prefixes: str = ""
) -> list[str]:
    iterator_text = f"rml:iterator '''{iterator}''' ;" if iterator else ""
    mapping = f"""{PREFIXES} {prefixes}
    @prefix formats: <http://www.w3.org/ns/formats/> .
    <#M> rml:logicalSource [ rml:source [ {source} ] ; {iterator_text} rml:referenceFormulation {formulation} ] ;
      rml:subject ex:s ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference '''{reference}''' ] ] ."""
    file = folder / "mapping.ttl"
    file.write_text(mapping, encoding="utf-8")
    with Mapping([file], BASE) as made:
        return list(made.lines())


def values(*arguments: str | Path | None) -> list[str]:
    return objects(run(*arguments))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("$.name", ["Ada"]),
        ("name", ["Ada"]),
        ("$.id", ["1"]),
        ("$.tags[*]", ["x", "y"]),
        ("$.height", ["1.5E0"]),
        ("$.member", ["true"]),
        ("$.gone", []),
        ("$.empty", []),
        ("$.absent", []),
    ],
)
def test_json(tmp_path: Path, reference: str, found: list[str]) -> None:
    (tmp_path / "f.json").write_text(json.dumps(FRIENDS), encoding="utf-8")
    assert values(tmp_path, 'rml:path "f.json"', "rml:JSONPath", "$[*]", reference) == found


def test_natural_datatypes_of_json(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text(json.dumps(FRIENDS), encoding="utf-8")
    (line,) = run(tmp_path, 'rml:path "f.json"', "rml:JSONPath", "$[*]", "$.id")
    assert '"1"^^<http://www.w3.org/2001/XMLSchema#integer>' in line


XML = "<r xmlns:n='http://n/'><f id='1'><name>Ada <b>L</b></name><n:x>é</n:x><t>1</t><t>2</t></f><f id='2'/></r>"


@pytest.mark.parametrize(
    ("reference", "found"),
    [("@id", ["1", "2"]), ("name", ["Ada L"]), ("t", ["1", "2"]), ("count(t)", ["0.0", "2.0"]), ("absent", [])],
)
def test_xml(tmp_path: Path, reference: str, found: list[str]) -> None:
    (tmp_path / "f.xml").write_text(XML, encoding="utf-8")
    assert values(tmp_path, 'rml:path "f.xml"', "rml:XPath", "/r/f", reference) == found


def test_xml_with_namespaces(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(XML, encoding="utf-8")
    formulation = (
        '[ a rml:XPathReferenceFormulation ; '
        'rml:namespace [ rml:namespacePrefix "p" ; rml:namespaceURL "http://n/" ] ]'
    )  # fmt: skip
    assert values(tmp_path, 'rml:path "f.xml"', formulation, "/r/f", "p:x") == ["é"]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    document = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]><r><f>a&e;b</f></r>'
    (tmp_path / "f.xml").write_text(document, encoding="utf-8")
    assert "hidden" not in "".join(values(tmp_path, 'rml:path "f.xml"', "rml:XPath", "/r/f", "."))


def test_rdf_by_sparql(tmp_path: Path) -> None:
    (tmp_path / "f.ttl").write_text("<http://a> <http://p> 'x', 'y' .", encoding="utf-8")
    query = "SELECT ?o { ?s ?p ?o }"
    assert values(tmp_path, 'rml:path "f.ttl"', "formats:SPARQL_Results_CSV", query, "o") == ["x", "y"]


def tar(data: bytes, mode: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        member = tarfile.TarInfo("f")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("f", data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("compression", "pack"),
    [
        ("none", bytes),
        ("gzip", gzip.compress),
        ("zip", zipped),
        ("targz", lambda data: tar(data, "w:gz")),
        ("tarxz", lambda data: tar(data, "w:xz")),
    ],
)
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
def test_compression_and_encoding(
    tmp_path: Path, compression: str, pack: Callable[[bytes], bytes], encoding: str
) -> None:
    source = f'rml:path "f.x" ; rml:compression rml:{compression} ; rml:encoding rml:{encoding}'
    (tmp_path / "f.x").write_bytes(pack("a,b\né,2\n".encode(encoding)))
    assert values(tmp_path, source, "rml:CSV", None, "a") == ["é"]
    (tmp_path / "f.x").write_bytes(pack('{"a": "é"}'.encode(encoding)))
    assert values(tmp_path, source, "rml:JSONPath", "$", "a") == ["é"]


def test_texts_for_missing_values(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("a\nx\nn/a\n", encoding="utf-8")
    assert values(tmp_path, 'rml:path "f.csv" ; rml:null "n/a"', "rml:CSV", None, "a") == ["x"]


@pytest.mark.parametrize(
    ("content", "source", "formulation", "iterator", "message"),
    [
        (b"[1, ", "", "rml:JSONPath", "$[*]", "is not valid JSON"),
        (b"[1]", "", "rml:JSONPath", "$[*", "is no JSONPath"),
        (b"<r>", "", "rml:XPath", "/r", "is not valid XML"),
        (b"<r/>", "", "rml:XPath", "/r[", "is no XPath"),
        (b"<r/>", "", "rml:XPath", "count(/r)", "selects no nodes"),
        (b"\xff", "", "rml:JSONPath", "$", "is not encoded as UTF-8"),
        (b"{}", "rml:encoding rml:EBCDIC", "rml:JSONPath", "$", "only UTF-8 and UTF-16"),
        (b"{}", "rml:compression rml:gzip", "rml:JSONPath", "$", "cannot be"),
        (b"{}", "rml:compression rml:zip", "rml:JSONPath", "$", "cannot be unpacked"),
        (b"{}", "rml:compression rml:odd", "rml:JSONPath", "$", "compression odd, which is not read"),
        (b"a,b\n1\n", "", "rml:CSV", None, "line 2: the row has 1 cells and the header 2"),
        (b"b\n1\n", "", "rml:CSV", None, "has no column a"),
        (
            b"<http://a> <http://b> 1 .",
            "",
            "formats:SPARQL_Results_CSV",
            "ASK {}",
            "cannot be|is no SELECT|not the RDF",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    tmp_path: Path, content: bytes, source: str, formulation: str, iterator: str | None, message: str
) -> None:
    (tmp_path / "f.x").write_bytes(content)
    with pytest.raises(InputError, match=message) as refusal:
        run(tmp_path, f'rml:path "f.x" ; {source}', formulation, iterator, "a")
    assert "f.x" in str(refusal.value)


@pytest.mark.parametrize("query", ["SELECT ?o { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "ASK {}", "SELECT", ""])
def test_queries_that_are_refused(tmp_path: Path, query: str) -> None:
    (tmp_path / "f.ttl").write_text("<http://a> <http://p> 'x' .", encoding="utf-8")
    with pytest.raises(InputError, match="iterator"):
        run(tmp_path, 'rml:path "f.ttl"', "formats:SPARQL_Results_CSV", query, "o")


def test_two_sources_of_one_file_are_two_tables(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_text('{"a": [{"x": 1}], "A": [{"x": 2}]}', encoding="utf-8")
    maps = [
        f"""<#M{number}> rml:logicalSource [ rml:source [ rml:path "f.json" ] ; rml:iterator "$.{key}[*]" ;
              rml:referenceFormulation rml:JSONPath ] ;
            rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "x" ] ] ."""
        for number, key in enumerate(["a", "A"])
    ]
    file = tmp_path / "mapping.ttl"
    file.write_text(PREFIXES + "".join(maps), encoding="utf-8")
    with Mapping([file], BASE) as made:
        assert objects(list(made.lines())) == ["1", "2"]


def test_a_formulation_is_one_file() -> None:
    modules = {module.__name__.rsplit(".", 1)[1] for module in formulations().values()}
    assert modules == {"arrow", "csv", "excel", "json", "ndjson", "parquet", "sparql", "sql", "xml"}

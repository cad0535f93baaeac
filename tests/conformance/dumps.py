"""Files that logical targets hold, read back: unpacked and decoded as their names and first bytes say."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph

_FORMATS = {
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "n3": pyoxigraph.RdfFormat.N3,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
_UTF_16_MARK = b"\xff\xfe"


def read_dump(file: Path) -> list[pyoxigraph.Quad]:
    """The quads of a file such as `dump1.nq.tar.xz`."""
    data, name = _unpacked(file)
    text = data.decode("utf-16" if data.startswith(_UTF_16_MARK) else "utf-8")
    suffix = name.rpartition(".")[2]
    if suffix == "rdfjson":
        return list(_rdf_json(json.loads(text)))
    # XML names its encoding, which is no longer that of the text.
    text = text.replace('encoding="UTF-16"', 'encoding="UTF-8"', 1)
    return list(pyoxigraph.parse(text.encode(), format=_FORMATS[suffix]))


def _unpacked(file: Path) -> tuple[bytes, str]:
    """The bytes that a file holds, and the name that they have there."""
    data = file.read_bytes()
    if file.name.endswith((".tar.gz", ".tar.xz")):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            (name,) = archive.getnames()
            member = archive.extractfile(name)
            assert member is not None
            return member.read(), name
    if file.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            (name,) = packed.namelist()
            return packed.read(name), name
    if file.suffix == ".gz":
        return gzip.decompress(data), file.stem
    return data, file.name


def _rdf_json(subjects: dict[str, dict[str, list[dict[str, Any]]]]) -> Iterator[pyoxigraph.Quad]:
    """https://www.w3.org/TR/rdf-json/; a value that is no string, which that forbids, is taken as it is written."""
    for subject, predicates in subjects.items():
        for predicate, values in predicates.items():
            for value in values:
                yield pyoxigraph.Quad(_resource(subject), pyoxigraph.NamedNode(predicate), _object(value))


def _resource(name: str) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
    blank = name.startswith("_:")
    return pyoxigraph.BlankNode(name.removeprefix("_:")) if blank else pyoxigraph.NamedNode(name)


def _object(value: dict[str, Any]) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if value["type"] != "literal":
        return _resource(value["value"])
    datatype = value.get("datatype")
    return pyoxigraph.Literal(
        str(value["value"]),
        datatype=pyoxigraph.NamedNode(datatype) if datatype else None,
        language=value.get("lang"),
    )

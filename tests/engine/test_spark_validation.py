"""Core constraints find the same on Spark as on DuckDB."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner
from rdflib import SH

from iomgraph.cli import main
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping import Mapping
from iomgraph.publication import read_publication
from iomgraph.rdf.rdflib_graph import rdflib_graph
from iomgraph.source_graph import read_and_link
from iomgraph.validation import read_shapes
from iomgraph.validation.finding import Finding
from iomgraph.validation.set_engine import evaluate

from .conftest import MASTER, OpenEngine

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.timeout(1800)]

EVERY_CONSTRAINT = Path(__file__).parent / "every_constraint.ttl"
COMPONENTS = """And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals MaxCount
MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern
QualifiedMaxCount QualifiedMinCount UniqueLang Xone""".split()

needs_time = pytest.mark.skipif(
    "IOMGRAPH_SPARK_SUITES" not in os.environ,
    reason="every case of SHACL's suite, and the sample, take Spark a quarter of an hour: set IOMGRAPH_SPARK_SUITES",
)


def told(found: Iterable[Finding]) -> list[str]:
    """Findings with their causes, in an order."""
    return sorted(repr((replace(each, details=()), told(each.details))) for each in found)


def findings(n_quads: bytes, shapes: rdflib.Graph, engine: Engine | None = None) -> list[str] | None:
    """What is found, in an order; None where the shapes are refused."""
    try:
        return told(evaluate(n_quads, shapes, engine)[0])
    except InputError:
        return None


def test_every_component_and_path(open_spark: OpenEngine) -> None:
    quads = list(pyoxigraph.parse(EVERY_CONSTRAINT.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE))
    n_quads = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    shapes = rdflib_graph(quads)
    expected, _ = evaluate(n_quads, shapes)
    assert {finding.component for finding in expected} == {SH[f"{name}ConstraintComponent"] for name in COMPONENTS}
    assert findings(n_quads, shapes, open_spark()) == told(expected)


def test_the_command(tmp_path: Path, open_spark: OpenEngine) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text("<urn:a> <urn:p> 1 .", encoding="utf-8")
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetSubjectsOf <urn:p> ; sh:message 'No.'@en ; "
        "sh:nodeKind sh:BlankNode .",
        encoding="utf-8",
    )
    said = []
    for chosen in ([], ["--engine", "spark", "--master", MASTER]):
        done = CliRunner().invoke(main, ["validate", str(data), "--shapes", str(shapes), *chosen])
        assert done.exit_code == 1, done.output
        said.append(done.output)
    assert said[0] == said[1]


def cases(shared: Path) -> Iterator[tuple[str, bytes, rdflib.Graph]]:
    """Name, data and shapes of each case of the suite."""
    from tests.conformance import shacl

    for case in shacl.cases(shared / "conformance"):
        if case.suite == "core":
            yield case.name, shacl.data_of(case), shacl.shapes_of(case)


@needs_time
def test_every_case_of_the_suite(shared: Path, open_spark: OpenEngine) -> None:
    compared = 0
    for name, n_quads, shapes in cases(shared):
        assert findings(n_quads, shapes, open_spark()) == findings(n_quads, shapes), name
        compared += 1
    assert compared == 98


@needs_time
def test_the_shapes_of_the_publication_on_the_sample(repository: Path, open_spark: OpenEngine) -> None:
    publication = read_publication(repository / "publication.toml", repository)
    with Mapping.of_publication(publication, read_and_link([], publication, lambda _: None).tables) as mapping:
        n_quads = b"".join(mapping.text())
    shapes = read_shapes(publication.shapes)
    expected = findings(n_quads, shapes)
    assert expected
    assert findings(n_quads, shapes, open_spark()) == expected

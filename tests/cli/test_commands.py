"""`map`, `validate`, `inspect`, `query` and what they refuse."""

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from tests.conftest import ServedSample

from .conftest import Run

PROJECT = "https://w3id.org/iomgraph/id/project/W34-805"
PAGE = Path("data/records/pages/W34-805.en.txt")


@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "nt", "jsonld", "rdf"])
def test_map_writes_each_syntax(tmp_path: Path, iomgraph: Run, repository: Path, suffix: str) -> None:
    done = iomgraph("map", repository / PAGE, "-o", f"graph.{suffix}", folder=tmp_path)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    dataset = rdflib.Dataset(default_union=True)
    names = {"jsonld": "json-ld", "rdf": "xml", "nq": "nquads"}
    dataset.parse(tmp_path / f"graph.{suffix}", format=names.get(suffix, suffix))
    titles = set(dataset.objects(rdflib.URIRef(PROJECT), rdflib.DCTERMS.title))
    assert len(titles) == 1
    assert [file.name for file in tmp_path.iterdir()] == [f"graph.{suffix}"]


def test_map_to_standard_output_and_its_suffixes(tmp_path: Path, iomgraph: Run, repository: Path) -> None:
    printed = iomgraph("map", repository / PAGE, "--format", "nt", folder=tmp_path)
    assert list(pyoxigraph.parse(printed.stdout.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    odd = iomgraph("map", repository / PAGE, "-o", "graph.odd", folder=tmp_path)
    assert odd.returncode == 2
    assert "no RDF syntax" in odd.stderr
    nowhere = iomgraph("map", repository / PAGE, "-o", "none/graph.nq", folder=tmp_path)
    assert nowhere.returncode == 2
    assert "cannot be written" in nowhere.stderr


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """A mapping with a source of its own beside it."""
    (tmp_path / "people.json").write_text('[{"id": 1, "name": "Ada"}]', encoding="utf-8")
    file = tmp_path / "mapping.ttl"
    file.write_text(
        """@prefix rml: <http://w3id.org/rml/> .
        <#M> rml:logicalSource [ rml:source [ rml:path "people.json" ] ; rml:referenceFormulation rml:JSONPath ;
            rml:iterator "$[*]" ] ;
          rml:subjectMap [ rml:template "people/{id}" ] ;
          rml:predicateObjectMap [ rml:predicate <name> ; rml:objectMap [ rml:reference "name" ] ] .""",
        encoding="utf-8",
    )
    return file


def test_map_runs_any_mapping_on_its_own_sources(tmp_path: Path, iomgraph: Run, mapping: Path) -> None:
    done = iomgraph("map", "--mapping", mapping, "--base", "http://x/", "-o", "out.nt", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out.nt").read_text(encoding="utf-8") == '<http://x/people/1> <http://x/name> "Ada" .\n'
    explained = iomgraph("map", "--mapping", mapping, "--explain", folder=tmp_path)
    assert "SELECT" in explained.stdout
    assert "people.json" in explained.stdout
    both = iomgraph("map", mapping, "--mapping", mapping, folder=tmp_path)
    assert both.returncode == 2
    (tmp_path / "people.json").write_text("[", encoding="utf-8")
    (tmp_path / "out.nt").write_text("before", encoding="utf-8")
    refused = iomgraph("map", "--mapping", mapping, "-o", "out.nt", folder=tmp_path)
    assert refused.returncode == 2
    assert "people.json, line 1, column 2: what stands here is not valid JSON" in refused.stderr
    assert (tmp_path / "out.nt").read_text(encoding="utf-8") == "before"


def test_map_writes_logical_targets(tmp_path: Path, iomgraph: Run, mapping: Path) -> None:
    text = mapping.read_text(encoding="utf-8").replace(
        'rml:template "people/{id}"', 'rml:template "people/{id}" ; rml:logicalTarget <t>'
    )
    mapping.write_text(text + '<t> rml:target [ rml:path "t.nq" ] .', encoding="utf-8")
    command = ("map", "--mapping", mapping, "--base", "http://x/")
    explained = iomgraph(*command, "--explain", folder=tmp_path)
    assert "t.nq" in explained.stdout
    assert not (tmp_path / "t.nq").exists()
    printed = iomgraph(*command, folder=tmp_path)
    assert (printed.returncode, printed.stdout, printed.stderr) == (0, "", "")
    assert (tmp_path / "t.nq").read_text(encoding="utf-8") == '<http://x/people/1> <http://x/name> "Ada" .\n'
    (tmp_path / "t.nq").write_text("before", encoding="utf-8")
    nowhere = iomgraph(*command, "-o", "none/out.nq", folder=tmp_path)
    same = iomgraph(*command, "-o", "t.nq", folder=tmp_path)
    assert (nowhere.returncode, same.returncode) == (2, 2)
    assert "none/out.nq cannot be written" in nowhere.stderr
    assert "t.nq is a logical target" in same.stderr
    assert (tmp_path / "t.nq").read_text(encoding="utf-8") == "before"
    written = iomgraph(*command, "-o", "out.nq", folder=tmp_path)
    assert written.returncode == 0
    assert (tmp_path / "out.nq").read_bytes() == b""
    assert (tmp_path / "t.nq").read_text(encoding="utf-8").startswith("<http://x/people/1>")


INSPECT_KEYS = (
    "file project_id prima_id title language start end status project_type budget coverage funding_year region "
    "benefiting_states other_benefiting_states organisations processes activities mentions unresolved warnings"
).split()


def test_inspect(tmp_path: Path, iomgraph: Run, repository: Path) -> None:
    done = iomgraph("inspect", repository / PAGE, "--format", "json", folder=tmp_path)
    (record,) = json.loads(done.stdout)
    assert list(record) == INSPECT_KEYS
    assert record["budget"] == {"amount": "85000.00", "currency": "USD"}
    assert record["benefiting_states"] == ["MDA", "POL", "ROU", "SVK", "UKR"]
    roles = {each["name"]: each["roles"] for each in record["organisations"]}
    assert "initiator" in roles["Swedish Migration Agency"]
    assert len(record["activities"]) == 3
    text = iomgraph("inspect", repository / PAGE, folder=tmp_path).stdout
    assert "  project_id: W34-805\n" in text


def test_validate_rdf_files_with_other_shapes(tmp_path: Path, iomgraph: Run) -> None:
    (tmp_path / "data.ttl").write_text("<http://x/a> a <http://x/C> .", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://x/S> a sh:NodeShape ; sh:targetClass <http://x/C> ; "
        "sh:property [ sh:path <http://x/p> ; sh:minCount 1 ; sh:message 'Give p.' ] .",
        encoding="utf-8",
    )
    done = iomgraph("validate", "data.ttl", "--shapes", "shapes.ttl", folder=tmp_path)
    assert done.returncode == 1
    assert "Give p." in done.stdout
    written = iomgraph(
        "validate", "data.ttl", "--shapes", "shapes.ttl", "--format", "turtle", "-o", "r.ttl", folder=tmp_path
    )
    assert written.returncode == 1
    report = rdflib.Graph().parse(tmp_path / "r.ttl")
    assert list(report.objects(None, rdflib.SH.focusNode)) == [rdflib.URIRef("http://x/a")]


def test_validate_with_either_engine_and_explain(tmp_path: Path, iomgraph: Run) -> None:
    (tmp_path / "data.ttl").write_text("<urn:a> <urn:p> 1 .", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; "
        "sh:message 'No.'@en ; sh:nodeKind sh:BlankNode .",
        encoding="utf-8",
    )
    command = ("validate", "data.ttl", "--shapes", "shapes.ttl")
    by_sets, by_pyshacl = (iomgraph(*command, "--engine", engine, folder=tmp_path) for engine in ("duckdb", "pyshacl"))
    assert by_sets.returncode == by_pyshacl.returncode == 1
    assert by_sets.stdout == by_pyshacl.stdout
    explained = iomgraph(*command, "--explain", folder=tmp_path)
    assert explained.returncode == 0
    assert explained.stdout == "urn:s\n  sh:NodeKindConstraintComponent: one set query\n"
    assert iomgraph(*command, "--explain", "--engine", "pyshacl", folder=tmp_path).returncode == 2
    assert iomgraph(*command, "--master", "spark://127.0.0.1:7077", folder=tmp_path).returncode == 2


def test_validate_in_french(tmp_path: Path, iomgraph: Run, repository: Path) -> None:
    page = repository / "data" / "records" / "pages"
    done = iomgraph("validate", page, "--language", "fr", folder=tmp_path)
    assert done.returncode == 0
    assert "projet" in done.stdout


def stored_queries() -> list[str]:
    return sorted(file.stem for file in (Path(__file__).parents[2] / "queries").glob("*.rq"))


# The pages of the sample that belong to one project agree with each other, and none is an IATI activity.
WITHOUT_ANSWER = {
    "cq21-projects-on-which-sources-disagree",
    "cq25-projects-that-began-late",
    "cq26-transactions-by-type",
    "cq27-budgets-that-replace-others",
    "cq28-parties-that-answer-for-projects",
    "cq29-shares-of-projects",
}


@pytest.mark.parametrize("name", stored_queries())
def test_each_stored_query_answers_on_the_sample(published: Path, iomgraph: Run, name: str) -> None:
    done = iomgraph("query", name, "--format", "json", folder=published)
    assert done.returncode == 0, done.stderr
    assert bool(json.loads(done.stdout)["results"]["bindings"]) != (name in WITHOUT_ANSWER)


def test_query_formats_and_sources(published: Path, iomgraph: Run) -> None:
    table = iomgraph("query", "cq03", folder=published)
    assert "Swedish Migration Agency" in table.stdout
    asked = iomgraph("query", "-", folder=published, stdin=f"ASK {{ <{PROJECT}> ?p ?o }}")
    assert asked.stdout == "yes\n"
    graph = iomgraph("query", "-", folder=published, stdin=f"DESCRIBE <{PROJECT}>")
    assert "W34-805" in graph.stdout
    assert "85000.00" not in graph.stderr
    wrong = iomgraph("query", "-", folder=published, stdin="SELECT * {\n ?s ?p }")
    assert wrong.returncode == 2
    assert "line 2" in wrong.stderr
    refused = iomgraph("query", "-", folder=published, stdin="SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert refused.returncode == 2
    none = iomgraph("query", "nonsense", folder=published)
    assert none.returncode == 2
    assert "There is no query nonsense" in none.stderr


def test_query_a_running_endpoint(tmp_path: Path, iomgraph: Run, served_sample: ServedSample) -> None:
    endpoint = f"{served_sample.address}/sparql"
    for name in stored_queries():
        done = iomgraph("query", name, "--endpoint", endpoint, "--format", "json", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["head"]["vars"]
    graph = iomgraph("query", "-", "--endpoint", endpoint, folder=tmp_path, stdin=f"DESCRIBE <{PROJECT}>")
    assert "W34-805" in graph.stdout
    wrong = iomgraph("query", "-", "--endpoint", endpoint, folder=tmp_path, stdin="SELECT * {\n ?s ?p }")
    assert wrong.returncode == 2
    assert "is not valid SPARQL at line 2" in wrong.stderr
    assert len(wrong.stderr.splitlines()) == 1
    other = iomgraph("query", "cq01", "--endpoint", f"{served_sample.address}/projects", folder=tmp_path)
    assert other.returncode == 2


def test_query_an_endpoint_that_is_not_there(published: Path, iomgraph: Run) -> None:
    done = iomgraph("query", "cq03", "--endpoint", "http://127.0.0.1:9/sparql", folder=published)
    assert done.returncode == 2
    assert "did not answer" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["serve", "query cq01", "release show", "release verify"])
def test_before_the_first_release(tmp_path: Path, iomgraph: Run, command: str) -> None:
    done = iomgraph(*command.split(), folder=tmp_path)
    assert done.returncode == 2
    assert "run `iomgraph publish` first" in done.stderr


def write_malformed(folder: Path) -> dict[str, Path]:
    page = b"Title of a project\n\nStart Date\n2003\nProject Status\nCompleted\n"
    contents = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 40,
        "prose.txt": b"This is a letter and no project page at all.\n",
        "truncated.json": b'[{"title": "A", "start": "20',
        "wrong-encoding.txt": "Capacité\n".encode() + b"\xff\xfe\xe9" + page,
        "missing-column.csv": b"title,start\nA,2003\n",
        "short-row.csv": b"",
        "long-line.txt": b"x" * 100_000_000,
    }
    paths = {}
    for name, content in contents.items():
        paths[name] = folder / name
        paths[name].write_bytes(content)
    paths["directory"] = folder / "directory"
    paths["directory"].mkdir()
    paths["missing"] = folder / "missing.txt"
    paths["dangling"] = folder / "dangling.txt"
    paths["dangling"].symlink_to(folder / "gone.txt")
    return paths


@pytest.mark.parametrize("command", ["inspect", "map", "validate", "publish"])
def test_malformed_input_gives_one_sentence(tmp_path: Path, iomgraph: Run, command: str) -> None:
    for name, path in write_malformed(tmp_path).items():
        done = iomgraph(command, path, folder=tmp_path)
        assert done.returncode == 2, name
        assert done.stdout == "", name
        assert len(done.stderr.strip().splitlines()) == 1, (name, done.stderr)
        assert path.name in done.stderr, (name, done.stderr)
        assert "should not have" not in done.stderr, (name, done.stderr)
        assert not [each for each in (tmp_path / "releases").glob("*") if each.name != ".lock"], name


def test_no_permission(tmp_path: Path, repository: Path) -> None:
    """Run as a user who may not read the file: root may read everything."""
    page = tmp_path / "page.txt"
    page.write_text("x", encoding="utf-8")
    page.chmod(0)
    # What is imported later might be out of that user's reach too.
    imports = "import os, iomgraph.cli.inspect\nfrom iomgraph.records.formats import readers\nreaders()\n"
    code = imports + "from iomgraph.cli import main\nif os.getuid() == 0: os.setuid(65534)\nmain()"
    tmp_path.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, "--publication", str(repository / "publication.toml"), "inspect", "page.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "page.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback(tmp_path: Path, iomgraph: Run) -> None:
    done = iomgraph("--debug", "inspect", "missing.txt", folder=tmp_path)
    assert "Traceback" in done.stderr
    assert done.returncode == 1


def test_a_publication_that_cannot_be_read(tmp_path: Path, iomgraph: Run) -> None:
    for content, message in (("base = ", "not valid TOML"), ("base = 'x'", "lacks the setting"), ("[title", "TOML")):
        (tmp_path / "publication.toml").write_text(content, encoding="utf-8")
        done = iomgraph("inspect", folder=tmp_path)
        assert done.returncode == 2
        assert message in done.stderr


def test_usage(tmp_path: Path, iomgraph: Run) -> None:
    assert iomgraph("nonsense", folder=tmp_path).returncode == 2
    assert iomgraph("publish", "--nonsense", folder=tmp_path).returncode == 2
    assert iomgraph("--version", folder=tmp_path).stdout.startswith("iomgraph, version ")

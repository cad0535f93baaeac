"""Every kind of mistake is found by its rule, where it stands, and nothing else is.

`mistakes.tsv` holds one shape a line, with the rule that must tell its mistake, or `none`: the predicates of a shape
with a target, where $M are messages in every language, $S the shape and $N its target.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
import rdflib
from rdflib import SH

from iomgraph.errors import InputError
from iomgraph.publication import read_publication
from iomgraph.validation import Report, Severity, read_shapes
from iomgraph.validation.shapes_check import LinedShapes, check_shapes
from iomgraph.validation.shapes_check.mistake import rules_graph
from tests.conformance.shacl import cases

HERE = Path(__file__).parent
CHECK = "https://w3id.org/iomgraph/shapes-check#"
LANGUAGES = ("en", "fr", "es")
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = """
ex:Thing a owl:Class . ex:Nothing a owl:Class .
ex:p a owl:DatatypeProperty . ex:q a owl:ObjectProperty . ex:unused a owl:ObjectProperty .
"""
MESSAGES = 'sh:message "M."@en, "M."@fr, "M."@es'
UNTARGETED = f"ex:Untargeted a sh:NodeShape ; sh:nodeKind sh:IRI ; {MESSAGES} ."


def rows() -> list[tuple[int, str, str]]:
    with (HERE / "mistakes.tsv").open(encoding="utf-8", newline="") as table:
        found = list(csv.reader(table, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [(number, rule, shape) for number, (rule, shape) in enumerate(found, 1)]


def checked(folder: Path, shapes: str, data: bytes | None = None) -> Report:
    (folder / "ontology.ttl").write_text(PREFIXES + ONTOLOGY, encoding="utf-8")
    (folder / "shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    lined = LinedShapes(folder)
    read_shapes([folder / "shapes.ttl"], lined)
    return check_shapes(lined, [folder / "ontology.ttl"], LANGUAGES, data)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that each shape of the table breaks, all checked in one run."""
    shapes, data = [UNTARGETED], ["<http://example.org/n> <http://example.org/p> <http://example.org/n> ."]
    for number, _, shape in rows():
        own = shape.replace("$M", MESSAGES).replace("$SBeside", f"ex:B{number}").replace("$S", f"ex:S{number}")
        own = own.replace("$N", f"ex:n{number}").replace("_:loop", f"_:loop{number}")
        shapes.append(f"ex:S{number} a sh:NodeShape ; sh:targetNode ex:n{number} ; {own} .")
        data.append(f'<http://example.org/n{number}> <http://example.org/p> "x" .')
    data.append("<http://example.org/n> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Thing> .")
    report = checked(tmp_path_factory.mktemp("mistakes"), "\n".join(shapes), "\n".join(data).encode())
    by_shape: dict[str, set[str]] = defaultdict(set)
    for result in report.results:
        assert set(result.messages) == set(LANGUAGES), result
        assert "{" not in result.message("en") + result.message("fr") + result.message("es")
        (place,) = result.places
        assert (place.file.endswith("shapes.ttl"), bool(place.line)) == (True, True)
        by_shape[result.focus.removeprefix("http://example.org/")].add(result.rule.removeprefix(CHECK))
    return by_shape


@pytest.mark.parametrize(("number", "rule", "shape"), rows(), ids=str)
def test_a_mistake_is_told_by_its_rule_alone(found: dict[str, set[str]], number: int, rule: str, shape: str) -> None:
    del shape
    own = found[f"S{number}"] | found.get(f"B{number}", set())
    # A class or a property that nobody declares has no instances or values either.
    assert own - ({"target-matches-nothing"} if rule == "unknown-class" else set()) == {rule} - {"none"}


def test_a_shape_that_nobody_refers_to(found: dict[str, set[str]]) -> None:
    assert found["Untargeted"] == {"nobody-refers"}


def test_every_rule_has_a_mistake() -> None:
    graph = rules_graph("contradictions.ttl", "ignored.ttl", "sparql.ttl", "words.ttl")
    told = {str(rule) for rule in graph.subjects(SH.message) if isinstance(rule, rdflib.URIRef)}
    told |= {
        str(rule) for rule, constraint in graph.subject_objects(SH.sparql) if (constraint, SH.message, None) in graph
    }
    assert told - {CHECK + "ill-formed"} == {CHECK + rule for _, rule, _ in rows() if rule != "none"} | {
        CHECK + "nobody-refers"
    }


def test_a_mistake_stands_on_its_line(tmp_path: Path) -> None:
    report = checked(
        tmp_path,
        f"""ex:S a sh:NodeShape ; sh:targetClass ex:Thing ;
  sh:property [ sh:path ex:p ;
    sh:minCount 2 ;
    sh:maxCount 1 ; {MESSAGES} ;
    sh:maxcount 1 ] .""",
    )
    lines = PREFIXES.count("\n")
    told = [(result.places[0].line, result.places[0].field, result.focus) for result in report.results]
    assert told == [
        (lines + 3, "sh:minCount", "http://example.org/S"),
        (lines + 5, "sh:maxcount", "http://example.org/S"),
    ]
    assert "(sh:maxCount?)" in report.results[1].message("fr")


def test_what_is_no_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"shapes\.ttl, line 7"):
        checked(tmp_path, "\nex:S a .")


def test_our_own_shapes_and_the_rules_of_the_check_have_no_mistakes(repository: Path) -> None:
    publication = read_publication(repository / "publication.toml", repository)
    rules = [repository / "src/iomgraph/validation/shapes_check/rules" / name for name in ("sparql.ttl", "ignored.ttl")]
    lined = LinedShapes(repository)
    read_shapes([*publication.shapes, *rules, rules[0].with_name("contradictions.ttl")], lined)
    assert check_shapes(lined, publication.ontology, publication.languages).results == ()


def test_no_well_formed_shapes_of_the_suite_are_called_ill_formed(shared: Path, tmp_path: Path) -> None:
    """All files that speak of different nodes are checked in one run; a few share the names of their shapes."""
    suite = list(cases(shared / "conformance"))
    files = {case.shapes for case in suite if case.expected is not None}
    # A path that two rules match is ill-formed by the path-metarule of section 2.3.1; its case expects results.
    files -= {file for file in files if file.name == "path-strange-002.ttl"}
    seen: set[rdflib.term.Node] = set()
    lined = LinedShapes(tmp_path)
    taken = 0
    for file in sorted(files):
        own = {node for node in read_shapes([file]).subjects() if isinstance(node, rdflib.URIRef)}
        if seen.isdisjoint(own):
            read_shapes([file], lined)
            seen |= own
            taken += 1
    assert taken > 100
    wrong = {
        (result.rule, result.places[0].file)
        for result in check_shapes(lined, [], ["en"]).results
        if result.severity is Severity.VIOLATION and ("ill-formed" in result.rule or "cannot-be-used" in result.rule)
    }
    assert wrong == set()

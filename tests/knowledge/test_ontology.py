"""The ontology keeps its own rules, has no term that nobody asks for, and covers what is written with it."""

import csv
import json
import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS, SH, SKOS
from rdflib.compare import isomorphic

IOMG = rdflib.Namespace("https://w3id.org/iomgraph/ns#")
VOCAB = "https://w3id.org/iomgraph/vocab/"


def test_ontology_vocabularies_and_shapes_meet_the_shapes_of_the_ontology(
    ontology: rdflib.Graph, shapes: dict[str, rdflib.Graph]
) -> None:
    data = rdflib.Graph()
    for graph in (ontology, *shapes.values()):
        data += graph
    conforms, _, report = pyshacl.validate(
        data_graph=data, shacl_graph=shapes["ontology"], advanced=False, inference="none"
    )
    assert conforms, report


def test_there_are_no_blank_nodes(ontology: rdflib.Graph) -> None:
    assert not [triple for triple in ontology if any(isinstance(term, rdflib.BNode) for term in triple)]


def test_every_shape_with_an_address_is_typed(shapes: dict[str, rdflib.Graph]) -> None:
    for graph in shapes.values():
        for shape in graph.subjects(SH.path, None):
            assert isinstance(shape, rdflib.BNode) or (shape, RDF.type, SH.PropertyShape) in graph
            assert isinstance(shape, rdflib.BNode) or (None, SH.property, shape) in graph, f"{shape} is not used"


def test_every_term_is_used_by_a_question_or_a_shape(
    ontology: rdflib.Graph, shapes: dict[str, rdflib.Graph], repository: Path
) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (repository / "queries").glob("*.rq")]
    used = set()
    for name, graph in shapes.items():
        if name != "ontology":
            texts += [str(text) for text in graph.objects(None, SH.select)]
            used |= {term for triple in graph for term in triple}
    used |= {IOMG[name] for text in texts for name in re.findall(r"\biomg:(\w+)", text)}
    assert set(ontology.subjects(RDFS.isDefinedBy, None)) - used == set()


def test_roles_and_direct_properties_are_one_to_one(ontology: rdflib.Graph) -> None:
    direct = list(ontology.objects(None, IOMG.directProperty))
    assert len(direct) == len(set(direct))
    assert set(direct) == set(ontology.subjects(RDFS.subPropertyOf, IOMG.involves))
    for role, prop in ontology.subject_objects(IOMG.directProperty):
        code = re.sub("[A-Z]", lambda letter: "-" + letter[0].lower(), str(prop).removeprefix(IOMG))
        assert str(role) == f"{VOCAB}role/{code}"


def test_a_concept_stands_at_its_list_and_code(ontology: rdflib.Graph) -> None:
    for concept in ontology.subjects(RDF.type, SKOS.Concept):
        code = str(ontology.value(concept, SKOS.notation)).lower()
        assert str(concept) == f"{ontology.value(concept, SKOS.inScheme)}/{code}"


def test_names_in_a_list_are_unambiguous(ontology: rdflib.Graph) -> None:
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        bearers: dict[str, set[str]] = {}
        for concept in ontology.subjects(SKOS.inScheme, scheme):
            for prop in (SKOS.prefLabel, SKOS.altLabel):
                for name in ontology.objects(concept, prop):
                    bearers.setdefault(str(name).casefold(), set()).add(str(concept))
        assert {name: found for name, found in bearers.items() if len(found) > 1} == {}


def names(ontology: rdflib.Graph, scheme: str) -> set[str]:
    concepts = ontology.subjects(SKOS.inScheme, rdflib.URIRef(VOCAB + scheme))
    return {
        str(name)
        for concept in concepts
        for prop in (SKOS.prefLabel, SKOS.altLabel)
        for name in ontology.objects(concept, prop)
    }


@pytest.mark.parametrize(
    ("field", "scheme"), [("IDF Region", "region"), ("Coverage", "coverage"), ("Project Status", "status")]
)
def test_the_names_that_pages_carry_are_known(field: str, scheme: str, ontology: rdflib.Graph, shared: Path) -> None:
    with (shared / "reference/field-values.csv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["field"] == field]
    carried = {row[column] for row in rows for column in ("value", "value_fr") if row[column]}
    assert carried
    assert carried - names(ontology, scheme) == set()


def test_the_project_types_that_pages_carry_are_known(ontology: rdflib.Graph, shared: Path) -> None:
    with (shared / "reference/project-types.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 17
    for row in rows:
        concept = rdflib.URIRef(f"{VOCAB}project-type/{row['code_prefix'].lower()}")
        assert str(ontology.value(concept, SKOS.notation)) == row["code_prefix"]
        for column, language in (("project_type_label_en", "en"), ("label_fr", "fr")):
            if row[column]:
                assert (concept, SKOS.prefLabel, rdflib.Literal(row[column], lang=language)) in ontology


@pytest.mark.parametrize(
    ("file", "column", "scheme"),
    [
        ("processes.csv", "type", "process-type"),
        ("process_facts.csv", "fact", "measure"),
        ("claims.csv", "role", "role"),
        ("cues.csv", "role", "role"),
        ("cues.csv", "basis", "basis"),
    ],
)
def test_the_codes_of_the_reference_data_are_concepts(
    file: str, column: str, scheme: str, ontology: rdflib.Graph, repository: Path
) -> None:
    with (repository / "data/reference" / file).open(encoding="utf-8", newline="") as table:
        codes = {row[column] for row in csv.DictReader(table)} - {""}
    concepts = set(ontology.subjects(SKOS.inScheme, rdflib.URIRef(VOCAB + scheme)))
    assert codes
    assert {code for code in codes if rdflib.URIRef(f"{VOCAB}{scheme}/{code}") not in concepts} == set()


@pytest.fixture(scope="module")
def context(repository: Path) -> dict[str, object]:
    document: dict[str, dict[str, object]] = json.loads(
        (repository / "ontology/context.jsonld").read_text(encoding="utf-8")
    )
    return document["@context"]


def test_the_context_covers_every_term(context: dict[str, object], ontology: rdflib.Graph) -> None:
    for term in ontology.subjects(RDFS.isDefinedBy, None):
        name = str(term).removeprefix(IOMG)
        entry = context[name]
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"iomg:{name}"


def test_the_context_makes_short_keys_and_loses_nothing(
    context: dict[str, object], conforming_file: Path, lexical_forms: None
) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(conforming_file)
    for name in ("data", "evidence"):
        graph = rdflib.Graph()
        graph += dataset.graph(rdflib.URIRef(f"https://w3id.org/iomgraph/graph/{name}"))
        text = graph.serialize(format="json-ld", context=context, auto_compact=False)
        keys = {key for node in json.loads(text)["@graph"] for key in node}
        assert {key for key in keys if ":" in key} == set()
        again = rdflib.Graph().parse(data=text, format="json-ld")
        assert len(graph) > 50
        assert isomorphic(graph, again)

"""Keywords are found where SPARQL has them, and nowhere else."""

import pytest

from iomgraph.rdf.query_text import QueryText


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://other.example/sparql> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * {SERVICE<http://other.example/>{?s ?p ?o}}",
        "SELECT * {?s ?p ?o.SERVICE ?s{?s ?p ?o}}",
        "SELECT * { ?s ?p 'it''s'. # comment\nSERVICE ?s { } }",
        'SELECT * { ?s ?p "\\"" . SERVICE ?s { } }',
        "SELECT * { ?s ?p '''a''b''' SERVICE ?s { } }",
        "SELECT * { FILTER(?a<?b) SERVICE ?s { FILTER(?c>?d) } }",
        "SELECT * { FILTER(?a<?b&&?c>?d) SERVICE ?s { } }",
        "SELECT * { ?s ?p 1.SERVICE ?s {} }",
        "SELECT * { ?s a ex: . SERVICE ex: {} }",
        "SELECT * { ?s ?p true\tSeRvIcE\n<a:b> {} }",
        "SELECT * { SERVICESILENT <http://other.example/> {} }",
        "PREFIX P:<http://a/> SELECT * {?s a P:.SERVICE<http://other.example/>{?x ?y ?z}}",
        "SELECT * { ?s ?p trueSERVICE<a:b>{} }",
        "SELECT * { ?s ?p 1e5SERVICE<a:b>{} }",
        "SELECT * { ?s ?p 5.0e0SERVICE<a:b>{} }",
        "PREFIX : <http://a/> SELECT * { SERVICE:x {} }",
    ],
)
def test_service_is_found(text: str) -> None:
    assert QueryText(text).calls_another_endpoint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service $SERVICE { ?service ?p ?o }",
        'SELECT * { ?s ?p "SERVICE" , \'SERVICE\' , """a " SERVICE ""b""" , \'\'\' SERVICE \'\'\' }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://other.example/>",
        "SELECT * { <http://a/SERVICE> <#SERVICE> ?o }",
        "PREFIX dcat: <http://a/> SELECT * { dcat:service ex:SERVICE , dcat:accessService ?o }",
        "SELECT * { _:SERVICE ?p 'x'@service }",
        "SELECT * { ?s ?p 'it\\'s SERVICE' }",
        "SELECT * { ?s ex:a-SERVICE ex:a.SERVICE , ex:SERVICE\\/x , :SERVICE }",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert not QueryText(text).calls_another_endpoint


@pytest.mark.parametrize(
    ("text", "names"),
    [("SELECT * FROM <a:b> {}", True), ("SELECT * FROMNAMED<a:b>{}", True), ("SELECT ?from {}", False)],
)
def test_a_dataset_is_named(text: str, names: bool) -> None:
    assert QueryText(text).names_its_dataset is names


@pytest.mark.parametrize(
    ("text", "triples"),
    [
        ("CONSTRUCTWHERE{?s ?p ?o}", True),
        ("CONSTRUCTFROM<a:b>WHERE{?s ?p ?o}", True),
        ("BASE <http://select/> PREFIX ask: <a:b> # SELECT\nDESCRIBE ?s", True),
        ("SELECTDISTINCT * {}", False),
        ("ASK { ?construct ?p 'DESCRIBE' }", False),
    ],
)
def test_the_form(text: str, triples: bool) -> None:
    assert QueryText(text).answers_with_triples is triples


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("INSERT DATA { <a:b> <a:b> 1 }", True),
        ("PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }", True),
        ("# add\nSELECT * {}", False),
        ("PREFIX insert: <a:b> SELECT (1 AS ?add) {}", False),
    ],
)
def test_updates(text: str, update: bool) -> None:
    assert QueryText(text).is_update is update


def test_depth_and_size() -> None:
    query = QueryText("SELECT * { ?s ?p '((((' . FILTER((1+(2)) > 1) } # {{{{{")
    assert query.depth == 4
    assert query.size == 20
    data = QueryText("SELECT * { VALUES ?x { " + "1 " * 10_000 + "} }")
    assert data.depth == 2
    assert data.size < 10

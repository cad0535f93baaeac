"""Keywords are found where SPARQL has them, and nowhere else."""

import pytest

from iomgraph.rdf.query_words import query_words


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
    ],
)
def test_service_is_found(text: str) -> None:
    assert "SERVICE" in query_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service $SERVICE { ?service ?p ?o }",
        'SELECT * { ?s ?p "SERVICE" , \'SERVICE\' , """a " SERVICE ""b""" , \'\'\' SERVICE \'\'\' }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://other.example/>",
        "SELECT * { <http://a/SERVICE> <#SERVICE> ?o }",
        "PREFIX service: <http://a/> SELECT * { service:SERVICE ex:SERVICE ?o }",
        "SELECT * { _:SERVICE ?p 'x'@service }",
        "SELECT * { ?s ?p 'it\\'s SERVICE' }",
        "SELECT * { ?s ex:a-SERVICE ex:a.SERVICE , ex:SERVICE\\/x , :SERVICE }",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert "SERVICE" not in query_words(text)

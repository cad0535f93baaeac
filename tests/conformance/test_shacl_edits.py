"""What is reported since an earlier graph is what a full run reports, over random shapes, graphs and edits."""

import warnings
from collections import Counter
from pathlib import Path

import pytest
import rdflib

from .shacl_cases import random_case
from .shacl_edits import FULL, TAKEN_OVER, compare

SEEDS = range(25)
_PREFIXES = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
_QUERIES = [
    "SELECT $this ?value { $this ex:p ?value . ?other ex:q ?value FILTER(?other != $this) }",
    "SELECT $this ?value { $this ex:p/ex:q* ?value OPTIONAL { ?value ex:r ?x } FILTER(!BOUND(?x)) }",
    "SELECT $this ?value { { $this ex:q ?value } UNION { ?value ex:r $this } "
    "FILTER NOT EXISTS { ?value ex:p ?y . ?y ex:q ?z } }",
    "SELECT $this { $this ex:p ?x { SELECT $this (COUNT(?y) AS ?n) { $this ex:q ?y } GROUP BY $this } FILTER(?n > 1) }",
    "SELECT $this ?value { ?value ?any $this . ?value !ex:r ?x FILTER EXISTS { ?x a ?class } }",
]


@pytest.fixture(autouse=True)
def _quiet() -> None:
    warnings.simplefilter("ignore")  # of rdflib, about literals that are ill-typed on purpose


def test_random_shapes(tmp_path: Path) -> None:
    cases = ((seed, random_case(seed)) for seed in SEEDS)
    came = Counter(compare(case.data, case.shapes, seed, tmp_path) for seed, case in cases)
    assert came[FULL] == 0
    assert came[TAKEN_OVER] > len(SEEDS) / 2


@pytest.mark.parametrize("query", _QUERIES)
def test_queries_that_hang_together(tmp_path: Path, query: str) -> None:
    came = compared(query, tmp_path)
    assert came[FULL] == 0
    assert came[TAKEN_OVER] > 0


def test_a_query_that_reads_one_property_anywhere(tmp_path: Path) -> None:
    query = "SELECT $this ?value { ?any ex:r ?path . $this ?path ?value FILTER NOT EXISTS { ?value ex:q $this } }"
    assert compared(query, tmp_path)[FULL] < 10


def compared(query: str, folder: Path) -> Counter[str]:
    """How the reports on ten edited graphs came about, of a shape with this query."""
    shapes = rdflib.Graph().parse(
        data=f"""{_PREFIXES} ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p , ex:q ; sh:message "Wrong."@en ;
        sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''{query}''' ] .
        ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/" ] .""",
        format="turtle",
    )
    return Counter(compare(random_case(seed).data, shapes, seed, folder) for seed in range(10))

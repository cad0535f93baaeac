"""The twelve kinds of queries, filled with values of the release, and the requests that carry them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph

_NS = "https://w3id.org/iomgraph/ns#"
_PREFIXES = f"""PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX iomg: <{_NS}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
TABLE, TRIPLES = "application/sparql-results+json", "text/turtle"
LOOKUP, DESCRIBE = "lookup by code", "DESCRIBE of a project"

# `{project}` is an IRI, `{code}`, `{state}`, `{year}`, `{region}`, `{process}` and `{word}` are as their names say.
# `?x` becomes another variable in every query, so that no text is asked twice.
KINDS = {
    LOOKUP: """SELECT ?x ?title ?status WHERE {
  ?x dcterms:identifier "{code}" ; dcterms:title ?title ; iomg:status ?status }""",
    "projects of a state": """SELECT ?x ?title WHERE {
  ?x a iomg:Project ; iomg:benefitingState ?state ; dcterms:title ?title . ?state iomg:alpha3 "{state}" }
ORDER BY ?x""",
    "budget by state and year": """SELECT ?state ?currency (SUM(?amount) AS ?total) (COUNT(?x) AS ?projects) WHERE {
  ?x iomg:fundingYear "{year}"^^xsd:gYear ; iomg:region <{region}> ; iomg:benefitingState ?state ; iomg:budget ?budget .
  ?budget schema:value ?amount ; schema:currency ?currency }
GROUP BY ?state ?currency""",
    "partners of a process": """SELECT DISTINCT ?name ?role WHERE {
  ?x iomg:supportsProcess <{process}> ; iomg:benefitingState ?state . ?state iomg:alpha3 "{state}" .
  ?participation iomg:participatesIn ?x ; iomg:role ?role ; iomg:party ?party .
  ?party rdfs:label ?name FILTER(LANG(?name) = "en") }""",
    "text": """SELECT ?x ?title WHERE {
  ?x a iomg:Project ; dcterms:title ?title ; dcterms:description ?words
  FILTER(CONTAINS(LCASE(STR(?title)), "{word}") && CONTAINS(LCASE(STR(?words)), "{other_word}")) }""",
    "CONSTRUCT of a project": """CONSTRUCT { <{project}> ?p ?o . ?x ?q ?v } WHERE {
  { <{project}> ?p ?o } UNION { ?x iomg:participatesIn <{project}> ; ?q ?v } }""",
    DESCRIBE: """DESCRIBE ?x WHERE { ?x dcterms:identifier "{code}" }""",
    "path over a hierarchy": """SELECT ?party ?class WHERE {
  <{project}> ^iomg:participatesIn/iomg:party ?party . ?party a/rdfs:subClassOf* ?class . ?x iomg:alpha3 "{state}" }""",
    "distinct counts": """SELECT ?role (COUNT(DISTINCT ?x) AS ?projects) (COUNT(DISTINCT ?party) AS ?parties) WHERE {
  ?x iomg:benefitingState/iomg:alpha3 "{state}" .
  ?participation iomg:participatesIn ?x ; iomg:role ?role ; iomg:party ?party }
GROUP BY ?role""",
    "optional-heavy": """SELECT ?x ?title ?start ?end ?amount ?process ?activity WHERE {
  ?x iomg:benefitingState/iomg:alpha3 "{state}" ; iomg:fundingYear "{year}"^^xsd:gYear ; dcterms:title ?title .
  OPTIONAL { ?x schema:startDate ?start } OPTIONAL { ?x schema:endDate ?end }
  OPTIONAL { ?x iomg:budget/schema:value ?amount } OPTIONAL { ?x iomg:supportsProcess/rdfs:label ?process }
  OPTIONAL { ?x iomg:hasActivity/rdfs:label ?activity } }""",
    "top-k": """SELECT ?x ?amount WHERE {
  ?x iomg:fundingYear "{year}"^^xsd:gYear ; iomg:budget ?budget . ?budget schema:value ?amount ; schema:currency "USD" }
ORDER BY DESC(?amount) LIMIT 10""",
    "ASK": """ASK { ?x dcterms:identifier "{code}" ; iomg:benefitingState/iomg:alpha3 "{state}" }""",
}
_WORDS = (
    "border",
    "posts",
    "return",
    "labour",
    "mobility",
    "data",
    "health",
    "consular",
    "staff",
    "support",
    "process",
)
# The triples that the page of a project is made of, by the links that lead to them.
_WHOLE = """CONSTRUCT { ?s ?p ?o } WHERE { { VALUES ?s { <{project}> } ?s ?p ?o }
  UNION { <{project}> iomg:budget|iomg:hasActivity ?s . ?s ?p ?o }
  UNION { ?s iomg:participatesIn <{project}> . ?s ?p ?o }
  UNION { <{project}> iomg:hasActivity/^iomg:participatesIn ?s . ?s ?p ?o } }"""


@dataclass(frozen=True)
class Asked:
    """A question: `path` is what stands in the first line of the request after the address of the endpoint."""

    kind: str
    path: str
    accept: str


@dataclass(frozen=True)
class Values:
    """What the queries are filled with."""

    projects: list[tuple[str, str]]
    """IRI and code."""
    states: list[str]
    years: list[str]
    regions: list[str]
    processes: list[str]


def values_of(graph: Path) -> Values:
    """Those of the release, sorted."""
    found: dict[str, set[tuple[str, str]]] = {}
    wanted = {
        "http://purl.org/dc/terms/identifier": "codes",
        **{_NS + name: name for name in ("alpha3", "fundingYear", "region", "supportsProcess")},
    }
    with graph.open("rb") as lines:
        picked = b"".join(line for line in lines if line.split(b" ", 2)[1][1:-1].decode() in wanted)
    for quad in pyoxigraph.parse(picked, format=pyoxigraph.RdfFormat.N_QUADS):
        found.setdefault(wanted[quad.predicate.value], set()).add((str(quad.subject)[1:-1], _text(quad.object)))

    def objects(name: str) -> list[str]:
        return sorted({value for _, value in found[name]})

    def iris(name: str) -> list[str]:
        return [value for value in objects(name) if value.startswith("https:")]

    projects = sorted(pair for pair in found["codes"] if "/id/project/" in pair[0])
    return Values(projects, objects("alpha3"), objects("fundingYear"), iris("region"), iris("supportsProcess"))


def mix(values: Values, seed: int, kinds: tuple[str, ...] = tuple(KINDS)) -> Iterator[Asked]:
    """Queries of all `kinds` in turn, without an end; another seed gives others."""
    chance = random.Random(seed)
    number = 0
    while True:
        for kind in kinds:
            number += 1
            query = filled(KINDS[kind], values, chance).replace("?x", f"?x{seed}n{number}")
            yield as_query(kind, query)


def wholes(values: Values, seed: int) -> Iterator[Asked]:
    """For projects by chance the CONSTRUCT of what dereferencing them gives, without an end."""
    return (as_query("whole project", _PREFIXES + _WHOLE.replace("{project}", iri)) for iri in _some(values, seed))


def descriptions(values: Values, seed: int) -> Iterator[Asked]:
    """For the same projects their DESCRIBE."""
    return (as_query(DESCRIBE, f"DESCRIBE <{iri}>") for iri in _some(values, seed))


def resources(values: Values, seed: int) -> Iterator[Asked]:
    """For the same projects the paths of their IRIs, with a parameter that makes each another to a cache."""
    for number, iri in enumerate(_some(values, seed)):
        yield Asked("resource", f"{urlsplit(iri).path.removeprefix('/iomgraph')}?{seed}n{number}", TRIPLES)


def _some(values: Values, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    while True:
        yield chance.choice(values.projects)[0]


def as_query(kind: str, query: str) -> Asked:
    """A query as a GET of the SPARQL 1.1 Protocol."""
    has_triples = "CONSTRUCT {" in query or "DESCRIBE " in query
    return Asked(kind, f"?query={quote(query, safe='')}", TRIPLES if has_triples else TABLE)


def filled(template: str, values: Values, chance: random.Random) -> str:
    """A query of a kind with values by chance."""
    project, code = chance.choice(values.projects)
    word, other_word = chance.sample(_WORDS, 2)
    chosen: dict[str, str] = {
        **{"project": project, "code": code, "word": word, "other_word": other_word},
        **{"state": chance.choice(values.states), "year": chance.choice(values.years)},
        **{"region": chance.choice(values.regions), "process": chance.choice(values.processes)},
    }
    for name, value in chosen.items():
        template = template.replace(f"{{{name}}}", value)
    return _PREFIXES + template


def _text(term: object) -> str:
    return term.value if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal) else str(term)

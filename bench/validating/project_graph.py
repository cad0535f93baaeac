"""A graph of projects with budgets and participations, one in a hundred of them with a fault; the same for one seed."""

import random
from collections.abc import Iterator

BASE = "https://example.org/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FAULTS = (
    *("no title", "two titles", "code", "status", "coverage", "date", "end before start", "no states"),
    *("text for a state", "description", "amount", "currency", "open budget", "party", "role"),
)


def n_triples(projects: int, seed: int = 2026) -> Iterator[str]:
    """The lines of the graph, about 27 a project, in canonical N-Triples."""
    chance = random.Random(seed)
    yield _line("ns#NationalProject", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>", _iri("ns#Project"))
    for number in range(200):
        yield _line(f"id/state/S{number}", _TYPE, _iri("ns#State"))
    for number in range(50):
        yield _line(f"id/organisation/o{number}", _TYPE, _iri("ns#Organisation"))
    for coverage in ("national", "regional"):
        yield _line(f"vocab/{coverage}", _iri("ns#inScheme"), _iri("vocab/coverage"))
    for number in range(projects):
        fault = chance.choice(_FAULTS) if chance.random() < 0.01 else ""
        yield from _project(number, fault, chance)


def _project(number: int, fault: str, chance: random.Random) -> Iterator[str]:
    project, budget = f"id/project/P{number}", f"id/project/P{number}/budget"
    year, month = chance.randint(2001, 2020), chance.randint(1, 9)
    start, end = f"{year}-0{month}-15", f"{year + chance.randint(1, 3)}-0{month}-01"
    if fault == "end before start":
        start, end = end, start
    start = f"{year}-02-30" if fault == "date" else start
    statements = [
        (_TYPE, _iri("ns#NationalProject" if number % 3 == 0 else "ns#Project")),
        *([] if fault == "no title" else [("hasTitle", f'"Project {number} on the borders of two valleys"@en')]),
        *([("hasTitle", f'"Another title of {number}"@en')] if fault == "two titles" else []),
        ("hasTitle", f'"Projet {number} sur les frontières de deux vallées"@fr'),
        ("hasCode", f'"{"ib" if fault == "code" else "IB"}.{number:04d}"'),
        ("hasStatus", '"Pending"' if fault == "status" else _iri(f"vocab/{chance.choice(['active', 'completed'])}")),
        ("hasCoverage", _iri("vocab/local" if fault == "coverage" else "vocab/national")),
        ("hasStart", f'"{start}"^^<{_XSD}date>'),
        # Whether an ill-typed date compares is where pySHACL and SHACL differ; speed is not about that.
        *([] if fault == "date" else [("hasEnd", f'"{end}"^^<{_XSD}date>')]),
        ("hasBudget", _iri(budget)),
        ("hasDescription", '"Short"@en' if fault == "description" else f'"{_prose(number, chance)}"@en'),
        *([] if fault == "no states" else [("benefits", _state(chance)) for _ in range(chance.randint(1, 4))]),
        *([("benefits", '"Atlantis"')] if fault == "text for a state" else []),
    ]
    yield from (_line(project, _predicate(name), value) for name, value in statements)
    amount = "-1.00" if fault == "amount" else f"{chance.randint(1000, 900_000)}.00"
    yield _line(budget, _TYPE, _iri("ns#Budget"))
    yield _line(budget, _iri("ns#hasAmount"), f'"{amount}"^^<{_XSD}decimal>')
    yield _line(budget, _iri("ns#hasCurrency"), '"Dollar"' if fault == "currency" else '"USD"')
    if fault == "open budget":
        yield _line(budget, _iri("ns#hasNote"), '"to be checked"')
    for ordinal, role in enumerate(("funder", "partner", "beneficiary")):
        participation = f"id/project/P{number}/participation/{ordinal}"
        party = _iri(f"id/organisation/o{chance.randrange(50)}") if ordinal < 2 else _state(chance)
        yield _line(participation, _iri("ns#participatesIn"), _iri(project))
        yield _line(participation, _iri("ns#hasParty"), _iri("id/unknown") if fault == "party" else party)
        yield _line(participation, _iri("ns#hasRole"), '"helper"' if fault == "role" else _iri(f"vocab/{role}"))


def _prose(number: int, chance: random.Random) -> str:
    words = ("border", "training", "officers", "registry", "return", "families", "study", "coast", "travel", "health")
    return f"Project {number}: " + " ".join(chance.choice(words) for _ in range(30)) + "."


def _state(chance: random.Random) -> str:
    return _iri(f"id/state/S{chance.randrange(200)}")


def _predicate(name: str) -> str:
    return name if name.startswith("<") else _iri(f"ns#{name}")


def _iri(path: str) -> str:
    return f"<{BASE}{path}>"


def _line(subject: str, predicate: str, value: str) -> str:
    return f"{_iri(subject)} {predicate} {value} .\n"

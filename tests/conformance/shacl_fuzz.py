"""The set engine against pySHACL on random cases.

`python -m tests.conformance.shacl_fuzz [CASES] [FIRST SEED]` runs them and prints what differs and is not listed.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph
import rdflib
from rdflib.term import Identifier

from iomgraph.errors import InputError
from iomgraph.rdf.rdflib_graph import pyoxigraph_term
from iomgraph.validation import set_engine
from iomgraph.validation.finding import Finding
from iomgraph.validation.pyshacl_engine import PySHACL

from .shacl_cases import RandomCase, random_case
from .shacl_differences import DIFFERENCES, REFUSED


@dataclass(frozen=True)
class Compared:
    """What came of a case: the names of the listed differences that it shows, and what is not listed."""

    listed: frozenset[str]
    unlisted: tuple[str, ...]


def compare(case: RandomCase) -> Compared:
    """Hold the data of a case against its shapes with either engine."""
    n_quads = as_n_quads(case.data)
    by_sets, _ = set_engine.evaluate(n_quads, case.shapes)
    try:
        by_pyshacl = PySHACL(n_quads, case.shapes).findings()
    except InputError as error:
        refused = frozenset(difference.name for said, difference in REFUSED.items() if said in str(error))
        return Compared(refused, () if refused else (str(error),))
    more = Counter(map(_shown, by_sets)) - Counter(map(_shown, by_pyshacl))
    less = Counter(map(_shown, by_pyshacl)) - Counter(map(_shown, by_sets))
    found = {_shown(finding): finding for finding in by_sets}
    reasons = {shown: list(_reasons(found[shown], case)) for shown in more}
    unlisted = [f"only sets: {shown}" for shown in more if not reasons[shown]]
    unlisted += [f"only pySHACL: {shown}" for shown in less]
    return Compared(frozenset(name for names in reasons.values() for name in names), tuple(unlisted))


def _reasons(finding: Finding, case: RandomCase) -> Iterator[str]:
    yield from (difference.name for difference in DIFFERENCES if difference.explains(finding, case))


def as_n_quads(graph: rdflib.Graph) -> bytes:
    """The triples of a graph in canonical N-Quads."""
    triples = (pyoxigraph.Triple(*map(_oxigraph, triple)) for triple in graph)  # type: ignore[arg-type]
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_QUADS) or b""


def _oxigraph(node: rdflib.term.Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    assert isinstance(node, Identifier)
    return pyoxigraph_term(node)


def _shown(finding: Finding) -> str:
    terms = (finding.focus, finding.value, finding.shape, finding.component, finding.severity)
    shown = ["-" if term is None else str(pyoxigraph_term(term)) for term in terms]
    return " ".join(
        [*shown, str(finding.path), *sorted(str(message) for message in finding.messages if message.language)]
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    listed: Counter[str] = Counter()
    unlisted = 0
    for seed in range(first, first + count):
        compared = compare(random_case(seed))
        listed.update(compared.listed)
        unlisted += bool(compared.unlisted)
        for line in compared.unlisted:
            print(f"seed {seed}: {line}", flush=True)
    print(f"{count} cases: {unlisted} with differences that are not listed")
    for name, times in listed.most_common():
        print(f"{times} with {name}")


if __name__ == "__main__":
    main()

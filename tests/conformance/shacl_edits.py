"""Random edits of a random graph: what is reported since then against a full run.

`python -m tests.conformance.shacl_edits [CASES] [FIRST SEED]` runs them and prints what differs.
"""

import random
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import rdflib
from rdflib import RDF, RDFS

from iomgraph.errors import InputError
from iomgraph.validation import Earlier, FullRunError, Result, to_recheck, validate, validate_since

from .shacl_cases import CLASSES, PROPERTIES, CaseMaker, random_case
from .shacl_fuzz import as_n_quads

FULL, TAKEN_OVER, ALL_ANEW, REFUSED = "full run", "results taken over", "nothing to take over", "refused"


def edited(data: rdflib.Graph, seed: int) -> rdflib.Graph:
    """The graph with one to three statements more or less."""
    chance = random.Random(seed)
    maker, graph = CaseMaker(chance), rdflib.Graph()
    for triple in data:
        graph.add(triple)
    for _ in range(chance.randint(1, 3)):
        match chance.randrange(10):
            case 0 | 1 | 2 | 3:
                graph.remove(chance.choice(sorted(graph, key=str)) if len(graph) else (None, None, None))
            case 4 | 5 | 6 | 7:
                graph.add((maker.node(), chance.choice(PROPERTIES), maker.value()))
            case 8:
                graph.add((maker.node(), RDF.type, chance.choice(CLASSES)))
            case _:
                graph.add((chance.choice(CLASSES), RDFS.subClassOf, chance.choice(CLASSES)))
    return graph


def compare(data: rdflib.Graph, shapes: rdflib.Graph, seed: int, folder: Path) -> str:
    """How the report on an edited graph came about, one of the four above; fails where it is not that of a full run."""
    file, before, after = folder / "old.nq", sorted_text(data), sorted_text(edited(data, seed))
    file.write_bytes(before)
    try:
        earlier, whole = Earlier(file, validate(before, shapes)), validate(after, shapes)
    except InputError:  # of what pySHACL cannot compare
        return REFUSED
    try:
        assert wordless(validate_since(after, earlier, shapes).results) == wordless(whole.results), f"seed {seed}"
    except FullRunError:
        return FULL
    again = {str(node) for node in to_recheck(after, earlier, shapes).about.values()}
    return TAKEN_OVER if any(result.focus not in again for result in earlier.report.results) else ALL_ANEW


def wordless(results: Iterable[Result]) -> list[Result]:
    """Results without reasons and remedies: those that are taken over keep the words of their time."""
    return [replace(result, reasons={}, remedies={}, details=tuple(wordless(result.details))) for result in results]


def sorted_text(graph: rdflib.Graph) -> bytes:
    """The graph as a release has it."""
    return b"".join(sorted(set(as_n_quads(graph).splitlines(keepends=True))))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    warnings.simplefilter("ignore")  # of rdflib, about literals that are ill-typed on purpose
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            case = random_case(seed)
            try:
                came[compare(case.data, case.shapes, seed, Path(folder))] += 1
            except AssertionError:
                came["differs"] += 1
                print(f"seed {seed}: not what a full run reports", flush=True)
    print(came)


if __name__ == "__main__":
    main()

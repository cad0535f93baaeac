"""The SHACL conformance suites, case by case: what iomgraph reports against what is expected.

A case passes where the results are the expected ones, no more and no less, each with its focus node, path, value,
severity, constraint component, source shape and, where the suite names any, messages; or where a failure is expected
and the shapes are refused.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pyoxigraph
import rdflib
from rdflib import SH
from rdflib.term import BNode, Identifier

from iomgraph.errors import InputError
from iomgraph.rdf.rdflib_graph import n_triples_term, rdflib_graph
from iomgraph.validation.finding import Finding
from iomgraph.validation.path import read_path
from iomgraph.validation.set_engine import evaluate

from .shacl_differences import DIFFERENCES, ILL_TYPED, INVERSE, REFUSED

SUITES = ("core", "sparql")
_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")

Results = Counter[tuple[str, ...]]


class Outcome(StrEnum):
    """How a case ended."""

    PASSED = "passed"
    DIFFERENT = "other results than expected"
    REFUSED = "refused, though results are expected"
    ACCEPTED = "results, though a failure is expected"


@dataclass(frozen=True)
class Case:
    """One case: `expected` is the report in the graph of `manifest`, None where a failure is expected."""

    suite: str
    name: str
    manifest: Path
    data: Path
    shapes: Path
    expected: Identifier | None


def cases(conformance: Path) -> Iterator[Case]:
    """Every case of every suite below the folder `conformance`, whether a manifest lists its file or not."""
    for suite in SUITES:
        for manifest in sorted((conformance / "shacl" / suite).rglob("*.ttl")):
            yield from _cases_of(suite, manifest)


def _cases_of(suite: str, manifest: Path) -> Iterator[Case]:
    graph = _graph(manifest)
    for entries in graph.objects(None, _MF.entries):
        for entry in graph.items(entries):
            action, result = graph.value(entry, _MF.action), graph.value(entry, _MF.result)
            data, shapes = graph.value(action, _SHT.dataGraph), graph.value(action, _SHT.shapesGraph)
            assert data
            assert shapes
            assert isinstance(result, Identifier)
            name = f"{manifest.parent.name}/{str(entry).rsplit('/', 1)[-1]}"
            yield Case(suite, name, manifest, _file(data), _file(shapes), None if result == _SHT.Failure else result)


@cache
def run(case: Case) -> Outcome:
    """Run a case."""
    try:
        found = Counter(_of_finding(finding, case) for finding in evaluate(data_of(case), shapes_of(case))[0])
    except InputError:
        return Outcome.PASSED if case.expected is None else Outcome.REFUSED
    if case.expected is None:
        return Outcome.ACCEPTED
    return Outcome.PASSED if found == expected(case) else Outcome.DIFFERENT


def data_of(case: Case) -> bytes:
    """The data graph, in N-Quads."""
    return pyoxigraph.serialize(_triples(case.data), format=pyoxigraph.RdfFormat.N_QUADS) or b""


def shapes_of(case: Case) -> rdflib.Graph:
    """The shapes graph."""
    return _graph(case.shapes)


def expected(case: Case) -> Results:
    """The results that the suite has."""
    graph = _graph(case.manifest)
    return Counter(_of_graph(graph, result, case) for result in graph.objects(case.expected, SH.result))


def exceptions() -> dict[str, dict[str, str]]:
    """The cases that do not pass, by suite and name, each with the reason."""
    return tomllib.loads((Path(__file__).parent / "shacl_exceptions.toml").read_text(encoding="utf-8"))


def section(conformance: Path) -> str:
    """Markdown: how many cases of each suite pass, and why the others do not."""
    counts, details = [], []
    for suite, reasons in exceptions().items():
        own = [case for case in cases(conformance) if case.suite == suite]
        failed = [(case, outcome) for case in own if (outcome := run(case)) is not Outcome.PASSED]
        counts.append(f"| {suite} | {len(own) - len(failed)} | {len(own)} |")
        details += [f"| {case.name} | {outcome} | {reasons[case.name]} |" for case, outcome in failed]
    lines = [
        "## SHACL",
        "",
        "A case counts as passed only where the results are the expected ones, each with its focus node, path, value,",
        "severity, component, source shape and expected messages, or where a failure is expected and the shapes are",
        "refused.",
        "",
        "| suite | passed | of |",
        "|---|---|---|",
        *counts,
        "",
    ]
    lines += ["| case | outcome | why |", "|---|---|---|", *details, ""] if details else []
    lines += [
        "### Where pySHACL reports something else",
        "",
        "Found by `python -m tests.conformance.shacl_fuzz 10000`, which holds random graphs against random shapes with",
        "either engine; there is no other difference.",
        "",
        "| case | section | why |",
        "|---|---|---|",
        *(
            f"| {each.name} | <{each.section}> | {each.reason} |"
            for each in (*DIFFERENCES, ILL_TYPED, INVERSE, *REFUSED.values())
        ),
        "",
    ]
    return "\n".join(lines)


def _of_finding(finding: Finding, case: Case) -> tuple[str, ...]:
    messages = sorted(message.n3() for message in finding.messages) if _has_messages(case) else []
    return (
        _shown(finding.focus, same_file=case.data == case.manifest),
        str(finding.path or ""),
        "" if finding.value is None else _shown(finding.value, same_file=case.data == case.manifest),
        str(finding.severity),
        str(finding.component),
        _shown(finding.shape, same_file=case.shapes == case.manifest),
        *messages,
    )


def _of_graph(graph: rdflib.Graph, result: rdflib.term.Node, case: Case) -> tuple[str, ...]:
    path, value = graph.value(result, SH.resultPath), graph.value(result, SH.value)
    focus, shape = graph.value(result, SH.focusNode), graph.value(result, SH.sourceShape)
    return (
        _shown(focus, same_file=case.data == case.manifest),
        str(read_path(graph, path)) if isinstance(path, Identifier) else "",
        "" if value is None else _shown(value, same_file=case.data == case.manifest),
        str(graph.value(result, SH.resultSeverity)),
        str(graph.value(result, SH.sourceConstraintComponent)),
        _shown(shape, same_file=case.shapes == case.manifest),
        *sorted(message.n3() for message in graph.objects(result, SH.resultMessage) if isinstance(message, Identifier)),
    )


def _shown(term: rdflib.term.Node | None, *, same_file: bool) -> str:
    """A term; a blank node of another file than the expected results has no name to compare."""
    assert isinstance(term, Identifier)
    return "_:" if isinstance(term, BNode) and not same_file else n_triples_term(term)


def _has_messages(case: Case) -> bool:
    graph = _graph(case.manifest)
    return any((result, SH.resultMessage, None) in graph for result in graph.objects(case.expected, SH.result))


@cache
def _triples(file: Path) -> list[pyoxigraph.Quad]:
    syntax = pyoxigraph.RdfFormat.TURTLE
    return list(pyoxigraph.parse(file.read_bytes(), format=syntax, base_iri=file.absolute().as_uri()))


@cache
def _graph(file: Path) -> rdflib.Graph:
    return rdflib_graph(_triples(file))


def _file(address: rdflib.term.Node) -> Path:
    return Path(url2pathname(urlsplit(str(address)).path))

"""The report as SHACL defines it, in Turtle.

Follows SHACL, section 3.6, https://www.w3.org/TR/shacl/#validation-report. Results are numbered in the report's
order, their causes below them, so that the same report gives the same bytes. A shape without an address is not named.
Where a result does not count, <urn:iomgraph:report#waived> says why, or <urn:iomgraph:report#known> that the baseline
has it.
"""

from collections.abc import Iterator

from rdflib.term import Literal, URIRef

from iomgraph.rdf.rdflib_graph import n_triples_term
from iomgraph.validation.formats.path_json import KINDS
from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from iomgraph.validation.result import Report, Result

_PREFIX = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
_REPORT = "urn:iomgraph:report"


def turtle_report(report: Report, language: str) -> str:
    """A `sh:ValidationReport` with the messages in every language, whole paths and causes.

    >>> print(turtle_report(Report(()), "en"), end="")
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    <BLANKLINE>
    <urn:iomgraph:report> a sh:ValidationReport ;
      sh:conforms true .
    """
    named = [(f"{_REPORT}:{number}", result) for number, result in enumerate(report.results, 1)]
    about = [f"sh:conforms {str(report.conforms).lower()}", *(f"sh:result <{name}>" for name, _ in named)]
    blocks = [_block(_REPORT, "sh:ValidationReport", about)]
    for name, result in named:
        blocks += _blocks(name, result)
    return "\n".join([_PREFIX, *blocks])


def _blocks(name: str, result: Result) -> Iterator[str]:
    details = [(f"{name}:{number}", detail) for number, detail in enumerate(result.details, 1)]
    about = [*_statements(result), *(f"sh:detail <{below}>" for below, _ in details)]
    yield _block(name, "sh:ValidationResult", about)
    for below, detail in details:
        yield from _blocks(below, detail)


def _block(subject: str, kind: str, about: list[str]) -> str:
    return " ;\n  ".join([f"<{subject}> a {kind}", *about]) + " .\n"


def _statements(result: Result) -> Iterator[str]:
    yield f"sh:focusNode {n_triples_term(result.focus_node)}"
    yield f"sh:resultSeverity sh:{result.severity.value}"
    yield f"sh:sourceConstraintComponent {_iri(result.component)}"
    if result.whole_path is not None:
        yield f"sh:resultPath {_path(result.whole_path)}"
    elif result.path:
        yield f"sh:resultPath {_iri(result.path)}"
    if result.value is not None:
        yield f"sh:value {n_triples_term(result.value)}"
    if result.shape:
        yield f"sh:sourceShape {_iri(result.shape)}"
    for language, message in result.messages.items():
        yield f"sh:resultMessage {n_triples_term(Literal(message, lang=language or None))}"
    if result.waived is not None:
        yield f"<{_REPORT}#waived> {n_triples_term(Literal(result.waived))}"
    if result.known:
        yield f"<{_REPORT}#known> true"


def _path(path: Path) -> str:
    match path:
        case Predicate(iri):
            return _iri(iri)
        case Sequence(steps):
            return _list(steps)
        case Alternative(choices):
            return f"[ sh:alternativePath {_list(choices)} ]"
        case Inverse(inner):
            return f"[ sh:inversePath {_path(inner)} ]"
        case Repeated(inner, least, unbounded):
            return f"[ sh:{KINDS[least, unbounded]} {_path(inner)} ]"
        case _:
            raise TypeError(f"{path!r} is no path that SHACL has")


def _list(paths: tuple[Path, ...]) -> str:
    return f"( {' '.join(map(_path, paths))} )"


def _iri(iri: str) -> str:
    return n_triples_term(URIRef(iri))

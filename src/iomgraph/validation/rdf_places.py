"""Where in RDF files the statements stand that results are about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from iomgraph.files import shown_path
from iomgraph.mapping import Place
from iomgraph.rdf.lined_quads import LinedQuads
from iomgraph.rdf.merged_files import merged_lined_quads


class _Statement(NamedTuple):
    file: LinedQuads
    line: int | None
    predicate: str
    object: str


class RdfPlaces:
    """Places as `Lineage` has them, of a graph that was read from RDF files and not mapped.

    The field of a place is the property, with the file's own prefix where it has one. `folder` is the one that paths
    are shown below.
    """

    def __init__(self, files: Sequence[Path], folder: Path) -> None:
        self._files = files
        self._folder = folder
        self._statements: dict[str, list[_Statement]] = {}
        self._mentions: dict[str, _Statement] = {}

    def trace(self, subjects: Iterable[str]) -> None:
        """Read the files again for the statements of `subjects`: IRIs, or labels of blank nodes."""
        sought = set(subjects)
        self._statements, self._mentions = defaultdict(list), {}
        if not sought:
            return
        for file, line, quad in merged_lined_quads(self._files):
            subject, value = _text(quad.subject), _text(quad.object)
            if subject in sought:
                self._statements[subject].append(_Statement(file, line, quad.predicate.value, value))
            if value in sought:
                self._mentions.setdefault(value, _Statement(file, line, quad.predicate.value, value))

    def places(self, subject: str, predicate: str | None, value: str | None) -> list[Place]:
        """Where the statement (subject, predicate, value) stands, else those with that predicate.

        Without any, or without a predicate, it is where each file begins to speak of the subject.
        """
        statements = self._statements.get(subject, [])
        of_path = [each for each in statements if each.predicate == predicate]
        exact = [each for each in of_path if each.object == value]
        if exact or of_path:
            return _distinct(self._place(each, predicate, each.object) for each in exact or of_path)
        begins: dict[LinedQuads, _Statement] = {}
        mentioned = [self._mentions[subject]] if subject in self._mentions else []
        for each in statements or mentioned:
            known = begins.setdefault(each.file, each)
            if (each.line or 0) < (known.line or 0):
                begins[each.file] = each
        return _distinct(self._place(each, predicate, None) for each in begins.values())

    def _place(self, statement: _Statement, predicate: str | None, text: str | None) -> Place:
        field = "" if predicate is None else _short(predicate, statement.file.prefixes)
        return Place(shown_path(statement.file.file, self._folder), statement.line, field, text)


def _text(term: object) -> str:
    """The IRI, the label or the text; a triple term has none."""
    return getattr(term, "value", "")


def _short(iri: str, prefixes: dict[str, str]) -> str:
    fitting = [(space, prefix) for prefix, space in prefixes.items() if space and iri.startswith(space)]
    if not fitting:
        return iri
    space, prefix = max(fitting)
    return f"{prefix}:{iri.removeprefix(space)}"


def _distinct(places: Iterable[Place]) -> list[Place]:
    return sorted(set(places), key=lambda place: (place.file, place.line or 0, place.text or ""))

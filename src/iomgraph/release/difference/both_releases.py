"""Two releases side by side: what either of them knows of a resource."""

from enum import Enum

from pyoxigraph import Literal, NamedNode

from iomgraph.rdf.labels import Labels, words_of
from iomgraph.rdf.prefixes import WELL_KNOWN, shortened
from iomgraph.rdf.sorted_quads import SortedQuads, parsed

TYPE = WELL_KNOWN["rdf"] + "type"


class Change(Enum):
    """What became of a resource."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


class BothReleases:
    """The quads of the `old` and the `new` release of the publication at `base`; labels in the first of `languages`."""

    def __init__(self, old: SortedQuads, new: SortedQuads, base: str, languages: tuple[str, ...]) -> None:
        self.base = base
        self._both = (old, new)
        self._languages = languages
        self._names: dict[str, str] = {}

    def owner(self, subject: str) -> str:
        """The resource that `subject` is a part of: the shortest address above it of which a release says something."""
        start = len(self.base)
        if not subject.startswith(self.base):
            return subject
        while (cut := subject.find("/", start)) >= 0:
            if any(quads.holds(subject[:cut]) for quads in self._both):
                return subject[:cut]
            start = cut + 1
        return subject

    def change(self, iri: str) -> Change:
        """What became of `iri`, of which something changed."""
        was, is_there = (quads.holds(iri) for quads in self._both)
        return Change.CHANGED if was == is_there else Change.NEW if is_there else Change.GONE

    def kind(self, iri: str) -> str:
        """The class of `iri`, the first by address, in the newest release that has one; empty without one."""
        for quads in reversed(self._both):
            for quad in parsed(quads.with_subject(iri)):
                if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode):
                    return quad.object.value
        return ""

    def name(self, iri: str) -> str:
        """The label of `iri` in the newest release that has one, else the words at its end, else itself."""
        if iri not in self._names:
            labels = (
                Labels(parsed(quads.with_subject(iri))).label(iri, self._languages) for quads in reversed(self._both)
            )
            label = next((label for label in labels if label), None)
            is_known = iri.startswith(self.base) or shortened(iri, WELL_KNOWN) != iri
            self._names[iri] = label.text if label else words_of(iri) if is_known else iri
        return self._names[iri]

    def value(self, term: object) -> str:
        """A term as a person reads it, a literal with its language."""
        if isinstance(term, NamedNode):
            return self.name(term.value)
        if isinstance(term, Literal):
            return f"{term.value} ({term.language})" if term.language else term.value
        return str(term)

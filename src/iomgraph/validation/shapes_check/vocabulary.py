"""The classes and properties that are known: of the ontology, the shapes, and the vocabularies that rdflib lists."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from enum import Enum
from functools import cache

import rdflib
import rdflib.namespace
from rdflib import OWL, RDF, RDFS, SH
from rdflib.namespace import DefinedNamespace
from rdflib.term import Identifier, URIRef

_CLASSES = (RDFS.Class, OWL.Class, RDFS.Datatype)
_PROPERTIES = (
    *(RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.FunctionalProperty),
    *(OWL.InverseFunctionalProperty, OWL.TransitiveProperty, OWL.SymmetricProperty),
)
_MEMBERSHIP = re.compile(re.escape(str(RDF)) + r"_[1-9]\d*")


class Kind(Enum):
    """What a term is used as."""

    CLASS = "class"
    PROPERTY = "property"
    DATATYPE = "datatype"


class Standing(Enum):
    """What is known of a term."""

    KNOWN = "known"
    WRONG = "not a term of its vocabulary"
    UNDESCRIBED = "of a vocabulary that nobody describes"


class Vocabulary:
    """What `shapes` and `described` declare, and what rdflib lists; `used` are further terms that the data has.

    Whoever describes one class of a namespace describes them all, and so with properties; shapes need not.
    """

    def __init__(self, shapes: rdflib.Graph, described: Iterable[rdflib.Graph], used: Iterable[str] = ()) -> None:
        self._described: dict[Kind, dict[str, set[str]]] = {kind: defaultdict(set) for kind in Kind}
        for graph in described:
            for kind in Kind:
                for term in _declared(graph, kind):
                    self._described[kind][_namespace(term)].add(term)
        self._of_shapes = {kind: set(_declared(shapes, kind)) for kind in Kind}
        self._used = set(used)

    def standing(self, term: URIRef, kind: Kind) -> Standing:
        """What is known of `term` as a class, a property or a datatype."""
        described = self._described[kind].get(_namespace(term), set())
        listed, closed = _listed().get(_namespace(term), (frozenset[str](), False))
        if str(term) in (self._of_shapes[kind] | described | listed) or _MEMBERSHIP.fullmatch(term):
            return Standing.KNOWN
        if closed or described or (kind is Kind.DATATYPE and listed):
            return Standing.WRONG
        return Standing.KNOWN if str(term) in self._used else Standing.UNDESCRIBED

    def nearest(self, term: URIRef, kind: Kind) -> str | None:
        """The term of the same vocabulary that is written most alike."""
        namespace = _namespace(term)
        own = self._described[kind].get(namespace, set())
        return nearest(term, own | _listed().get(namespace, (frozenset(), False))[0])


def nearest(term: Identifier, terms: Iterable[str]) -> str | None:
    """Which of `terms` is written most like `term`, None where none is much like it."""
    found = get_close_matches(str(term), sorted(terms), n=1, cutoff=0.9)
    return found[0] if found else None


def shacl_terms() -> frozenset[str]:
    """Every term of SHACL."""
    return _listed()[str(SH)][0] | {f"{SH}values"}  # of the Advanced Features, and left out of the vocabulary


@cache
def _listed() -> dict[str, tuple[frozenset[str], bool]]:
    """The terms of each namespace that rdflib lists, and whether it takes the list for complete."""
    found = {}
    for namespace in vars(rdflib.namespace).values():
        if (
            isinstance(namespace, type)
            and issubclass(namespace, DefinedNamespace)
            and namespace is not DefinedNamespace
        ):
            base = str(namespace._NS)
            names = {name for each in namespace.__mro__ for name in vars(each).get("__annotations__", {})}
            names |= set(getattr(namespace, "_extras", ()))
            terms = frozenset(base + name for name in names if not name.startswith("_"))
            found[base] = (terms, bool(namespace._fail))
    return found


def _declared(graph: rdflib.Graph, kind: Kind) -> Iterator[str]:
    for type_ in _PROPERTIES if kind is Kind.PROPERTY else _CLASSES:
        yield from (str(term) for term in graph.subjects(RDF.type, type_) if isinstance(term, URIRef))


def _namespace(term: str) -> str:
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]

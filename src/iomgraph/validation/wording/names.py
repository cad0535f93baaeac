"""How terms, paths and datatypes are called in a language."""

import rdflib
from rdflib import RDF, RDFS, SH, SKOS, XSD
from rdflib.term import BNode, Identifier, Literal, URIRef

from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from iomgraph.validation.result import short
from iomgraph.validation.wording.facts import Facts
from iomgraph.validation.wording.words import datatype_name, quoted, say

_STRING, _LANG_STRING = XSD.string, RDF.langString


class Names:
    """The names that the data (`facts`) or else the shapes give."""

    def __init__(self, shapes: rdflib.Graph, facts: Facts) -> None:
        self._shapes = shapes
        self._facts = facts
        self._terms: dict[tuple[Identifier, str], str] = {}

    def term(self, term: Identifier, language: str) -> str:
        """A literal as a quotation, an address with its name where it has one."""
        key = (term, language)
        if key not in self._terms:
            self._terms[key] = self._term(term, language)
        return self._terms[key]

    def brief(self, term: Identifier, language: str) -> str:
        """As `term`, without the address of what has a name."""
        name = self._name(term, language) if isinstance(term, URIRef) else None
        return quoted(name, language) if name else self.term(term, language)

    def short(self, term: Identifier, language: str) -> str:
        """As `brief`, and of what has no name the end of the address."""
        if isinstance(term, URIRef):
            return quoted(self._name(term, language) or short(term), language)
        return self.term(term, language)

    def path(self, path: Path, language: str) -> str:
        """The property, or a path of properties."""
        return quoted(self._path(path, language), language)

    def of_shape(self, shape: Identifier, language: str) -> str | None:
        """What the shapes call one of theirs."""
        for predicate in (SH.name, RDFS.label, SKOS.prefLabel):
            texts = [text for text in self._shapes.objects(shape, predicate) if isinstance(text, Literal)]
            if texts:
                return _in({text.language or "": str(text) for text in sorted(texts)}, language)
        return None

    def datatype(self, datatype: Identifier, language: str) -> str:
        """A phrase such as "a year"."""
        name = datatype_name(datatype)
        if name is None:
            return say("datatype", "other", language, datatype=self.term(datatype, language))
        return say("datatype", name, language)

    def kind(self, term: Identifier, language: str) -> str:
        """Whether a term is an address, a literal of which datatype, or neither."""
        if isinstance(term, Literal):
            return self.datatype(term.datatype or (_LANG_STRING if term.language else _STRING), language)
        return say("kind", "BlankNode" if isinstance(term, BNode) else "IRI", language)

    def _term(self, term: Identifier, language: str) -> str:
        if isinstance(term, BNode):
            return say("found", "node", language)
        if isinstance(term, Literal):
            return quoted(str(term), language)
        name = self._name(term, language)
        if name is None:
            return f"<{term}>"
        return say("sign", "with_address", language, name=quoted(name, language), address=term)

    def _name(self, term: Identifier, language: str) -> str | None:
        names = self._facts.names.get(term)
        return _in(names, language) if names else self.of_shape(term, language)

    def _path(self, path: Path, language: str) -> str:
        match path:
            case Predicate(iri):
                return self._name(iri, language) or short(iri)
            case Inverse(inner):
                return say("sign", "inverse", language, path=self._path(inner, language))
            case Sequence(parts):
                return "/".join(self._path(part, language) for part in parts)
            case Alternative(parts):
                return "|".join(self._path(part, language) for part in parts)
            case Repeated(inner, least, unbounded):
                return self._path(inner, language) + (("+" if least else "*") if unbounded else "?")
        return str(path)


def _in(names: dict[str, str], language: str) -> str:
    if language in names:
        return names[language]
    regional = next((text for tag, text in names.items() if tag.startswith(f"{language}-")), None)
    return regional or names.get("en") or names.get("") or next(iter(names.values()))

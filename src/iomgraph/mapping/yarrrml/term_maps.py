"""Subjects, predicates, objects and graphs, as term maps.

YARRRML, sections "Subjects", "Predicates and objects", "Datatypes", "Languages" and "Graphs". An object is a literal
unless its type says otherwise or its predicate is `a`; everything else is an IRI.
"""

from dataclasses import dataclass

from rdflib import RDF, BNode

from iomgraph.mapping.yarrrml.document import Part
from iomgraph.mapping.yarrrml.functions import CALL_KEYS, add_call, add_condition, read_call
from iomgraph.mapping.yarrrml.rules import Rules
from iomgraph.mapping.yarrrml.targets import Targets

_KEYS: dict[str, tuple[str, ...]] = {"value": ("v",), "type": (), "targets": ("target",), **CALL_KEYS}
_OBJECT_KEYS = {**_KEYS, "datatype": (), "language": (), "condition": ()}
_TYPES = {"iri": "IRI", "literal": "Literal", "blank": "BlankNode", "blanknode": "BlankNode"}
_LANGUAGE = "~lang"


@dataclass(frozen=True)
class Term:
    """What makes a term: a text or a call, with what is said of the term itself."""

    at: Part
    text: str | None = None
    keys: dict[str, Part] | None = None
    type: str | None = None
    datatype: tuple[str, Part] | None = None
    language: tuple[str, Part] | None = None


def read_term(part: Part, what: str, defaults: dict[str, Part] | None = None) -> Term:
    """The term that `part` describes; `what` it is is "an object", or else it is no literal.

    `defaults` are keys that are meant for it where it has none of them. Raises InputError where it is malformed.
    """
    is_object = what == "an object"
    given = dict(defaults or {})
    if part.is_list and is_object:
        listed = part.parts()
        if len(listed) not in (1, 2):
            raise part.error("has an object that is no list of a value and its datatype or language")
        text, named_type = _with_type(listed[0].text("the value of an object"))
        term = _described(part, text, None, given, named_type)
        return _annotated(term, listed[1]) if len(listed) == 2 else term
    if part.is_collection:
        keys = part.keys(what, _OBJECT_KEYS if is_object else _KEYS)
        if ("value" in keys) == ("function" in keys):
            raise part.error(f"has {what} that needs either a value or a function")
        value = keys["value"].text(f"the value of {what}") if "value" in keys else None
        return _described(part, value, keys, {**given, **keys}, None)
    text, named_type = _with_type(part.text(what))
    return _described(part, text, None, given, named_type)


def annotated(part: Part, annotation: Part, defaults: dict[str, Part]) -> Term:
    """An object with the datatype or language that stands after it."""
    term = read_term(part, "an object", defaults)
    if term.datatype or term.language:
        raise annotation.error("gives a datatype or language to an object that has one")
    return _annotated(term, annotation)


def add_iri_term(rules: Rules, targets: Targets, term: Term) -> BNode:
    """The term map of a subject, predicate or graph, or of an object that is an IRI or blank node."""
    node = rules.node(term.at)
    constant = False
    if term.text is not None and term.type == "BlankNode":
        rules.add_text(node, term.text, term.at, as_template=True)
    elif term.text is not None:
        constant = rules.add_iri(node, term.text, term.at)
    if not constant:
        rules.add(node, "termType", term.type or "IRI", term.at)
    _add_rest(rules, targets, node, term)
    return node


def add_object(rules: Rules, targets: Targets, term: Term, *, is_class: bool = False) -> BNode:
    """The term map of an object; `is_class` where its predicate is rdf:type."""
    if term.type in ("IRI", "BlankNode") or (is_class and term.type is None):
        if term.datatype or term.language:
            raise term.at.error("gives a datatype or a language to an object that is no literal")
        return add_iri_term(rules, targets, term)
    node = rules.node(term.at)
    typed = term.datatype or term.language
    if term.text is not None:
        rules.add_text(node, term.text, term.at, as_template=bool(typed))
    rules.add(node, "termType", "Literal", term.at)
    if term.datatype:
        text, at = term.datatype
        datatype = rules.node(at)
        rules.add(node, "datatypeMap", datatype, at)
        rules.add_iri(datatype, text, at)
    if term.language:
        text, at = term.language
        language = rules.node(at)
        rules.add(node, "languageMap", language, at)
        rules.add_text(language, text, at)
    _add_rest(rules, targets, node, term)
    return node


def is_type(rules: Rules, predicate: Term) -> bool:
    """Whether a predicate is the constant rdf:type."""
    return predicate.text is not None and rules.iri_template(predicate.text, predicate.at) == (str(RDF.type),)


def _add_rest(rules: Rules, targets: Targets, node: BNode, term: Term) -> None:
    keys = term.keys or {}
    if "function" in keys:
        add_call(rules, node, read_call(keys))
    if "targets" in keys:
        targets.add(node, keys["targets"])
    if "condition" in keys:
        add_condition(rules, node, keys["condition"])


def _with_type(text: str) -> tuple[str, str | None]:
    for suffix, named_type in _TYPES.items():
        if text.endswith(f"~{suffix}"):
            return text.removesuffix(f"~{suffix}"), named_type
    return text, None


def _described(
    part: Part, text: str | None, keys: dict[str, Part] | None, given: dict[str, Part], named_type: str | None
) -> Term:
    if "type" in given and named_type is None:
        name = given["type"].text("a type")
        if name not in _TYPES:
            raise given["type"].error(f"has the type {name}; known are {', '.join(_TYPES)}")
        named_type = _TYPES[name]
    datatype, language = (
        (given[key].text(f"a {key}"), given[key]) if key in given else None for key in ("datatype", "language")
    )
    if datatype and language:
        raise part.error("has an object with both a datatype and a language")
    return Term(part, text, keys, named_type, datatype, language)


def _annotated(term: Term, annotation: Part) -> Term:
    text = annotation.text("a datatype or language")
    is_language = text.endswith(_LANGUAGE)
    pair = (text.removesuffix(_LANGUAGE), annotation)
    return Term(term.at, term.text, term.keys, term.type, None if is_language else pair, pair if is_language else None)

"""Property paths in JSON: an IRI is a text, any other path an object whose only key is what SHACL calls its kind.

Follows SHACL, section 2.3.1, https://www.w3.org/TR/shacl/#property-paths.
"""

from typing import Any

from rdflib.term import URIRef

from iomgraph.validation.path import Alternative, Inverse, Path, Predicate, Repeated, Sequence

_REPEATED = {"zeroOrMorePath": (0, True), "oneOrMorePath": (1, True), "zeroOrOnePath": (0, False)}
KINDS = {times: name for name, times in _REPEATED.items()}
"""What SHACL calls a repeated path, by how often at least and whether without end."""


def path_object(path: Path) -> Any:
    """What JSON has for `path`.

    >>> path_object(Sequence((Predicate(URIRef("x:a")), Inverse(Predicate(URIRef("x:b"))))))
    {'sequencePath': ['x:a', {'inversePath': 'x:b'}]}
    """
    match path:
        case Predicate(iri):
            return str(iri)
        case Inverse(inner):
            return {"inversePath": path_object(inner)}
        case Sequence(steps):
            return {"sequencePath": [path_object(step) for step in steps]}
        case Alternative(choices):
            return {"alternativePath": [path_object(choice) for choice in choices]}
        case Repeated(inner, least, unbounded):
            return {KINDS[least, unbounded]: path_object(inner)}
        case _:
            raise TypeError(f"{path!r} is no path that SHACL has")


def path_of_object(written: Any) -> Path:
    """The path that `path_object` wrote. Raises ValueError, TypeError or KeyError where it is none.

    >>> print(path_of_object({"zeroOrMorePath": {"alternativePath": ["x:a", "x:b"]}}))
    ((<x:a>)|(<x:b>))*
    """
    if isinstance(written, str):
        return Predicate(URIRef(written))
    ((kind, inner),) = written.items()
    if kind == "inversePath":
        return Inverse(path_of_object(inner))
    if kind == "sequencePath":
        return Sequence(tuple(map(path_of_object, inner)))
    if kind == "alternativePath":
        return Alternative(tuple(map(path_of_object, inner)))
    return Repeated(path_of_object(inner), *_REPEATED[kind])

"""A validation result in SHACL's own terms, whichever engine found it.

Follows SHACL, section 3.6.2, https://www.w3.org/TR/shacl/#results-validation-result.
"""

from dataclasses import dataclass

from rdflib.term import Identifier, Literal

from iomgraph.validation.path import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: `shape` and `constraint` are nodes of the shapes graph, `details` the causes, each with its own.

    `constraint` is the SPARQL constraint behind the result, where there is one; of a cause that stands for one
    alternative among several it is the shape that this is.
    """

    focus: Identifier
    path: Path | None
    value: Identifier | None
    shape: Identifier
    component: Identifier
    severity: Identifier
    messages: tuple[Literal, ...]
    constraint: Identifier | None = None
    details: "tuple[Finding, ...]" = ()

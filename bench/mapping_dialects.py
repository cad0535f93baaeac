"""The benchmark's mapping in the terms that each tool reads: one text, so all say the same."""

import re
from pathlib import Path

MAPPING = Path(__file__).with_name("projects.rml.ttl")

# Terms that R2RML has stand in its namespace in older mappings; the rest stood in RML's own.
_R2RML_TERMS = (
    "TriplesMap subjectMap predicateObjectMap predicate objectMap constant template class termType Literal IRI "
    "datatype language"
).split()


def current_terms() -> str:
    """The mapping as the current specification writes it."""
    return MAPPING.read_text(encoding="utf-8")


def current_terms_with_plain_source() -> str:
    """Current terms, but the source as the plain text that tools between the two specifications expect."""
    return re.sub(r"rml:source \[[^]]*\]", 'rml:source "projects.csv"', current_terms())


def older_terms() -> str:
    """R2RML's terms with those of RML before it became a W3C community specification."""
    text = current_terms_with_plain_source()
    text = text.replace("a rml:LogicalSource ;", "").replace("rml:CSV", "ql:CSV")
    for term in _R2RML_TERMS:
        text = re.sub(rf"\brml:{term}\b", f"rr:{term}", text)
    # Some readers find a logical source only where it is used.
    source = re.search(r"<#Source>\s*(.*?) \.\n", text, re.DOTALL)
    assert source
    text = text.replace(source.group(), "").replace("<#Source>", f"[ {source.group(1)} ]")
    return text.replace(
        "@prefix rml: <http://w3id.org/rml/> .",
        "@prefix rml: <http://semweb.mmlab.be/ns/rml#> .\n"
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .\n"
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .\n"
        "@base <https://example.org/mapping> .",
    )

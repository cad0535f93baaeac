"""The prefixes with which RDF is written for people."""

from collections.abc import Iterable

WELL_KNOWN = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
OWN = "iomg"


def prefixes_for(base: str) -> dict[str, str]:
    """The well-known prefixes and that of the ontology of the publication at `base`.

    >>> prefixes_for("https://example.org/")["iomg"]
    'https://example.org/ns#'
    """
    return WELL_KNOWN | {OWN: base + "ns#"}


def used_prefixes(prefixes: dict[str, str], iris: Iterable[str]) -> dict[str, str]:
    """Those of `prefixes` whose namespace begins one of `iris`, sorted by prefix.

    >>> used_prefixes({"b": "http://b/", "a": "http://a/"}, ["http://a/x"])
    {'a': 'http://a/'}
    """
    known = set(iris)
    return {
        prefix: namespace
        for prefix, namespace in sorted(prefixes.items())
        if any(iri.startswith(namespace) for iri in known)
    }


def shortened(iri: str, prefixes: dict[str, str]) -> str:
    """`iri` as a prefixed name for people to read, or as it is where no prefix fits.

    >>> shortened("http://a/x", {"a": "http://a/"})
    'a:x'
    """
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expanded(name: str, prefixes: dict[str, str]) -> str:
    """The IRI of a prefixed name whose prefix is known.

    >>> expanded("a:x", {"a": "http://a/"})
    'http://a/x'
    """
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local

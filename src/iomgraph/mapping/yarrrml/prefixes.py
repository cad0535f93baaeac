"""Prefixes: those of the document, and those that every document has.

YARRRML, section "Prefixes and namespaces": these are the prefixes of RDFa, https://www.w3.org/2011/rdfa-context/rdfa-1.1.
Those of the functions that a mapping may call are there too.
"""

import re
from collections.abc import Mapping

from iomgraph.mapping.functions.catalogue import prefixes as function_prefixes

_W3 = "http://www.w3.org/"
_RDFA = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "cc": "http://creativecommons.org/ns#",
    "cnt": _W3 + "2008/content#",
    "csvw": _W3 + "ns/csvw#",
    "ctag": "http://commontag.org/ns#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dcat": _W3 + "ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "dqv": _W3 + "ns/dqv#",
    "duv": _W3 + "ns/duv#",
    "earl": _W3 + "ns/earl#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gldp": _W3 + "ns/people#",
    "gr": "http://purl.org/goodrelations/v1#",
    "grddl": _W3 + "2003/g/data-view#",
    "ht": _W3 + "2006/http#",
    "ical": _W3 + "2002/12/cal/icaltzd#",
    "jsonld": _W3 + "ns/json-ld#",
    "ldp": _W3 + "ns/ldp#",
    "ma": _W3 + "ns/ma-ont#",
    "oa": _W3 + "ns/oa#",
    "odrl": _W3 + "ns/odrl/2/",
    "og": "http://ogp.me/ns#",
    "org": _W3 + "ns/org#",
    "owl": _W3 + "2002/07/owl#",
    "prov": _W3 + "ns/prov#",
    "ptr": _W3 + "2009/pointers#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": _W3 + "1999/02/22-rdf-syntax-ns#",
    "rdfa": _W3 + "ns/rdfa#",
    "rdfs": _W3 + "2000/01/rdf-schema#",
    "rev": "http://purl.org/stuff/rev#",
    "rif": _W3 + "2007/rif#",
    "rr": _W3 + "ns/r2rml#",
    "schema": "http://schema.org/",
    "sd": _W3 + "ns/sparql-service-description#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skos": _W3 + "2004/02/skos/core#",
    "skosxl": _W3 + "2008/05/skos-xl#",
    "sosa": _W3 + "ns/sosa/",
    "ssn": _W3 + "ns/ssn/",
    "time": _W3 + "2006/time#",
    "v": "http://rdf.data-vocabulary.org/#",
    "vcard": _W3 + "2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wdr": _W3 + "2007/05/powder#",
    "wdrs": _W3 + "2007/05/powder-s#",
    "xhv": _W3 + "1999/xhtml/vocab#",
    "xml": _W3 + "XML/1998/namespace",
    "xsd": _W3 + "2001/XMLSchema#",
}
# What may stand before a colon in an IRI without being a prefix, unless "//" follows.
_SCHEMES = frozenset({"urn", "mailto", "tel", "tag", "geo", "info", "data", "did", "ark", "doi", "nih", "cid", "mid"})
_PREFIXED = re.compile(r"(?P<prefix>[A-Za-z][\w.+-]*|):(?P<rest>.*)", re.S)


def built_in_prefixes() -> dict[str, str]:
    """The prefixes that no document need declare."""
    return {**_RDFA, **function_prefixes()}


def expanded(text: str, prefixes: Mapping[str, str]) -> str:
    """`text`, with what stands before its first colon replaced where that is a prefix.

    Raises ValueError where it is neither a prefix nor the beginning of an IRI.

    >>> expanded("foaf:name", built_in_prefixes())
    'http://xmlns.com/foaf/0.1/name'
    >>> expanded("https://a.example/", {})
    'https://a.example/'
    """
    found = _PREFIXED.match(text)
    if not found or found["rest"].startswith("//"):
        return text
    if found["prefix"] in prefixes:
        return prefixes[found["prefix"]] + found["rest"]
    if found["prefix"].lower() in _SCHEMES:
        return text
    raise ValueError(f'has "{text}", whose prefix {found["prefix"]}: is not declared in prefixes')

"""The terms that pages treat in a way of their own; everything else is shown by its label."""

from iomgraph.rdf.prefixes import WELL_KNOWN

TYPE = WELL_KNOWN["rdf"] + "type"
TITLE = WELL_KNOWN["dcterms"] + "title"
DESCRIPTION = WELL_KNOWN["dcterms"] + "description"
IDENTIFIER = WELL_KNOWN["dcterms"] + "identifier"
NOTATION = WELL_KNOWN["skos"] + "notation"
DEFINITION = WELL_KNOWN["skos"] + "definition"
IN_SCHEME = WELL_KNOWN["skos"] + "inScheme"
CONCEPT = WELL_KNOWN["skos"] + "Concept"
SCHEME = WELL_KNOWN["skos"] + "ConceptScheme"
ORGANIZATION = WELL_KNOWN["org"] + "Organization"
START = WELL_KNOWN["schema"] + "startDate"
END = WELL_KNOWN["schema"] + "endDate"
LOCATION = WELL_KNOWN["schema"] + "location"
AMOUNT = WELL_KNOWN["schema"] + "value"
CURRENCY = WELL_KNOWN["schema"] + "currency"
VERSION_IRI = WELL_KNOWN["owl"] + "versionIRI"
TERM_CLASSES = tuple(
    WELL_KNOWN["owl"] + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
HAS_BODY = WELL_KNOWN["oa"] + "hasBody"
HAS_SOURCE = WELL_KNOWN["oa"] + "hasSource"
HAS_SELECTOR = WELL_KNOWN["oa"] + "hasSelector"
EXACT = WELL_KNOWN["oa"] + "exact"
SELECTED_FROM = WELL_KNOWN["oa"] + "start"
SELECTED_TO = WELL_KNOWN["oa"] + "end"

"""A release as a web site: RDF by content negotiation, pages for people, SPARQL 1.1 for programs."""

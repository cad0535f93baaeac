"""YARRRML, mappings in YAML: https://rml.io/yarrrml/spec/.

A document becomes a graph in RML's terms, which is then read as any other mapping, so that there is one model of what a
mapping is. Each statement of that graph has the line of the document that says it. What is not understood is refused.

`document` reads YAML; `rules` has what all of a document shares; each other file is a subject of the specification.
"""

from iomgraph.mapping.yarrrml.triples_maps import read_yarrrml

__all__ = ["read_yarrrml"]

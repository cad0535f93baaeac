"""iomgraph: project records in; a validated, versioned, published knowledge graph out."""

__version__ = "0.1.0"

"""RDF as files: sorted N-Quads, looked up by subject and written in the usual syntaxes."""

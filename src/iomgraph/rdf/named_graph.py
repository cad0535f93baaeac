"""An RDF document as quads of one named graph."""

from pathlib import Path

import pyoxigraph

from iomgraph.errors import InputError


def quads_of_file(file: Path, graph: str) -> list[str]:
    """The statements of the Turtle document `file` as lines of N-Quads in the graph `graph`.

    Raises InputError where the file cannot be read, is no Turtle, or has a blank node: its label would differ
    from run to run, so that the same input would not give the same bytes.
    """
    name = pyoxigraph.NamedNode(graph)
    try:
        quads = [
            pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name)
            for quad in pyoxigraph.parse(path=str(file), format=pyoxigraph.RdfFormat.TURTLE)
        ]
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror or error}); name a Turtle file.") from error
    except SyntaxError as error:
        raise InputError(f"{file} is not valid Turtle ({error.msg}); correct it.") from error
    for quad in quads:
        if isinstance(quad.subject, pyoxigraph.BlankNode) or isinstance(quad.object, pyoxigraph.BlankNode):
            raise InputError(f"{file} has a blank node at {quad.predicate.value}; give it an IRI.")
    written = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return written.decode().splitlines()

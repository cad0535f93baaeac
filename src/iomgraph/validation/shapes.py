"""The shapes graph."""

from collections.abc import Iterable
from pathlib import Path

import rdflib

from iomgraph.errors import InputError


def read_shapes(paths: Iterable[Path]) -> rdflib.Graph:
    """Every Turtle file in `paths` (files or folders) as one shapes graph.

    Raises InputError where a file cannot be read, is no Turtle, or where there is none.
    """
    files = [file for path in paths for file in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]
    if not files:
        raise InputError(f"There are no shapes in {', '.join(map(str, paths))}; name a Turtle file or its folder.")
    graph = rdflib.Graph()
    for file in files:
        try:
            graph.parse(data=file.read_bytes(), format="turtle", publicID=file.absolute().as_uri())
        except OSError as error:
            raise InputError(f"{file} cannot be read ({error.strerror}); name a Turtle file of shapes.") from error
        except Exception as error:  # rdflib's parser raises many kinds
            raise InputError(f"{file} is not valid Turtle ({' '.join(str(error).split())}); correct it.") from error
    return graph

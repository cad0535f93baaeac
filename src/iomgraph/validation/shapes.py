"""The shapes graph."""

from collections.abc import Iterable
from pathlib import Path

import rdflib

from iomgraph.errors import InputError
from iomgraph.rdf.turtle import read_turtle, turtle_files


def read_shapes(paths: Iterable[Path]) -> rdflib.Graph:
    """Every Turtle file in `paths` (files or folders) as one shapes graph.

    Raises InputError where a file cannot be read, is no Turtle, or where there is none.
    """
    files = turtle_files(paths)
    if not files:
        raise InputError(f"There are no shapes in {', '.join(map(str, paths))}; name a Turtle file or its folder.")
    graph = rdflib.Graph()
    for file in files:
        read_turtle(file, graph)
    return graph

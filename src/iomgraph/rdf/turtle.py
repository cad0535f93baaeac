"""Turtle files of the publication: shapes, mappings, vocabularies."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import rdflib

from iomgraph.errors import InputError
from iomgraph.rdf.lined_graph import TurtleSyntaxError, parse_turtle

_Graph = TypeVar("_Graph", bound=rdflib.Graph)


def turtle_files(paths: Iterable[Path], suffixes: tuple[str, ...] = (".ttl",)) -> list[Path]:
    """The files among `paths`, and those of the folders that end in one of `suffixes`, each folder's sorted by name."""
    return [file for path in paths for file in (_files(path, suffixes) if path.is_dir() else [path])]


def read_turtle(file: Path, graph: _Graph, base: str | None = None) -> _Graph:
    """Add the statements of `file` to `graph`; `base`, else the file's own address, resolves relative IRIs.

    Raises InputError, with the line, where the file cannot be read or is no Turtle.
    """
    try:
        parse_turtle(file.read_bytes(), graph, base or file.absolute().as_uri())
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); name a Turtle file.") from error
    except TurtleSyntaxError as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{file}, line {error.line}: this is not valid Turtle ({reason}); correct it.") from error
    except Exception as error:  # rdflib's parser raises many kinds
        # The parser quotes the text around the place, which may be a password; so it is no cause of the error either.
        reason = " ".join(str(error).partition(" at ^ in:")[0].split())
        raise InputError(f"{file} is not valid Turtle ({reason}); correct it.") from None
    return graph


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in suffixes)

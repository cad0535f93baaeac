"""Turtle files of the publication: shapes, mappings, vocabularies."""

from collections.abc import Iterable
from pathlib import Path

import rdflib

from iomgraph.errors import InputError


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths`, and those ending in .ttl of the folders, each folder's sorted by name."""
    return [file for path in paths for file in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]


def read_turtle(file: Path, graph: rdflib.Graph, base: str | None = None) -> rdflib.Graph:
    """Add the statements of `file` to `graph`; `base`, else the file's own address, resolves relative IRIs.

    Raises InputError where the file cannot be read or is no Turtle.
    """
    try:
        return graph.parse(data=file.read_bytes(), format="turtle", publicID=base or file.absolute().as_uri())
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); name a Turtle file.") from error
    except Exception as error:  # rdflib's parser raises many kinds
        # The parser quotes the text around the place, which may be a password; so it is no cause of the error either.
        reason = " ".join(str(error).partition(" at ^ in:")[0].split())
        raise InputError(f"{file} is not valid Turtle ({reason}); correct it.") from None

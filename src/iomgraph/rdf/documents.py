"""RDF files of any syntax, told by their suffix."""

from pathlib import Path

import pyoxigraph

from iomgraph.errors import InputError

# Suffixes that RDF shares with pages and tables.
_NOT_RDF_ALONE = ("xml", "json", "txt")


def rdf_format(file: Path) -> pyoxigraph.RdfFormat | None:
    """The RDF syntax that the suffix of `file` stands for, or None where it stands for none.

    >>> rdf_format(Path("a.ttl")) == pyoxigraph.RdfFormat.TURTLE
    True
    """
    suffix = file.suffix.lower().removeprefix(".")
    return None if suffix in _NOT_RDF_ALONE else pyoxigraph.RdfFormat.from_extension(suffix)


def read_quads(file: Path) -> list[pyoxigraph.Quad]:
    """The statements of an RDF file.

    Raises InputError where it cannot be read or is not what its suffix says.
    """
    try:
        return list(pyoxigraph.parse(path=str(file), format=rdf_format(file), base_iri=file.absolute().as_uri()))
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror or error}); name an RDF file.") from error
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{file} is not the RDF that its suffix says ({error}); correct it.") from error

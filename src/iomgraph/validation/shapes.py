"""The shapes graph, as its files have it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pyoxigraph
import rdflib
from rdflib import OWL
from rdflib.term import Identifier

from iomgraph.errors import InputError
from iomgraph.rdf.documents import rdf_format
from iomgraph.rdf.rdflib_graph import pyoxigraph_term, rdflib_graph
from iomgraph.rdf.turtle import turtle_files

_SUFFIXES = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")


class ShapesGraph(rdflib.Graph):
    """A graph that knows which file each subject is described in."""

    def __init__(self) -> None:
        super().__init__()
        self._files: dict[Identifier, Path] = {}

    def read(self, file: Path) -> None:
        """Add an RDF file, its literals as they are written; one whose suffix tells nothing is Turtle.

        Raises InputError where it cannot be read or is not what its suffix says.
        """
        syntax = rdf_format(file) or pyoxigraph.RdfFormat.TURTLE
        try:
            content = file.read_bytes()
        except OSError as error:
            raise InputError(f"{file} cannot be read ({error.strerror}); name an RDF file.") from error
        try:
            triples = pyoxigraph.parse(
                content, format=syntax, base_iri=file.absolute().as_uri(), rename_blank_nodes=True
            )
            added = rdflib_graph(triples)
        except (SyntaxError, ValueError) as error:
            raise InputError(
                f"{file} is not valid {syntax.name} ({' '.join(str(error).split())}); correct it."
            ) from error
        for triple in added:
            self.add(triple)
        for subject in added.subjects(unique=True):
            if isinstance(subject, Identifier):
                self._files.setdefault(subject, file)

    def file_of(self, node: Identifier) -> Path | None:
        """The file that describes `node`, the first one where several do."""
        return self._files.get(node)


def read_shapes(paths: Iterable[Path], graph: ShapesGraph | None = None) -> ShapesGraph:
    """Every RDF file in `paths` (files or folders) as one shapes graph, with the local files that they import.

    They are added to `graph` where one is given.
    Raises InputError where a file cannot be read, is not what its suffix says, or where there is none.
    """
    waiting = shapes_files(paths)
    if not waiting:
        raise InputError(f"There are no shapes in {', '.join(map(str, paths))}; name an RDF file or its folder.")
    graph = ShapesGraph() if graph is None else graph
    read: set[Path] = set()
    while waiting:
        file = waiting.pop(0)
        if file.absolute() in read:
            continue
        read.add(file.absolute())
        graph.read(file)
        waiting += [imported for imported in _imported(graph) if imported.absolute() not in read]
    return graph


def shapes_files(paths: Iterable[Path]) -> list[Path]:
    """The files among `paths`, and the RDF files of the folders, each folder's sorted by name."""
    return turtle_files(paths, _SUFFIXES)


def digest_of(shapes: rdflib.Graph) -> str:
    """A digest of what the shapes say, whatever their files are called and however they are laid out.

    >>> graph = rdflib.Graph().parse(data="[] a <x:Shape> .", format="turtle")
    >>> again = rdflib.Graph().parse(data="_:a a <x:Shape> .", format="turtle")
    >>> digest_of(graph) == digest_of(again)
    True
    """
    quads = (pyoxigraph.Quad(*map(pyoxigraph_term, triple)) for triple in shapes)  # type: ignore[arg-type]
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()


def _imported(graph: rdflib.Graph) -> list[Path]:
    """The files among the values of owl:imports; an address of the web is not fetched."""
    addresses = (str(address) for address in graph.objects(None, OWL.imports))
    return [Path(url2pathname(urlsplit(address).path)) for address in addresses if address.startswith("file:")]

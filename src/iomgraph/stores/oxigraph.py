"""The embedded store: a release in the memory of this process, in Oxigraph.

Oxigraph rewrites literals (85000.00 becomes 85000), so what it answers is for queries only.
"""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar, cast

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from iomgraph.errors import InputError
from iomgraph.rdf.query_text import QueryText
from iomgraph.stores.refusals import check
from iomgraph.stores.store import Dataset, InvalidQueryError, ResultFormat

_Answer = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
_T = TypeVar("_T")

_PLACE = re.compile(r"^error at (\d+):(\d+): ")

FORMATS = {
    ResultFormat.JSON: pyoxigraph.QueryResultsFormat.JSON,
    ResultFormat.XML: pyoxigraph.QueryResultsFormat.XML,
    ResultFormat.CSV: pyoxigraph.QueryResultsFormat.CSV,
    ResultFormat.TSV: pyoxigraph.QueryResultsFormat.TSV,
}


class OxigraphStore:
    """A `graph.nq` loaded into Oxigraph; queries see `default_graphs` as one and every graph by name.

    A folder is a store that Oxigraph has on disk, which is only read. IRIs in a query are relative to `base`, where it
    has none of its own.

    Raises InputError where the file or folder cannot be read.
    """

    def __init__(self, graph: Path, default_graphs: tuple[str, ...], base: str | None = None) -> None:
        self._default_graphs = default_graphs
        self._base = base
        try:
            if graph.is_dir():
                self._store = pyoxigraph.Store.read_only(str(graph))
            else:
                self._store = pyoxigraph.Store()
                self._store.bulk_load(path=graph, format=pyoxigraph.RdfFormat.N_QUADS)
        except (OSError, RuntimeError, SyntaxError) as error:
            raise InputError(f"{graph} cannot be loaded ({error}); publish the release again.") from error

    def bindings(self, text: str, dataset: Dataset, result_format: ResultFormat) -> bytes:
        """The answer to SELECT or ASK; see `iomgraph.stores.store.Store`."""
        out = io.BytesIO()
        self.write_bindings(text, dataset, result_format, out)
        return out.getvalue()

    def write_bindings(self, text: str, dataset: Dataset, result_format: ResultFormat, out: IO[bytes]) -> None:
        """Write the answer to SELECT or ASK as it is found. Raises what `bindings` raises."""

        def written(answer: _Answer) -> bool:
            if isinstance(answer, pyoxigraph.QueryTriples):
                return False
            answer.serialize(out, format=FORMATS[result_format])
            return True

        if not self._read(text, dataset, written):
            raise InvalidQueryError("The query answers with triples where a table was asked for.")

    def triples(self, text: str, dataset: Dataset) -> list[pyoxigraph.Triple]:
        """The whole answer to CONSTRUCT or DESCRIBE. Raises what `bindings` raises."""

        def listed(answer: _Answer) -> list[pyoxigraph.Triple] | None:
            return list(answer) if isinstance(answer, pyoxigraph.QueryTriples) else None

        found = self._read(text, dataset, listed)
        if found is None:
            raise InvalidQueryError("The query answers with a table where triples were asked for.")
        return found

    def _read(self, text: str, dataset: Dataset, read: Callable[[_Answer], _T]) -> _T:
        query = QueryText(text)
        check(query)
        default_graphs, named_graphs = self._graphs(dataset, names_its_dataset=query.names_its_dataset)
        try:
            return read(
                self._store.query(
                    text,
                    base_iri=self._base,
                    default_graph=cast("list[NamedNode | BlankNode | DefaultGraph] | None", default_graphs),
                    named_graphs=cast("list[NamedNode | BlankNode] | None", named_graphs),
                )
            )
        except SyntaxError as error:
            failure = _invalid(str(error))
        except (RuntimeError, ValueError, OSError) as error:
            failure = InvalidQueryError(f"The query cannot be evaluated: {error}.")
        # Raised out here because a traceback would keep the answer alive, and pyoxigraph allows an
        # answer to be let go only in the thread that asked.
        raise failure

    def _graphs(
        self, dataset: Dataset, *, names_its_dataset: bool
    ) -> tuple[list[NamedNode] | None, list[NamedNode] | None]:
        """What Oxigraph is told; None leaves it to the query or, for names, to all there are."""
        if dataset.default_graphs or dataset.named_graphs:
            # The protocol's dataset stands instead of the query's, and holds nothing else.
            return _nodes(dataset.default_graphs), _nodes(dataset.named_graphs)
        return (None if names_its_dataset else _nodes(self._default_graphs)), None


def _nodes(iris: tuple[str, ...]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise InvalidQueryError(f"A graph of the request is no absolute IRI: {error}.") from error


def _invalid(message: str) -> InvalidQueryError:
    place = _PLACE.match(message)
    if place is None:
        return InvalidQueryError(f"The query is not valid SPARQL: {message}.")
    line, column = int(place.group(1)), int(place.group(2))
    expected = message[place.end() :]
    return InvalidQueryError(
        f"The query is not valid SPARQL at line {line}, column {column}: {expected}.", line, column
    )

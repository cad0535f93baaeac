"""A worker: it answers questions over its connection, one after the other, until that is closed."""

import io
import json
import os
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from typing_extensions import Buffer

from iomgraph.rdf.query_text import QueryText
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.stores.oxigraph import OxigraphStore
from iomgraph.stores.pool.messages import Part, Question
from iomgraph.stores.store import InvalidQueryError, RefusedQueryError

_CHUNK = 1 << 16
_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}


def work(connection: Connection, store: OxigraphStore, serialiser: Serialiser, memory: int) -> None:
    """Answer from `store`; with more than `memory` bytes beyond what it has now the process ends."""
    _cap_memory(memory)
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        _answer(connection, question, store, serialiser)


def _answer(connection: Connection, question: Question, store: OxigraphStore, serialiser: Serialiser) -> None:
    has_triples = QueryText(question.text).answers_with_triples
    if has_triples:
        connection.send_bytes(Part.TRIPLES.value)
    out = io.BufferedWriter(_Parts(connection), _CHUNK)
    try:
        if has_triples and question.triples:
            triples = store.triples(question.text, question.dataset)
            out.write(serialiser.serialise(triples, _SYNTAXES[question.triples]))
        elif question.table and not has_triples:
            store.write_bindings(question.text, question.dataset, question.table, out)
        else:
            connection.send_bytes(Part.NOT_ASKED_FOR.value)
            return
        out.flush()
        connection.send_bytes(Part.END.value)
    except InvalidQueryError as error:
        said = json.dumps([str(error), error.line, error.column])
        connection.send_bytes(Part.INVALID.value + said.encode())
    except RefusedQueryError as error:
        connection.send_bytes(Part.REFUSED.value + str(error).encode())


class _Parts(io.RawIOBase):
    """Hands on what is written, piece by piece; it waits where the other side does not take it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        written = bytes(data)
        self._connection.send_bytes(Part.DATA.value + written)
        return len(written)


def _cap_memory(memory: int) -> None:
    """Let the process end where it asks for more; only Linux says how much it has."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))

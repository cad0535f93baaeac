"""A worker: it answers questions over its connection, one after the other, until that is closed."""

import io
import json
import os
import pickle
import resource
import socket
import sys
from pathlib import Path

from typing_extensions import Buffer

from iomgraph.rdf.query_text import QueryText
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.rdf.syntaxes import SYNTAXES
from iomgraph.stores.oxigraph import OxigraphStore
from iomgraph.stores.pool.messages import FRAME, Part, Question
from iomgraph.stores.store import InvalidQueryError, RefusedQueryError

_CHUNK = 1 << 16
_SYNTAXES = {syntax.media_type: syntax for syntax in SYNTAXES}


def work(connection: socket.socket, store: OxigraphStore, serialiser: Serialiser, memory: int) -> None:
    """Answer from `store`; with more than `memory` bytes beyond what it has now the process ends."""
    _cap_memory(memory)
    asked, said = connection.makefile("rb"), _Said(connection.makefile("wb"))
    while head := asked.read(FRAME.size):
        question: Question = pickle.loads(asked.read(FRAME.unpack(head)[1]))  # noqa: S301  # of our own pool
        _answer(said, question, store, serialiser)
        said.flush()


def _answer(said: "_Said", question: Question, store: OxigraphStore, serialiser: Serialiser) -> None:
    has_triples = QueryText(question.text).answers_with_triples
    if has_triples:
        said.say(Part.TRIPLES)
    out = io.BufferedWriter(said, _CHUNK)
    try:
        if has_triples and question.triples:
            triples = store.triples(question.text, question.dataset)
            out.write(serialiser.serialise(triples, _SYNTAXES[question.triples]))
        elif question.table and not has_triples:
            store.write_bindings(question.text, question.dataset, question.table, out)
        else:
            said.say(Part.NOT_ASKED_FOR)
            return
        out.flush()
        said.say(Part.END)
    except InvalidQueryError as error:
        said.say(Part.INVALID, json.dumps([str(error), error.line, error.column]).encode())
    except RefusedQueryError as error:
        said.say(Part.REFUSED, str(error).encode())
    finally:
        out.detach()


class _Said(io.RawIOBase):
    """Hands on messages, and what is written as such; it waits where the other side does not take it."""

    def __init__(self, connection: io.BufferedWriter) -> None:
        self._connection = connection

    def say(self, part: Part, payload: bytes = b"") -> None:
        self._connection.write(FRAME.pack(part.value, len(payload)) + payload)

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        written = bytes(memoryview(data)[:_CHUNK])
        self.say(Part.DATA, written)
        return len(written)

    def flush(self) -> None:
        self._connection.flush()


def _cap_memory(memory: int) -> None:
    """Let the process end where it asks for more; only Linux says how much it has."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))

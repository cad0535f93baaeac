"""Where workers come from: the zygote of a release, started again where it is gone."""

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.rdf.serialisation import Serialiser
from iomgraph.stores.pool.messages import END, FORK, NUMBER, READY, STOP, Settings


@dataclass
class Worker:
    """A process that answers one question after the other over its connection."""

    process: int
    connection: socket.socket
    zygote: socket.socket
    """The connection to the one that forked it; to another one its number means nothing."""
    queries: int = 0
    is_slow: bool = False


class Nursery:
    """The zygote of a release. Several threads may ask it for workers."""

    def __init__(self, graph: Path, publication: Publication, place: Path | None) -> None:
        self._settings = Settings(
            graph,
            place,
            publication.releases,
            publication.default_graphs,
            publication.base,
            Serialiser.of(publication),
            publication.limits.memory_bytes,
        )
        self._lock = threading.Lock()
        self._is_ready = False
        self._retired: list[Worker] = []
        self._start()

    def wait(self) -> None:
        """Wait until the release is loaded. Raises InputError where it cannot be."""
        with self._lock:
            self._wait()

    def fork(self) -> Worker:
        """A new worker. Raises InputError where the release cannot be loaded again."""
        while self._retired:
            self.stop(self._retired.pop())
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            for _ in range(2):
                self._wait()
                try:
                    socket.send_fds(self._control, [FORK], [theirs.fileno()])
                    (process,) = NUMBER.unpack(_exactly(self._control, NUMBER.size))
                    return Worker(process, ours, self._control)
                except OSError:
                    self._stop()
                    self._start()
        raise InputError("The release cannot be queried: its process ends again and again; see the log.")

    def retire(self, worker: Worker) -> None:
        """Let a worker that has nothing to do end by itself, which takes no time here."""
        worker.connection.close()
        self._retired.append(worker)

    def stop(self, worker: Worker) -> None:
        """End a worker at once."""
        worker.connection.close()
        # Without their zygote the workers are gone as well.
        with self._lock, suppress(OSError):
            worker.zygote.sendall(STOP + NUMBER.pack(worker.process))

    def ending(self, worker: Worker) -> int:
        """How a worker ended that closed its connection: an exit status, or minus a signal."""
        worker.connection.close()
        with self._lock:
            try:
                worker.zygote.sendall(END + NUMBER.pack(worker.process))
                (status,) = NUMBER.unpack(_exactly(worker.zygote, NUMBER.size))
            except OSError:
                return -signal.SIGKILL
        return int(status)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", "iomgraph.stores.pool.zygote", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        assert process.stdin is not None
        with process.stdin:
            pickle.dump(self._settings, process.stdin)
        self._control = ours
        self._is_ready = False
        self._stop = weakref.finalize(self, _stop, process, ours)

    def _wait(self) -> None:
        if self._is_ready:
            return
        said = self._control.recv(1 << 16)
        if said != READY:
            raise InputError(said.decode() or "The release cannot be queried: its process has ended; see the log.")
        self._is_ready = True


def _exactly(connection: socket.socket, size: int) -> bytes:
    received = connection.recv(size, socket.MSG_WAITALL)
    if len(received) < size:
        raise ConnectionResetError
    return received


def _stop(process: "subprocess.Popen[bytes]", control: socket.socket) -> None:
    control.close()
    process.wait()

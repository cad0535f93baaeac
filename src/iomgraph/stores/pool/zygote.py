"""The process that loads a release once and forks workers from itself.

A fork takes milliseconds whatever the size of the release, and workers share the memory of the store. One on disk each
worker opens for itself, because that takes threads: this process has one, so that nothing is held while it forks.
`python -m iomgraph.stores.pool.zygote SOCKET` reads its pickled Settings and talks over the inherited socket: it says
READY, or one sentence about what is wrong; then each FORK comes with the socket of a new worker and is answered with
its process id; STOP with a process id ends that worker, and END is answered with how one has ended that closed its
connection.
"""

import ctypes
import os
import pickle
import signal
import socket
import sys

from iomgraph.errors import InputError
from iomgraph.stores import disk_store
from iomgraph.stores.oxigraph import OxigraphStore
from iomgraph.stores.pool.messages import FORK, NUMBER, READY, STOP, Settings
from iomgraph.stores.pool.worker import work

_NEW_USER_NAMESPACE = 0x10000000
_NEW_NETWORK_NAMESPACE = 0x40000000
_SET_PARENT_DEATH_SIGNAL = 1


def main() -> None:
    """Serve the socket until the other side closes it; workers end with this process."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings: Settings = pickle.load(sys.stdin.buffer)  # noqa: S301  # of the process that started this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    held = in_memory = None
    try:
        if settings.place:
            held = disk_store.hold(settings.place, settings.graph, control)
            if held is None:
                return
        _leave_the_network()
        if not settings.place:
            in_memory = _opened(settings)
    except InputError as error:
        control.sendall(str(error).encode())
        return
    disk_store.remove_unused(settings.releases)
    control.sendall(READY)
    try:
        _fork_workers(control, in_memory, settings)
    finally:
        if held is not None:
            os.close(held)
        disk_store.remove_unused(settings.releases)


def _opened(settings: Settings) -> OxigraphStore:
    return OxigraphStore(settings.place or settings.graph, settings.default_graphs, settings.base)


def _fork_workers(control: socket.socket, in_memory: OxigraphStore | None, settings: Settings) -> None:
    zygote = os.getpid()
    running: set[int] = set()
    stopped: set[int] = set()
    try:
        while True:
            request, received, _, _ = socket.recv_fds(control, 1, 1)
            if not request:
                return
            if request == FORK:
                worker = os.fork()
                if worker == 0:
                    _end_with(zygote)
                    control.close()
                    _run_worker(received[0], in_memory, settings)
                os.close(received[0])
                running.add(worker)
                control.sendall(NUMBER.pack(worker))
                continue
            (worker,) = NUMBER.unpack(control.recv(NUMBER.size, socket.MSG_WAITALL))
            running.discard(worker)
            if request == STOP:
                os.kill(worker, signal.SIGKILL)
                stopped.add(worker)
            else:
                control.sendall(NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])))
            # One that was stopped may take its time: under load it has to be given a processor to end.
            stopped = {each for each in stopped if os.waitpid(each, os.WNOHANG) == (0, 0)}
    finally:
        for worker in running:
            os.kill(worker, signal.SIGKILL)
        # What they hold is let go of with them.
        for worker in running | stopped:
            os.waitpid(worker, 0)


def _run_worker(descriptor: int, in_memory: OxigraphStore | None, settings: Settings) -> None:
    """The life of a worker. It ends here: nothing of the process it was forked from is run to its end."""
    status = 1
    try:
        work(socket.socket(fileno=descriptor), in_memory or _opened(settings), settings.serialiser, settings.memory)
        status = 0
    except (BrokenPipeError, ConnectionResetError):
        status = 0  # nobody waits for the answer any more
    finally:
        os._exit(status)


def _end_with(parent: int) -> None:
    """Have the system end this process with `parent`: a query that nobody can stop any more would go on for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _leave_the_network() -> None:
    """Go where there is no network, where the system permits it; a query that calls out is refused in any case."""
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_NEW_USER_NAMESPACE | _NEW_NETWORK_NAMESPACE)


if __name__ == "__main__":
    main()

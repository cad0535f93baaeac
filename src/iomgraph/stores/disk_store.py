"""Releases that are too large for memory: each in an Oxigraph store on disk, made once and only read from then on.

The stores lie beside the releases. The name of each holds the release, the version of Oxigraph and the SHA-256 of
`graph.nq`, and it has that name only once it is whole. Who uses one holds a lock, which the system lets go of however
the process ends; what nobody holds and the current release does not need is removed.
"""

import fcntl
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pyoxigraph

from iomgraph.errors import InputError

_FOLDER = ".stores"


def place_of(releases: Path, release: str, digest: str) -> Path:
    """Where the store of a release belongs that lies in `releases` and whose `graph.nq` has the SHA-256 `digest`.

    >>> place_of(Path("releases"), "2026-11-24.1", "c0ffee").parent.as_posix()
    'releases/.stores'
    """
    return releases / _FOLDER / f"{release}-{pyoxigraph.__version__}-{digest}"


def hold(place: Path, graph: Path, owner: socket.socket) -> int | None:
    """Have a whole store of `graph` at `place`: it stays until the descriptor that is returned is closed.

    It is made in a process of its own, so that this one has neither its threads nor its memory. None where the other
    side of `owner` closes meanwhile: then nobody wants it any more. Raises InputError where it cannot be made.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with _locked(place.parent):
            said, says = get_context("fork").Pipe(duplex=False)
            making = get_context("fork").Process(target=_have_whole, args=(place, graph, says))
            making.start()
            says.close()
            while said not in (ready := wait([said, owner])):
                if owner in ready:
                    making.kill()
                    making.join()
                    return None
            making.join()
            _raise_what_is(said)
            descriptor = os.open(place, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            return descriptor
    except OSError as error:
        raise _unwritable(place, error) from error


def remove_unused(releases: Path) -> None:
    """Remove the stores that nobody holds, but for that of the current release, and what was never finished."""
    folder = releases / _FOLDER
    with suppress(OSError), _locked(folder, alone=True):
        current = f"{(releases / 'current').readlink().name}-"
        for each in folder.iterdir():
            if not each.name.startswith(current):
                with suppress(OSError), _locked(each, alone=True):
                    _remove(each)


@contextmanager
def _locked(folder: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold a lock on `folder` with others, or alone; raises OSError where others hold one then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _have_whole(place: Path, graph: Path, says: Connection) -> None:
    """Make the store unless it is there; say what is wrong, or nothing."""
    try:
        if not _is_whole(place):
            _make(place, graph)
        says.send("")
    except InputError as error:
        says.send(str(error))


def _raise_what_is(said: Connection) -> None:
    try:
        wrong = said.recv()
    except EOFError:
        wrong = "The release cannot be loaded onto disk: the process that did it has ended; see the log."
    if wrong:
        raise InputError(wrong)


def _is_whole(place: Path) -> bool:
    if not place.is_dir():
        return False
    try:
        pyoxigraph.Store.read_only(str(place))
    except (OSError, RuntimeError):
        # Damaged from outside.
        _remove(place)
        return False
    return True


def _make(place: Path, graph: Path) -> None:
    try:
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place.parent))
    except OSError as error:
        raise _unwritable(place, error) from error
    try:
        store = pyoxigraph.Store(unfinished)
        store.bulk_load(path=graph, format=pyoxigraph.RdfFormat.N_QUADS)
        store.flush()
        del store
        unfinished.rename(place)
    except SyntaxError as error:
        raise InputError(f"{graph} cannot be loaded ({error}); publish the release again.") from error
    except (OSError, RuntimeError) as error:
        # Another process may have been faster.
        if not place.is_dir():
            raise _unwritable(place, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _remove(place: Path) -> None:
    """Take its name from a store before it is less than whole."""
    gone = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place.parent))
    place.rename(gone / "store")
    shutil.rmtree(gone, ignore_errors=True)


def _unwritable(place: Path, error: Exception) -> InputError:
    return InputError(
        f"The release cannot be loaded onto disk at {place} ({error}); "
        "make room there, let it be written, or set a higher disk_above_bytes in [store] of publication.toml."
    )

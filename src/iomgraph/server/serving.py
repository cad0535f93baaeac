"""The site on the network: granian runs the application in a worker process of its own."""

import logging
import os
import resource
import socket
import sys
from dataclasses import replace
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from starlette.applications import Starlette

from iomgraph.errors import InputError
from iomgraph.publication import read_publication
from iomgraph.server.app import create_app

PUBLICATION = "IOMGRAPH_PUBLICATION"
FOLDER = "IOMGRAPH_FOLDER"
ACCESS_LOG = "IOMGRAPH_ACCESS_LOG"
_BACKLOG = 4_096
_MOST_FILES = 65_536
_FILES_SET_ASIDE = 512


def serve(publication_file: Path, host: str, port: int, access_log: str | None = None) -> None:
    """Serve the publication until the process is told to stop; releases lie in the working folder.

    `access_log`, one of `ACCESS_LOGS`, goes before what the publication says. Requests that are being answered when the
    process is told to stop get the time to end that the publication gives them.

    Raises InputError where the publication cannot be read or the address is taken.
    """
    folder = Path.cwd()
    publication = read_publication(publication_file, folder)
    create_app(publication)
    _check_free(host, port)
    # Workers are new processes: the environment is what reaches them.
    os.environ[PUBLICATION] = str(publication_file.resolve())
    os.environ[FOLDER] = str(folder)
    if access_log:
        os.environ[ACCESS_LOG] = access_log
    print(f"http://{f'[{host}]' if ':' in host else host}:{port}/", flush=True)
    Granian(
        f"{__name__}:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        # What holds a connection without a request is cut by the server after 30 seconds in HTTP/1 alone.
        http=HTTPModes.http1,
        websockets=False,
        backlog=_BACKLOG,
        backpressure=_most_connections(),
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=publication.server.stop_seconds,
    ).serve()


def application() -> Starlette:
    """The application, made by granian in its worker."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    publication = read_publication(Path(os.environ[PUBLICATION]), Path(os.environ[FOLDER]))
    server = replace(publication.server, access_log=os.environ.get(ACCESS_LOG) or publication.server.access_log)
    return create_app(replace(publication, server=server), log_to=sys.stderr)


def _most_connections() -> int:
    """How many clients may be connected: as many as the system permits, a few files set aside for other purposes.

    Beyond them nobody is let in, so those who are connected and ask nothing must not be so many.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = min(most, _MOST_FILES) if most != resource.RLIM_INFINITY else _MOST_FILES
    # Workers inherit it.
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - _FILES_SET_ASIDE, 1)


def _check_free(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except (OSError, OverflowError) as error:
        raise InputError(f"{host}:{port} cannot be served on ({error}); choose another --port.") from error

"""One connection to a store, which another thread can cut."""

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

import httpx

from iomgraph import __version__
from iomgraph.stores.remote.credentials import authentication

_OPENED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Connection:
    """Sends one request after the other, without redirects, proxies or second tries."""

    def __init__(self, connect_seconds: float) -> None:
        self._connect_seconds = connect_seconds
        self._client = httpx.Client(
            auth=authentication(),
            verify=_certificates(),
            trust_env=False,
            limits=httpx.Limits(max_connections=1),
            headers={"User-Agent": f"iomgraph/{__version__}", "Accept-Encoding": "identity"},
        )
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.is_cut = False

    @contextmanager
    def response(
        self, method: str, url: str, seconds: float, headers: Mapping[str, str], **content: Any
    ) -> Iterator[httpx.Response]:
        """The response to a request, its body not yet read; `seconds` is for each wait. Raises httpx.HTTPError."""
        timeout = httpx.Timeout(seconds, connect=min(seconds, self._connect_seconds))
        with self._client.stream(
            method, url, headers=dict(headers), timeout=timeout, extensions={"trace": self._notice}, **content
        ) as response:
            yield response

    def cut(self) -> None:
        """End whatever goes over the connection, at once; it is of no use afterwards."""
        with self._lock:
            self.is_cut = True
            self._shut_down()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _notice(self, event: str, about: Mapping[str, Any]) -> None:
        """Keep the socket that httpx opens (its `trace` extension)."""
        if event in _OPENED:
            with self._lock:
                self._socket = about["return_value"].get_extra_info("socket")
                if self.is_cut:
                    self._shut_down()

    def _shut_down(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Not that of ssl.SSLSocket, which would pull the session away from the thread that reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


@cache
def _certificates() -> ssl.SSLContext:
    """Those that this machine trusts."""
    return ssl.create_default_context()

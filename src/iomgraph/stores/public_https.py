"""Requests that leave this network, to public addresses only.

A name is resolved once, and the address that was looked at is the one that is connected to; no redirect is followed.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")
_PIECE = 1 << 16


class UnreachableError(Exception):
    """There is no answer; the text says why, to follow the name of the endpoint."""


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in.

    >>> [is_public(each) for each in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False]
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not (
        address.is_private
        or address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to an IPv6 address come to."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def authority(url: str) -> str | None:
    """The host of an https URL, with its port where that is not 443; None for any other kind of address.

    >>> authority("https://Query.Example.org/sparql"), authority("https://example.org:8443/")
    ('query.example.org', 'example.org:8443')
    >>> authority("https://example.org@127.0.0.1/") is None and authority("http://example.org/") is None
    True
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc or "\\" in parts.netloc:
        return None
    return parts.hostname if port in (None, 443) else f"{parts.hostname}:{port}"


@dataclass(frozen=True)
class Bounds:
    """How long an answer may take, how large it may be, and which addresses it may come from."""

    seconds: float
    most_bytes: int
    allowed: Callable[[str], bool] = is_public


def post(url: str, body: bytes, headers: dict[str, str], bounds: Bounds) -> tuple[str, bytes]:
    """The media type and the body of the answer to a POST.

    Raises UnreachableError where one of the name's addresses is not allowed, and where there is no whole answer with
    status 200 within the bounds.
    """
    parts = urlsplit(url)
    deadline = time.monotonic() + bounds.seconds
    connection = _Connection(parts.hostname or "", parts.port or 443, deadline, bounds.allowed)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, body, headers)
        response = connection.getresponse()
        if 300 <= response.status < 400:
            raise UnreachableError("redirects to another address, which is not followed")
        if response.status != 200:
            raise UnreachableError(f"answers with status {response.status}")
        received = bytearray()
        while piece := response.read(_PIECE):
            received += piece
            if len(received) > bounds.most_bytes:
                raise UnreachableError(f"answers with more than {bounds.most_bytes} bytes")
        return response.headers.get_content_type(), bytes(received)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise UnreachableError(f"does not answer within {bounds.seconds:g} seconds") from error
        raise UnreachableError(f"cannot be reached ({type(error).__name__})") from error
    finally:
        connection.close()


class _Connection(http.client.HTTPSConnection):
    """A connection to the address that was looked at, which ends at the deadline whatever the other side sends."""

    def __init__(self, host: str, port: int, deadline: float, allowed: Callable[[str], bool]) -> None:
        super().__init__(host, port)
        self._deadline = deadline
        self._allowed = allowed
        self._ending: threading.Timer | None = None

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(each[4][0]) for each in found]
        if not all(map(self._allowed, addresses)):
            raise UnreachableError("has an address that is not public")
        plain = socket.create_connection((addresses[0], self.port), timeout=self._remaining())
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self._ending = threading.Timer(self._remaining(), _shut, [self.sock])
        self._ending.daemon = True
        self._ending.start()
        self.sock.do_handshake()

    def close(self) -> None:
        if self._ending:
            self._ending.cancel()
        super().close()

    def _remaining(self) -> float:
        return max(self._deadline - time.monotonic(), 0.001)


def _shut(connection: ssl.SSLSocket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)

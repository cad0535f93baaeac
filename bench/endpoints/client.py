"""A client that asks over connections that are kept, and takes little: one thread, and bytes as they come."""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from endpoints.questions import Asked
from endpoints.servers import Server

_HOST = "127.0.0.1"
_ENDED = b"0\r\n\r\n"
_PATIENCE = 120


@dataclass
class Round:
    """What was measured while the requests of one round were answered."""

    seconds: float = 0.0
    client_cpu: float = 0.0
    latencies: list[tuple[str, float]] = field(default_factory=list)
    failed: int = 0


@dataclass
class _Connection:
    socket: socket.socket
    asked: Asked
    began: float
    received: bytearray = field(default_factory=bytearray)
    wanted: int | None = None
    """How many bytes there are in all, where the answer says it."""
    is_chunked: bool = False


class ClosedError(Exception):
    """The server has closed the connection in the middle."""


def measured(server: Server, requests: Iterator[Asked], connections: int, seconds: float) -> Round:
    """Keep `connections` busy for so long, and wait for what is under way then: all that was asked counts."""
    done, selector = Round(), selectors.DefaultSelector()
    begun, cpu = time.perf_counter(), time.process_time()

    def ask(used: socket.socket) -> None:
        selector.register(used, selectors.EVENT_READ, _ask(used, server, next(requests)))

    for _ in range(connections):
        ask(_open(server))
    while selector.get_map():
        ready = selector.select(_PATIENCE)
        if not ready:
            raise ClosedError(f"no answer within {_PATIENCE} seconds")
        for key, _ in ready:
            connection: _Connection = key.data
            if not _is_complete(connection):
                continue
            now = time.perf_counter()
            done.latencies.append((connection.asked.kind, now - connection.began))
            done.failed += not connection.received.startswith(b"HTTP/1.1 200")
            used = connection.socket
            selector.unregister(used)
            is_over = now - begun >= seconds
            if is_over or b"onnection: close" in connection.received[:1000]:
                used.close()
            if not is_over:
                ask(used if used.fileno() >= 0 else _open(server))
    done.seconds = time.perf_counter() - begun
    done.client_cpu = time.process_time() - cpu
    return done


def answer(server: Server, asked: Asked) -> tuple[int, bytes]:
    """Status and body of one answer."""
    with _open(server) as used:
        connection = _ask(used, server, asked)
        while not _is_complete(connection):
            pass
    head, _, body = bytes(connection.received).partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), _dechunked(body) if connection.is_chunked else body


def _open(server: Server) -> socket.socket:
    made = socket.create_connection((_HOST, server.port), timeout=120)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _ask(used: socket.socket, server: Server, asked: Asked) -> _Connection:
    path = server.endpoint + asked.path if asked.path.startswith("?") else asked.path
    began = time.perf_counter()
    used.sendall(f"GET {path} HTTP/1.1\r\nHost: {_HOST}:{server.port}\r\nAccept: {asked.accept}\r\n\r\n".encode())
    return _Connection(used, asked, began)


def _is_complete(connection: _Connection) -> bool:
    """Take what has come; whether it is all."""
    piece = connection.socket.recv(1 << 18)
    if not piece:
        raise ClosedError(f"{connection.asked.kind}: {bytes(connection.received[:200])!r}")
    received = connection.received
    received += piece
    if connection.wanted is None and not connection.is_chunked:
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(received[:end]).lower()
        place = head.find(b"content-length:")
        if place >= 0:
            connection.wanted = end + 4 + int(head[place + 15 :].split(b"\r\n", 1)[0])
        else:
            connection.is_chunked = True
    if connection.wanted is not None:
        return len(received) >= connection.wanted
    return received.endswith(_ENDED)


def _dechunked(body: bytes) -> bytes:
    pieces = []
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        pieces.append(body[:length])
        body = body[length + 2 :]
    return b"".join(pieces)

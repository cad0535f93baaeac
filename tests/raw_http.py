"""Requests as bytes, as no client library would send them."""

import socket
from dataclasses import dataclass


@dataclass(frozen=True)
class RawAnswer:
    """What came back; without a status the server closed the connection without a word."""

    status: int | None
    head: bytes
    body: bytes

    @property
    def media_type(self) -> str:
        for line in self.head.lower().split(b"\r\n"):
            if line.startswith(b"content-type:"):
                return line.partition(b":")[2].split(b";")[0].strip().decode()
        return ""


def connected(address: str, seconds: float = 10) -> socket.socket:
    """A connection to the server at an address."""
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def exchanged(address: str, request: bytes, *, is_cut: bool = False) -> RawAnswer:
    """Send bytes, and where `is_cut` nothing more, and read until the server closes the connection."""
    received = b""
    with connected(address) as connection:
        try:
            connection.sendall(request)
            if is_cut:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(1 << 16):
                received += piece
        except (ConnectionError, TimeoutError):
            pass
    head, _, body = received.partition(b"\r\n\r\n")
    return RawAnswer(int(head.split()[1]) if head.startswith(b"HTTP/1.") else None, head, body)

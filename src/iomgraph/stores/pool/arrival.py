"""Sending to a worker and waiting for it on an event loop, which meanwhile does other things."""

import asyncio
import socket

_RECEIVED = 1 << 17


async def send(connection: socket.socket, message: bytes) -> None:
    """Send all of it. Raises OSError where the other side is gone."""
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_sendall(connection, message)


async def arrival(connection: socket.socket, seconds: float) -> bytes | None:
    """What arrives within so many seconds; None where nothing does, and nothing at the end."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()

    def wake() -> None:
        if not ready.done():
            ready.set_result(None)

    descriptor = connection.fileno()
    loop.add_reader(descriptor, wake)
    timer = loop.call_later(seconds, wake)
    try:
        await ready
    finally:
        timer.cancel()
        loop.remove_reader(descriptor)
    try:
        return connection.recv(_RECEIVED)
    except BlockingIOError:
        return None
    except OSError:
        return b""

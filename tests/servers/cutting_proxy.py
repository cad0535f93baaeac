"""A proxy in front of a real server that cuts the connection at a request of one's choice."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_PASSED_ON = ("content-type", "accept", "authorization", "content-length")


@dataclass
class Cut:
    """Which request is cut, counted from 1: before the server has it, or after the server has answered it."""

    at: int | None = None
    is_answered: bool = False
    seen: int = 0


@contextmanager
def cutting_proxy(server: str, cut: Cut) -> Iterator[str]:
    """The address of a proxy for the server at the address `server`."""
    host, port = urlsplit(server).hostname, urlsplit(server).port
    assert host is not None

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            cut.seen += 1
            is_cut = cut.seen == cut.at
            if is_cut and not cut.is_answered:
                self.close_connection = True
                return
            connection = http.client.HTTPConnection(str(host), port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() in _PASSED_ON}
            connection.request(self.command, self.path, body, headers)
            response = connection.getresponse()
            answer = response.read()
            connection.close()
            if is_cut:
                self.close_connection = True
                return
            self.send_response(response.status)
            for name in ("Content-Type", "WWW-Authenticate"):
                if name in response.headers:
                    self.send_header(name, response.headers[name])
            if response.status != 204:
                self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PUT = do_DELETE = _forward  # noqa: N815 - the names that they have there

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has there
            """Nothing is written."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_address[1]}"
        finally:
            proxy.shutdown()
            thread.join()

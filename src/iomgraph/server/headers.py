"""The headers that every answer has: what a page may load, and that any site may read the data.

Content Security Policy: <https://www.w3.org/TR/CSP3/>; CORS: <https://fetch.spec.whatwg.org/#http-cors-protocol>
"""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # The data is open: no credentials, any origin.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Language",
}

_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
ENDPOINT = "/sparql"


class CommonHeaders:
    """ASGI middleware that adds the headers and answers OPTIONS; an answer to HEAD loses its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in EVERYWHERE.items():
                    headers.setdefault(name, value)
                if "content-language" in headers:
                    # The language may be one that the reader chose.
                    headers.add_vary_header("Cookie")
            elif message["type"] == "http.response.body" and scope["method"] == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        app = _options(scope["path"]) if scope["method"] == "OPTIONS" else self._app
        await app(scope, receive, send_with_headers)


def _options(path: str) -> Response:
    methods = "GET, HEAD, POST, OPTIONS" if path == ENDPOINT else "GET, HEAD, OPTIONS"
    headers = {"Allow": methods, "Access-Control-Allow-Methods": methods, **_PREFLIGHT}
    return Response(None, HTTPStatus.NO_CONTENT, headers)

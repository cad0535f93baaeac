"""Ranges of files: what is wrong with one is told like everything else that is wrong.

HTTP Semantics, 14.2: <https://www.rfc-editor.org/rfc/rfc9110#section-14.2>
"""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iomgraph.server.problems import Problem

_WRONG = {
    HTTPStatus.BAD_REQUEST: "The header Range cannot be read; ask for bytes=FIRST-LAST, or for the whole file.",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "The file ends before that range; Content-Range says how long it is.",
}


class Ranges:
    """ASGI middleware that makes a problem of what Starlette says of a range in plain text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or "range" not in Headers(scope=scope):
            await self._app(scope, receive, send)
            return
        is_replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and message["status"] in _WRONG:
                told = Headers(raw=message["headers"])
                if told.get("content-type", "").startswith("text/plain"):
                    is_replaced = True
                    length = {"Content-Range": told["content-range"]} if "content-range" in told else None
                    status = HTTPStatus(message["status"])
                    await Problem(status, _WRONG[status], headers=length).response()(scope, receive, send)
            if not is_replaced:
                await send(message)

        await self._app(scope, receive, send_problem)

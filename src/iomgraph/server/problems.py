"""What went wrong with a request, for programs (problem+json) and, through the pages, for people.

Problem Details for HTTP APIs: <https://www.rfc-editor.org/rfc/rfc9457>
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """A request that is answered with an error status.

    `detail` is one sentence that says what is wrong and what to do; `members` are further facts for
    programs, such as the line of a syntax error.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        # What is wrong is told as a page or as JSON.
        self.headers = {"Vary": "Accept", **(headers or {})}
        self.members = {name: value for name, value in members.items() if value is not None}

    def response(self) -> Response:
        """The answer for a program."""
        document = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            **self.members,
        }
        body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        return Response(body, self.status.value, self.headers, MEDIA_TYPE)


def not_acceptable(offered: Sequence[str]) -> Problem:
    """406, for who takes none of the media types `offered`."""
    return Problem(
        HTTPStatus.NOT_ACCEPTABLE,
        f"This can be had as {', '.join(offered)}; ask for one of these.",
        offered=list(offered),
    )

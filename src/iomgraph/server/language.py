"""The language switch: a reader's choice, kept in a cookie that holds nothing else.

Cookies: <https://www.rfc-editor.org/rfc/rfc6265>
"""

import re
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from iomgraph.server.problems import Problem
from iomgraph.server.request_body import request_body
from iomgraph.server.site import LANGUAGE_COOKIE, site_of

_MOST_BYTES = 10_000
_A_YEAR = 365 * 24 * 3600
# A path of this site: browsers take two slashes, or one of either kind, for another host.
_OWN_PATH = re.compile(r"/(?![/\\])[!-~]*")


async def choose_language(request: Request) -> Response:
    """Remember the `language` of the form and lead back to the page `to`.

    Raises Problem: 400 for an unknown one, 408 and 413.
    """
    offered = [language for language, _ in site_of(request).offered_languages()]
    body = await request_body(request, _MOST_BYTES, site_of(request).publication.limits.query_seconds)
    form = dict(parse_qsl(body))
    language, to = form.get("language", ""), form.get("to", "/")
    if language not in offered:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The site speaks {', '.join(offered)}, not {language!r}.")
    answer = RedirectResponse(to if _OWN_PATH.fullmatch(to) else "/", HTTPStatus.SEE_OTHER)
    answer.set_cookie(LANGUAGE_COOKIE, language, max_age=_A_YEAR, httponly=True, samesite="lax")
    return answer

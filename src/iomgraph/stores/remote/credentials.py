"""Who asks: from the environment, never from a file or an address."""

import os
from collections.abc import Generator

import httpx

from iomgraph.errors import InputError

USER, PASSWORD, TOKEN = "IOMGRAPH_STORE_USER", "IOMGRAPH_STORE_PASSWORD", "IOMGRAPH_STORE_TOKEN"
REMEDY = f"set {USER} and {PASSWORD}, or {TOKEN}, in the environment"


def authentication() -> httpx.Auth | None:
    """What the environment says of the one who asks; None where it says nothing."""
    token, user = os.environ.get(TOKEN), os.environ.get(USER)
    if token:
        return _Bearer(token)
    return _AsChallenged(user, os.environ.get(PASSWORD, "")) if user else None


def checked_address(url: str) -> str:
    """`url`, where it is one that requests can go to.

    Raises InputError where it is not, or has a password in it.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InputError("The store's address is no URL; give one that begins with http:// or https://.") from error
    if parsed.userinfo:
        raise InputError(f"The address of the store at {parsed.host} holds a password; take it out and {REMEDY}.")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise InputError(f"{url} is no address of a store; give a URL that begins with http:// or https://.")
    return url


class _Bearer(httpx.Auth):
    """RFC 6750."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _AsChallenged(httpx.Auth):
    """Basic (RFC 7617) or Digest (RFC 7616), whichever the store asks for; nothing before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            is_digest = "digest" in response.headers.get("www-authenticate", "").lower()
            self._chosen = (httpx.DigestAuth if is_digest else httpx.BasicAuth)(self._user, self._password)
        yield from self._chosen.auth_flow(request)

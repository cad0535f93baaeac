"""Answers are kept, compressed once, and not sent to who has them."""

import gzip

import brotli
import pytest
import zstandard
from starlette.testclient import TestClient

PROJECT = "/id/project/A12-305.ttl"
DECOMPRESS = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


def raw(client: TestClient, path: str, accept_encoding: str, **headers: str) -> tuple[dict[str, str], bytes]:
    """The headers and the body as they are sent."""
    with client.stream("GET", path, headers={"Accept-Encoding": accept_encoding, **headers}) as answer:
        return {**dict(answer.headers), "status": str(answer.status_code)}, b"".join(answer.iter_raw())


@pytest.mark.parametrize("coding", list(DECOMPRESS))
def test_every_coding_holds_the_same(client: TestClient, coding: str) -> None:
    plain, body = raw(client, PROJECT, "identity")
    headers, coded = raw(client, PROJECT, coding)
    assert headers["content-encoding"] == coding
    assert len(coded) < len(body)
    assert DECOMPRESS[coding](coded) == body
    assert headers["etag"] != plain["etag"], "other bytes, another strong tag"
    assert "Accept-Encoding" in headers["vary"]
    known, nothing = raw(client, PROJECT, coding, **{"If-None-Match": headers["etag"]})
    assert (known["status"], nothing, known["etag"]) == ("304", b"", headers["etag"])


def test_the_second_who_asks_is_answered_from_what_is_kept(client: TestClient) -> None:
    query = {"query": "SELECT ?kept WHERE { ?kept ?p ?o } ORDER BY ?kept LIMIT 3", "accept": "text/csv"}
    first, second = (client.get("/sparql", params=query) for _ in range(2))
    assert first.headers["cache-status"] == "iomgraph; fwd=miss"
    assert second.headers["cache-status"] == "iomgraph; hit"
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    written_otherwise = "# The same.\nSELECT  ?kept WHERE { ?kept ?p ?o }\nORDER BY ?kept LIMIT 3"
    posted = client.post("/sparql", data={"query": written_otherwise}, headers={"Accept": "text/csv"})
    assert posted.headers["cache-status"] == "iomgraph; hit"
    assert posted.content == first.content
    as_json = client.post("/sparql", data={"query": written_otherwise})
    assert as_json.headers["cache-status"] == "iomgraph; fwd=miss"


def test_pages_in_other_languages_are_other_answers(client: TestClient) -> None:
    for _ in range(2):
        for language in ("en", "fr"):
            page = client.get("/projects", headers={"Accept": "text/html", "Accept-Language": language})
            assert page.headers["content-language"] == language


def test_what_is_small_or_wrong_is_sent_as_it_is(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/health").headers
    assert client.get("/health").headers.get("cache-status") is None, "it is about now"
    for _ in range(2):
        assert client.get("/nowhere").status_code == 404


def test_head_says_what_get_would(client: TestClient) -> None:
    for coding in ("identity", "br"):
        get = client.get(PROJECT, headers={"Accept-Encoding": coding})
        head = client.head(PROJECT, headers={"Accept-Encoding": coding})
        assert head.content == b""
        assert head.headers["content-length"] == get.headers["content-length"]
        assert head.headers["etag"] == get.headers["etag"]

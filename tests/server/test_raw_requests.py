"""Requests that no library would send, to the running server: an answer or an error, and never a fault of ours."""

import json
import time

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.raw_http import exchanged

END = b"Host: x\r\nConnection: close\r\n\r\n"
QUERY = b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\n"
# Those that granian refuses itself, before the site sees them, have no body.
_BY_GRANIAN = (400, 414, 431)


def get(target: bytes, headers: bytes = b"") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + headers + END


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get("/id/ø".encode()), 404),
        (get("/id/process/grøndal".encode()), 200),
        (get("/release/2026-01-01.1/id/process/grøndal".encode()), 200),
        (get("/release/2026-01-01.1/ø".encode()), 404),
        (get(b"/id/\xff\xfe"), 400),
        (get("/search?q=ø".encode()), 200),
        (get(b"/sparql?query=%ff"), 400),
        (get(b"/sparql?query=ASK%20%7B%7D%00"), 400),
        (get(b"/%"), 404),
        (get(b"/" + b"a" * 60_000), 404),
        (get(b"/" + b"a" * 70_000), 414),
        (get(b"/", b"X: " + b"a" * 1_000_000 + b"\r\n"), 431),
        (get(b"/", b"X: a\r\n" * 500), 431),
        (get(b"/", b"Accept: a\x00b\r\n"), 400),
        (get(b"/projects", b"Host: [::\r\n"), 200),
        (get(b"/projects", b"Host: \xff\xfe\r\n"), 200),
        (get(b"http://other.example/projects"), 200),
        (get(b"/release/graph.nq", b"Range: nonsense\r\n"), 400),
        (get(b"/release/graph.nq", b"Range: bytes=5-2\r\n"), 400),
        (get(b"/static/style.css", b"Range: bytes=99999999-\r\n"), 416),
        (get(b"/static/style.css", b"Range: bytes=0-9\r\n"), 206),
        (get(b"/projects", b'If-None-Match: "\r\nAccept: \xff;q=\xff\r\nAccept-Encoding: ;;,=\r\n'), 200),
        (QUERY + b"Content-Length: 6\r\n" + END + b"ASK {}", 200),
        (QUERY + b"Transfer-Encoding: chunked\r\n" + END + b"6\r\nASK {}\r\n0\r\n\r\n", 200),
        (QUERY + b"Transfer-Encoding: chunked\r\n" + END + b"zz\r\nASK {}\r\n0\r\n\r\n", 400),
        (QUERY + b"Content-Length: many\r\n" + END, 400),
        (QUERY + b"Content-Length: -1\r\n" + END, 400),
        (QUERY + b"Content-Length: 6\r\nContent-Length: 7\r\n" + END + b"ASK {}", 400),
        (QUERY + b"Content-Length: 2\r\n" + END + b"\xff\xfe", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", 400),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(hard_pressed: str, request_: bytes, status: int | None) -> None:
    answer = exchanged(hard_pressed, request_)
    assert answer.status == status
    if status and status >= 400 and answer.body:
        assert answer.media_type == "application/problem+json"
        assert json.loads(answer.body)["status"] == status
    else:
        assert not status or status < 400 or status in _BY_GRANIAN


def test_a_request_that_breaks_off_is_no_fault(hard_pressed: str) -> None:
    answer = exchanged(hard_pressed, QUERY + b"Content-Length: 60\r\n" + END + b"ASK {}", is_cut=True)
    assert (answer.status, answer.media_type) == (400, "application/problem+json")


SLOW_TO_READ = b'"' + b'\\"' * 60_000


@pytest.mark.parametrize(
    "request_",
    [
        get(b"/id/state/FRE", b"Accept: " + SLOW_TO_READ + b"\r\n"),
        get(b"/projects", b"Accept-Language: " + SLOW_TO_READ + b"\r\nAccept-Encoding: " + SLOW_TO_READ + b"\r\n"),
        get(b"/projects", b"Cookie: language=" + SLOW_TO_READ + b'"\r\nIf-None-Match: ' + SLOW_TO_READ + b"\r\n"),
        *(
            QUERY + b"Content-Length: %d\r\n" % len(text) + END + text
            for text in (
                b"ASK { " + b'"' + b'\\"' * 490_000,
                b"ASK { " + b"a." * 490_000,
                b"ASK { VALUES ?x { " + b"a-" * 490_000,
                b"ASK { " + b"{" * 990_000,
                b"ASK { ?s ?p " + b"'''\\'" * 190_000,
            )
        ),
    ],
    ids=["accept", "language", "cookie", "quotes", "dots", "hyphens", "braces", "long quotes"],
)
def test_no_text_takes_longer_to_read_than_its_length_allows(hard_pressed: str, request_: bytes) -> None:
    started = time.monotonic()
    assert exchanged(hard_pressed, request_).status in (200, 400, 503)
    # In quadratic time it would be half a minute to some hours, in which nobody else is answered.
    assert time.monotonic() - started < 10


BYTES = st.one_of(
    st.binary(max_size=20),
    st.sampled_from([b"/sparql", b"/projects", b"/release/", b"%", b"%0a", b"..", b"//", b"?query=", b"\xc3\xb8"]),
)  # fmt: skip
HEADERS = st.sampled_from(
    [b"Accept", b"Accept-Language", b"Range", b"If-None-Match", b"If-Range", b"Content-Length", b"Cookie", b"Host",
     b"Transfer-Encoding", b"Expect", b"Upgrade", b"X-Forwarded-For", b"Content-Type"]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from([b"GET", b"HEAD", b"POST", b"OPTIONS", b"CONNECT", b"TRACE", b"get", b"\xff"]),
    target=st.lists(BYTES, max_size=5).map(lambda parts: b"/" + b"".join(parts)),
    headers=st.lists(st.tuples(HEADERS, BYTES), max_size=4),
    body=st.binary(max_size=40),
)
def test_no_bytes_are_a_fault(
    hard_pressed: str, method: bytes, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    head = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    request = method + b" " + target + b" HTTP/1.1\r\n" + head + b"Connection: close\r\n\r\n" + body
    answer = exchanged(hard_pressed, request, is_cut=True)
    assert answer.status is None or answer.status < 500, answer
    if answer.status and answer.status >= 400 and answer.body:
        assert answer.media_type == "application/problem+json"


def test_the_server_has_lost_nothing(hard_pressed: str) -> None:
    assert httpx.get(f"{hard_pressed}/ready").status_code == 200

"""Bodies that are not whole, and servers that do not do their work."""

import io
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from iomgraph.cli import main
from iomgraph.errors import InputError
from iomgraph.publication import Limits, Publication, StoreSettings
from iomgraph.stores.remote import RemoteStore
from iomgraph.stores.remote.answers import write_table
from iomgraph.stores.remote.credentials import checked_address
from iomgraph.stores.store import BrokenAnswerError, BusyError, DeadlineError, ResultFormat, UnavailableError

TABLE = (
    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/>'
    b'<variable name="v"/></head><results><result><binding name="s"><uri>http://a/</uri></binding></result></results>'
    b"</sparql>"
)
OK = b"HTTP/1.1 200 OK\r\n"
XML = b"Content-Type: application/sparql-results+xml\r\n"
HTML = b"<html><h1>Sign in</h1></html>"


def response(head: bytes, body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return head + f"Content-Length: {size}\r\nConnection: close\r\n\r\n".encode() + body


# What a server sends, how it is told to a client of the site, and to who pushes.
FAULTS = {
    "500": (response(b"HTTP/1.1 500 Oops\r\n", b"out of memory"), UnavailableError, "status 500 .out of memory"),
    "429": (response(b"HTTP/1.1 429 Slow\r\n", b""), BusyError, r"too much to do \(429\)"),
    "503": (response(b"HTTP/1.1 503 Down\r\n", b""), DeadlineError, r"too much to do \(503\)"),
    "401": (
        response(b"HTTP/1.1 401 Who\r\n", b""),
        UnavailableError,
        "refuses who asks .401.; set IOMGRAPH_",
    ),
    "redirect": (response(b"HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1/\r\n", b""), UnavailableError, "status 302"),
    "page": (response(OK + b"Content-Type: text/html\r\n", HTML), UnavailableError, "200 and text/html"),
    "cut off": (response(OK + XML, TABLE[:-20], len(TABLE)), BrokenAnswerError, "is not reached"),
    "half": (response(OK + XML, TABLE[:-20]), UnavailableError, "answers with no SPARQL results"),
    "stopped": (response(OK + XML + b"X-SQL-State: S1TAT\r\n", TABLE), DeadlineError, None),
    "silence": (b"", DeadlineError, "does not answer within 0.5 seconds"),
}


@contextmanager
def server(answer: bytes) -> Iterator[str]:
    """A server that sends the same bytes to everybody, or nothing and waits."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(1 << 16)
                if not answer:
                    ended.wait(5)
                connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql"
    finally:
        ended.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_fails_is_told_of_in_one_sentence(
    fault: str, publication: Publication, releases_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, error, sentence = FAULTS[fault]
    with server(answer) as address:
        limits = Limits(query_seconds=0.5)
        settings = StoreSettings("sparql", address)
        begun = time.monotonic()
        with pytest.raises(error) as told:
            RemoteStore(replace(publication, limits=limits, store=settings), "2026-01-01.1 0")
        assert time.monotonic() - begun < 1.5
        assert "127.0.0.1" not in str(told.value), "the public is not told where the store is"
        if sentence is None:
            return
        own = (releases_folder / "publication.toml").read_text(encoding="utf-8") + "[store]\npush_seconds = 0.5\n"
        (releases_folder / "impatient.toml").write_text(own, encoding="utf-8")
        monkeypatch.chdir(releases_folder)
        monkeypatch.setenv("IOMGRAPH_STORE_TOKEN", "s3cr3t")
        done = CliRunner().invoke(main, ["--publication", "impatient.toml", "push", "store", address])
        assert done.exit_code == 2
        assert done.output.count("\n") == 1
        assert re.search(sentence, done.output)
        assert "s3cr3t" not in done.output


def test_no_beginning_of_a_table_is_taken_for_the_whole() -> None:
    for end in range(len(TABLE)):
        with pytest.raises(BrokenAnswerError):
            write_table(io.BytesIO(TABLE[:end]), ResultFormat.CSV, io.BytesIO())
    out = io.BytesIO()
    write_table(io.BytesIO(TABLE), ResultFormat.CSV, out)
    assert out.getvalue() == b"s,v\r\nhttp://a/,\r\n"


@pytest.mark.parametrize(
    "address", ["http://ada:s3cr3t@example.org/sparql", "ftp://example.org/", "example.org", "http:///sparql"]
)
def test_an_address_has_no_password_in_it(address: str) -> None:
    with pytest.raises(InputError) as told:
        checked_address(address)
    assert "s3cr3t" not in str(told.value)

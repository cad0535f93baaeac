"""Paths become IRIs as the graph writes them, and back."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.server.addresses import Addresses

BASE = "https://example.org/x/"
ADDRESSES = Addresses(BASE)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"/id/project/A12-305", "id/project/A12-305"),
        (b"/id/project/TC.0001", "id/project/TC.0001"),
        (b"/id/process/gr%C3%B8ndal", "id/process/grøndal"),
        (b"/id/process/gr%c3%b8ndal", "id/process/grøndal"),
        ("/id/process/grøndal".encode(), "id/process/grøndal"),
        (b"/id/process/%67r%c3%B8ndal", "id/process/grøndal"),
        (b"/id/a%2fb%3Fc%23d%25e", "id/a%2Fb%3Fc%23d%25e"),
        (b"/id/a%20b%22c%3Cd", "id/a%20b%22c%3Cd"),
        (b"/id/%ff%C3", "id/%FF%C3"),
        (b"/id/%F0%9F%90%91", "id/🐑"),
        (b"/id/%C2%85", "id/%C2%85"),
    ],
)
def test_a_path_is_written_as_the_graph_writes_it(path: bytes, expected: str) -> None:
    assert ADDRESSES.iri_of(path) == BASE + expected


@pytest.mark.parametrize("path", [b"/../etc/passwd", b"/id/%2e%2e/x", b"/id/./x", b"/id/.%2E", b"/.."])
def test_dot_segments_name_nothing(path: bytes) -> None:
    assert ADDRESSES.iri_of(path) is None


segments = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text not in (".", ".."))


@given(segments)
def test_a_minted_iri_is_found_again(name: str) -> None:
    minted = ADDRESSES.iri_of(b"/id/" + quote(name, safe="").encode())
    assert minted is not None
    path = ADDRESSES.path_of(minted)
    assert path is not None
    assert path.isascii()
    assert ADDRESSES.iri_of(path.encode()) == minted


@given(st.binary())
def test_any_path_has_an_answer(path: bytes) -> None:
    iri = ADDRESSES.iri_of(b"/" + path)
    assert iri is None or iri.startswith(BASE)


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "urn:x:y", "file:///etc/passwd", "//x", ""])
def test_only_the_web_is_linked_to(iri: str) -> None:
    assert ADDRESSES.link_to(iri) is None


def test_links_are_local_or_foreign() -> None:
    assert ADDRESSES.link_to(BASE + "ns#Project") == "/ns#Project"
    assert ADDRESSES.link_to("http://other.example/ö?a=b") == "http://other.example/%C3%B6?a=b"
    assert ADDRESSES.link_to(BASE + "/evil.example") == "/evil.example"

"""Accept headers: those that clients send, and any text at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.server.negotiation import best_language, best_media_type

OFFERED = ["text/turtle", "text/html", "application/ld+json", "application/n-triples", "application/rdf+xml"]
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        (CHROMIUM, "text/html"),
        ("text/html", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("text/html, text/turtle", "text/html"),
        ("text/turtle, text/html", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("application/*;q=0.2, text/*;q=0.1", "application/ld+json"),
        ("*/*, text/turtle;q=0", "text/html"),
        ("text/*, text/turtle;q=0.1", "text/html"),
        ("*/*;q=0.1, application/rdf+xml", "application/rdf+xml"),
        ('application/ld+json;profile="a,b;q=0";q=0.8, text/turtle;q=0.7', "application/ld+json"),
        ("application/ld+json; q=0.800", "application/ld+json"),
        ("nonsense, application/n-triples", "application/n-triples"),
        ("text/turtle;q=2, text/html;q=0.1", "text/html"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/turtle;q=0", None),
    ],
)
def test_the_preferred_type_is_chosen(accept: str | None, expected: str | None) -> None:
    assert best_media_type(accept, OFFERED) == expected


@given(st.text())
def test_any_header_has_an_answer(accept: str) -> None:
    assert best_media_type(accept, OFFERED) in [*OFFERED, None]
    assert best_language(accept, ["en", "fr"]) in ("en", "fr")


@given(st.dictionaries(st.sampled_from(OFFERED), st.integers(0, 1000), min_size=1))
def test_no_other_type_is_liked_better(qualities: dict[str, int]) -> None:
    header = ", ".join(f"{media_type};q={quality / 1000:.3f}" for media_type, quality in qualities.items())
    chosen = best_media_type(header, OFFERED)
    best = max(qualities.values())
    assert (qualities[chosen] == best) if chosen else best == 0


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de, es;q=0.5", "es"),
        ("en;q=0.1, es;q=0.9", "es"),
        ("fr;q=0, *", "en"),
        ("zh", "en"),
    ],
)
def test_the_readers_language_is_chosen(header: str | None, expected: str) -> None:
    assert best_language(header, ["en", "fr", "es"]) == expected

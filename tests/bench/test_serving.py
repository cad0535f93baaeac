"""What the comparison of servers rests on: the same answers are the same, and another one is found."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def rightness(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(BENCH)
    return importlib.import_module("endpoints.rightness")


def solutions(rightness: Any, *terms: dict[str, str]) -> Any:
    rows = [{"x": term} for term in terms]
    return rightness._solutions(json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode())


def test_literals_are_compared_by_what_they_mean(rightness: Any) -> None:
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    written = {"type": "literal", "value": "85000.00", "datatype": decimal}
    rewritten = {"type": "typed-literal", "value": "85000", "datatype": decimal}
    assert solutions(rightness, written) == solutions(rightness, rewritten)
    assert solutions(rightness, written) != solutions(rightness, {**written, "value": "85000.01"})
    assert solutions(rightness, {"type": "literal", "value": "a"}) != solutions(
        rightness, {"type": "literal", "value": "a", "xml:lang": "en"}
    )


def test_chunks_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCH)
    client = importlib.import_module("endpoints.client")
    assert client._dechunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n") == b"abcde"

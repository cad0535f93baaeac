"""What is said of a text before it is read is true of every text."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from iomgraph.mapping.patterns import Pattern, Variable, apart, may_be_equal, start

PATTERNS = st.lists(st.sampled_from(["a", "/", "-", "b/", Variable.ANY, Variable.SAFE]), max_size=5).map(tuple)
TEXTS = {Variable.ANY: ["", "a", "/", "-a/", "b/"], Variable.SAFE: ["", "a", "-", "a-b", "%2F"]}


def texts(of: Pattern) -> set[str]:
    found = {""}
    for part in of:
        found = {before + text for before in found for text in (TEXTS[part] if isinstance(part, Variable) else [part])}
    return found


def regular_expression(of: Pattern) -> str:
    return "".join(
        re.escape(part) if isinstance(part, str) else {Variable.ANY: ".*", Variable.SAFE: "[a-zA-Z0-9._~%-]*"}[part]
        for part in of
    )


@given(PATTERNS, PATTERNS)
def test_texts_of_patterns_that_cannot_be_equal_differ(one: Pattern, other: Pattern) -> None:
    if any(re.fullmatch(regular_expression(other), text) for text in texts(one)):
        assert may_be_equal(one, other)
        assert may_be_equal(other, one)
    assert may_be_equal(one, one)
    assert may_be_equal(one, other) == may_be_equal(other, one)


@given(PATTERNS)
def test_every_text_begins_with_the_start(of: Pattern) -> None:
    assert all(text.startswith(start(of)) for text in texts(of))


@given(st.lists(PATTERNS, max_size=6))
def test_texts_of_groups_are_in_the_order_of_the_groups(patterns: list[Pattern]) -> None:
    groups = [{text for of in group for text in texts(of)} for group in apart(patterns, start)]
    for before, after in pairwise(groups):
        assert max(before) < min(after)


def test_parts_below_an_encoded_value_are_no_equals_of_it() -> None:
    below: Pattern = ("<a/", Variable.SAFE, "/b>")
    assert not may_be_equal(("<a/", Variable.SAFE, ">"), below)
    assert may_be_equal(("<a/", Variable.ANY, ">"), below)

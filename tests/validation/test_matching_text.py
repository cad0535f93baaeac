"""A pattern gives an example of what it matches, or none."""

import pytest

from iomgraph.validation.wording.matching_text import matching_text


@pytest.mark.parametrize(
    ("pattern", "flags", "text"),
    [
        ("^[0-9a-f]{8}$", "", "01234567"),
        ("^https://", "", "https://"),
        (r"^(\d{2})-\1$", "", "12-12"),
        ("^(red|green)( light)?$", "", "red"),
        ("^[^A-Z]x$", "", "ax"),
        (r"^\w+\s\d$", "", "a 3"),
        ("a.c", "q", "a.c"),
        ("^ a b $", "x", "ab"),
        ("^(?!AB)[A-Z]{2}$", "", None),
        ("^.*$", "", None),
        (r"^\W$", "", None),
        ("^a{5000}$", "", None),
    ],
)
def test_examples(pattern: str, flags: str, text: str | None) -> None:
    assert matching_text(pattern, flags) == text

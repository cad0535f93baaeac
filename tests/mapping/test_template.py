import pytest

from iomgraph.mapping.model import Reference
from iomgraph.mapping.template import parse_template


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("plain", ("plain",)),
        ("{a}", (Reference("a"),)),
        ("a/{b}-{c}/d", ("a/", Reference("b"), "-", Reference("c"), "/d")),
        (r"\{{a}\}", ("{", Reference("a"), "}")),
        (r"{a\}b}", (Reference("a}b"),)),
        (r"a\\b", ("a\\b",)),
        ("", ()),
    ],
)
def test_parts(text: str, parts: tuple[object, ...]) -> None:
    assert parse_template(text).parts == parts


@pytest.mark.parametrize("text", ["{a", "a}", "{}", "a\\b", "{a{b}}"])
def test_malformed(text: str) -> None:
    with pytest.raises(ValueError, match="the template"):
        parse_template(text)

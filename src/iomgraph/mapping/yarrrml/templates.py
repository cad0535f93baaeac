r"""Texts with references: `http://a.example/$(id)`.

YARRRML, sections "Template" and "External references", https://rml.io/yarrrml/spec/. A backslash before `$`, `(`, `)`
or another backslash makes it the character itself; before any other character it is a backslash.
"""

import re
from collections.abc import Mapping

from iomgraph.mapping.model import Reference

_PIECE = re.compile(
    r"\\(?P<escaped>[$()\\])|\$\((?P<reference>(?:\\[$()\\]|[^()\\]|\\(?![$()\\]))*)\)|(?P<bad>\$\()|(?P<text>.)", re.S
)
_ESCAPED = re.compile(r"\\([$()\\])")
_FOR_RML = re.compile(r"[{}\\]")


def parse_template(text: str, external: Mapping[str, str]) -> tuple[str | Reference, ...]:
    r"""The fixed texts and the references of `text`; what `external` names is filled in.

    Raises ValueError where a reference is empty, not closed, or has a bracket without a backslash.

    >>> parse_template("id/$(code)", {})
    ('id/', Reference(column='code'))
    >>> parse_template(r"\$(code) $(_city) $(\_city)", {"city": "Port"})
    ('$(code) Port ', Reference(column='_city'))
    """
    parts: list[str | Reference] = []
    for piece in _PIECE.finditer(text):
        if piece["bad"] is not None:
            raise ValueError(
                f'the text "{text}" has a reference that is not closed, or a bracket in one; write \\( and \\) there'
            )
        reference = piece["reference"]
        if reference is not None and reference.removeprefix("_") in external and reference.startswith("_"):
            fixed = external[reference.removeprefix("_")]
        elif reference is not None:
            column = _ESCAPED.sub(r"\1", reference.removeprefix("\\") if reference.startswith("\\_") else reference)
            if not column:
                raise ValueError(f'the text "{text}" has an empty reference $()')
            parts.append(Reference(column))
            continue
        else:
            fixed = piece["escaped"] or piece["text"]
        if parts and isinstance(parts[-1], str):
            parts[-1] += fixed
        else:
            parts.append(fixed)
    return tuple(parts)


def rml_template(parts: tuple[str | Reference, ...]) -> str:
    r"""The same as a template of RML.

    >>> rml_template(("a{", Reference("b")))
    'a\\{{b}'
    """
    return "".join(
        _FOR_RML.sub(r"\\\g<0>", part) if isinstance(part, str) else "{" + _FOR_RML.sub(r"\\\g<0>", part.column) + "}"
        for part in parts
    )

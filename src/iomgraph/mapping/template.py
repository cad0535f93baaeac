r"""The text of a template: fixed text with references in curly brackets.

Follows RML-Core, section "Templates": `\{`, `\}` and `\\` stand for the characters themselves.
"""

import re

from iomgraph.mapping.model import Reference, Template

_PIECE = re.compile(
    r"\\(?P<escaped>[{}\\])|\{(?P<reference>(?:[^{}\\]|\\[{}\\])*)\}|(?P<text>[^{}\\]+)|(?P<bad>.)", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.S)


def parse_template(text: str) -> Template:
    r"""Take a template apart.

    Raises ValueError where a bracket is not closed, a reference is empty or a backslash escapes nothing.

    >>> parse_template("id/project/{code}").parts
    ('id/project/', Reference(column='code'))
    >>> parse_template(r"a\{b").parts
    ('a{b',)
    """
    parts: list[str | Reference] = []
    for piece in _PIECE.finditer(text):
        if piece["reference"] is not None:
            column = _ESCAPED.sub(r"\1", piece["reference"])
            if not column:
                raise ValueError(f'the template "{text}" has an empty reference {{}}')
            parts.append(Reference(column))
        elif piece["bad"] is not None:
            raise ValueError(f'the template "{text}" has a stray "{piece["bad"]}" at character {piece.start() + 1}')
        else:
            fixed = piece["text"] if piece["text"] is not None else piece["escaped"]
            if parts and isinstance(parts[-1], str):
                parts[-1] += fixed
            else:
                parts.append(fixed)
    return Template(tuple(parts))

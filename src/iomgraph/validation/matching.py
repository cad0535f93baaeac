"""Which texts match a regular expression: asked of the engine where it reads the expression alike, else of Python."""

from iomgraph.errors import InputError
from iomgraph.validation.patterns import python_pattern, re2_pattern
from iomgraph.validation.sql_text import id_list, quoted
from iomgraph.validation.triples import Kind, Triples


def matching(triples: Triples, values: str, pattern: str, flags: str) -> str:
    """SQL for whether the term `t`, one of the value nodes in `values`, is no blank node and its text matches."""
    in_re2 = re2_pattern(pattern, flags)
    if in_re2 is not None and _is_read(triples, in_re2):
        return f"t.kind <> {Kind.BLANK_NODE:d} AND regexp_matches(t.lexical, {quoted(in_re2)})"
    expression = python_pattern(pattern, flags)
    texts = triples.engine.rows(
        f"SELECT id, lexical FROM terms WHERE kind <> {Kind.BLANK_NODE:d} AND id IN (SELECT value FROM {values})"
    )
    return f"v.value IN {id_list([number for number, text in texts if expression.search(text)])}"


def _is_read(triples: Triples, in_re2: str) -> bool:
    """Whether the engine takes the expression, and for what RE2 does."""
    try:
        list(triples.engine.rows(f"SELECT regexp_matches('', {quoted(in_re2)})"))
    except (InputError, ValueError):
        return False
    return True

"""One output of a mapping, sorted by bytes: sections, and between them quads as they are."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from iomgraph.mapping.patterns import apart, start
from iomgraph.mapping.quad_lines import LINE, QuadLines
from iomgraph.mapping.sections import Section, section, section_with
from iomgraph.mapping.uniqueness import Uniqueness

_AS_THEY_ARE = "quads as they are"


def parts_of_output(
    lines: Sequence[QuadLines], quads: Sequence[str], uniqueness: Uniqueness
) -> Iterator[Section | bytes]:
    """What makes the output of `lines` and of `quads`, which are lines as they are: parts to put one after another."""
    items: list[QuadLines | str] = [*lines, *dict.fromkeys(quads)]
    for group in apart(items, _start):
        made = [each for each in group if isinstance(each, QuadLines)]
        as_they_are = [each for each in group if isinstance(each, str)]
        if not made:
            yield "".join(f"{line}\n" for line in as_they_are).encode()
        elif as_they_are:
            name = uniqueness.engine.free_name(_AS_THEY_ARE)
            uniqueness.engine.add_table(name, pa.table({LINE: pa.array(as_they_are, pa.string())}))
            yield section_with(made, name)
        else:
            yield section(made, uniqueness)


def _start(lines: QuadLines | str) -> str:
    return lines if isinstance(lines, str) else start(lines.subject)

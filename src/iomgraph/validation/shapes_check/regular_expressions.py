"""Patterns that are no regular expressions."""

from collections.abc import Iterator

from rdflib import SH
from rdflib.term import Identifier, Literal

from iomgraph.validation.patterns import IllFormedPatternError, python_pattern
from iomgraph.validation.shapes_check.lined_shapes import LinedShapes
from iomgraph.validation.shapes_check.mistake import Mistake


def of_patterns(shapes: LinedShapes) -> Iterator[Mistake]:
    """What does not compile, read as the validation reads it."""
    for node, pattern in shapes.subject_objects(SH.pattern):
        flags = shapes.value(node, SH.flags)
        if isinstance(node, Identifier) and isinstance(pattern, Literal):
            try:
                python_pattern(str(pattern), str(flags or ""))
            except IllFormedPatternError as error:
                yield Mistake("pattern-does-not-compile", node, SH.pattern, pattern, {"problem": str(error)})

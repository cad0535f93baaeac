"""JSONPaths split into the steps that can be taken while a document is read, and the rest, which needs a value whole.

RFC 9535, <https://www.rfc-editor.org/rfc/rfc9535>; python-jsonpath reads the paths and evaluates the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain, takewhile
from typing import Any

import jsonpath
from jsonpath.segments import JSONPathChildSegment, JSONPathSegment
from jsonpath.selectors import Filter, IndexSelector, NameSelector, WildcardSelector

from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource


class Every(Enum):
    """The step to every member of an object and every element of an array."""

    CHILD = "*"


# A member's name, an element's place from 0, every child, or a path `$[?…]` that says which children.
Step = str | int | Every | jsonpath.JSONPath


@dataclass(frozen=True)
class Path:
    """What `written` selects: `steps` are taken one after another, `rest` is evaluated on each node they lead to."""

    written: jsonpath.JSONPath
    steps: tuple[Step, ...]
    rest: jsonpath.JSONPath | None

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the members that the path goes through first."""
        return tuple(takewhile(lambda step: isinstance(step, str), self.steps))  # type: ignore[arg-type]

    @property
    def selects_one(self) -> bool:
        """Whether it goes from member to member only, so that one node at most is selected."""
        return self.rest is None and len(self.members) == len(self.steps)

    def behind_members(self) -> "Path":
        """What is left of the path behind its first members."""
        return replace(self, steps=self.steps[len(self.members) :])

    def select(self, node: Any) -> list[Any]:
        """The nodes that the path selects from `node`, in their order."""
        nodes = [node]
        for step in self.steps:
            nodes = list(chain.from_iterable(_children(each, step) for each in nodes))
        return nodes if self.rest is None else [found for each in nodes for found in _selected(self.rest, each)]

    def select_rest(self, node: Any) -> list[Any]:
        """The nodes that the rest selects from a node that the steps led to."""
        return [node] if self.rest is None else _selected(self.rest, node)


def iterator_path(source: LogicalSource) -> Path:
    """The path of the source's iterator. Raises InputError where it is no JSONPath."""
    return _path(source.iterator or "$", source)


def reference_path(reference: str, source: LogicalSource) -> Path:
    """The path of a reference; one that is a bare name stands for a member. Raises InputError where it is none."""
    return _path(reference if reference.startswith(("$", "@")) else f"$.{reference}", source)


def is_selected(step: jsonpath.JSONPath, child: Any) -> bool:
    """Whether the filter of a step selects a child."""
    return bool(_selected(step, [child]))


def _path(text: str, source: LogicalSource) -> Path:
    try:
        written = jsonpath.compile(text.replace("@", "$", 1) if text.startswith("@") else text, strict=True)
    except jsonpath.JSONPathError as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{source.file}: {text} is no JSONPath ({reason}); correct it.") from error
    assert isinstance(written, jsonpath.JSONPath)
    steps: list[Step] = []
    # A filter that looks from the root needs the whole document.
    if not any(_has_filter(segment) and "$" in str(segment) for segment in written.segments):
        for segment in written.segments:
            step = _step(segment, written)
            if step is None:
                break
            steps.append(step)
            if isinstance(step, jsonpath.JSONPath):
                # The child had to be read whole for its filter.
                break
    rest = written.segments[len(steps) :]
    return Path(written, tuple(steps), jsonpath.JSONPath(env=written.env, segments=rest) if rest else None)


def _step(segment: JSONPathSegment, path: jsonpath.JSONPath) -> Step | None:
    if not isinstance(segment, JSONPathChildSegment) or len(segment.selectors) != 1:
        return None
    match segment.selectors[0]:
        case NameSelector(name=name):
            return name
        case IndexSelector(index=index) if index >= 0:
            return index
        case WildcardSelector():
            return Every.CHILD
        case Filter():
            return jsonpath.JSONPath(env=path.env, segments=(segment,))
    return None


def _has_filter(segment: JSONPathSegment) -> bool:
    return any(isinstance(selector, Filter) for selector in segment.selectors)


def _children(node: Any, step: Step) -> Sequence[Any]:
    if isinstance(node, dict) and not isinstance(step, int):
        if isinstance(step, str):
            return (node[step],) if step in node else ()
        children: Sequence[Any] = list(node.values())
    elif isinstance(node, list) and not isinstance(step, str):
        if isinstance(step, int):
            return node[step : step + 1]
        children = node
    else:
        return ()
    return children if step is Every.CHILD else _selected(step, children)


def _selected(path: jsonpath.JSONPath, node: Any) -> list[Any]:
    # A text would be taken for a document.
    return [match.obj for match in path.finditer(node)] if isinstance(node, dict | list) else []

"""The XPaths that can be followed while a document is read: location paths down, without a look back or aside.

XPath 1.0, section "Location Paths", <https://www.w3.org/TR/xpath-10/#location-paths>.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import etree

_STEP = re.compile(r"(//?)(?:(?P<prefix>[^\W\d][\w.-]*):)?(?P<name>[^\W\d][\w.-]*|\*)(?!\s*[(:])")
_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
# What can lead out of a node. It may take a path for one that does, never the other way round: the second line is a
# slash that follows no step, and so begins at the root; the third one that follows an operator.
_LOOKS_OUT = re.compile(
    r"\.\.|\b(?:ancestor|parent|preceding|following)[\w-]*\s*::|\b(?:id|lang)\s*\("
    r"|(?:^|[^\w*\]).\s/])\s*/"
    r"|\b(?:or|and|div|mod)\s*/|[\w)\].]\s*\*\s*/",
    re.MULTILINE,
)
_PLACE = re.compile(r"\b(?:position|last)\s*\(")


class Step(NamedTuple):
    """A step to children, or to descendants too, with a name; without one to all."""

    tag: str | None
    to_descendants: bool


class LocationPath(NamedTuple):
    """Steps from the document down; `predicate` says which of the elements at its end are selected."""

    steps: tuple[Step, ...]
    predicate: etree.XPath | None

    def leads_to(self, tags: Sequence[str]) -> bool:
        """Whether the steps lead to an element, given its name behind those of the elements around it."""
        taken = {0}
        for tag in tags:
            further = set()
            for number in taken - {len(self.steps)}:
                step = self.steps[number]
                if step.to_descendants:
                    further.add(number)
                if step.tag in (None, tag):
                    further.add(number + 1)
            taken = further
        return len(self.steps) in taken


def location_path(text: str, namespaces: Mapping[str, str]) -> LocationPath | None:
    """The location path that `text` is; None where it is another XPath, or one that has to know more than an element.

    >>> location_path("/a//b[@c = '1']", {}).steps
    (Step(tag='a', to_descendants=False), Step(tag='b', to_descendants=True))
    """
    steps = []
    end = 0
    while match := _STEP.match(text, end):
        prefix, name = match["prefix"], match["name"]
        if prefix and (name == "*" or prefix not in namespaces):
            return None
        tag = None if name == "*" else f"{{{namespaces[prefix]}}}{name}" if prefix else name
        steps.append(Step(tag, match[1] == "//"))
        end = match.end()
    predicates = _predicates(text[end:].strip())
    if not steps or predicates is None or not all(_is_of_an_element(each, namespaces) for each in predicates):
        return None
    conditions = "".join(f"[{each}]" for each in predicates)
    return LocationPath(
        tuple(steps), etree.XPath(f"self::*{conditions}", namespaces=namespaces) if predicates else None
    )


def looks_out(text: str) -> bool:
    """Whether an XPath may lead out of the node that it is evaluated on.

    >>> looks_out("b/c[@d]"), looks_out("../b"), looks_out("string(/a)"), looks_out("b[. = '../c']")
    (False, True, True, False)
    """
    return bool(_LOOKS_OUT.search(_without_texts(text)))


def _predicates(text: str) -> list[str] | None:
    """What stands in the brackets that `text` consists of; None where it is anything else."""
    found = []
    depth = start = 0
    for place, character in enumerate(_without_texts(text)):
        if character == "[":
            start = start if depth else place + 1
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                found.append(text[start:place])
        if depth < 0 or (depth == 0 and character != "]" and not character.isspace()):
            return None
    return None if depth else found


def _is_of_an_element(predicate: str, namespaces: Mapping[str, str]) -> bool:
    """Whether a predicate says something of the element itself, not of its place among others."""
    if looks_out(predicate) or _PLACE.search(_without_texts(predicate)):
        return False
    # A number is a place. Of what type a result is does not depend on the node.
    try:
        return not isinstance(etree.XPath(predicate, namespaces=namespaces)(etree.Element("any")), float)
    except etree.XPathError:
        return False


def _without_texts(text: str) -> str:
    return _TEXT.sub(lambda match: "'" + "_" * (len(match[0]) - 2) + "'", text)

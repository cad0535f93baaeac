"""A file of IATI activities, read as a stream: one activity is in memory at a time."""

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from iomgraph.errors import InputError
from iomgraph.records.activity_rows import TEXT, Value, attributes, line_of, values_below, xpath_name

_ACTIVITIES, _ACTIVITY = "iati-activities", "iati-activity"
_PLACE = re.compile(r"(, line \d+, column \d+)?( \([^()]*, line \d+\))?$")


class ActivityFile:
    """Iterates over the activities of `stream`, which `name` names in messages.

    `root` is the outermost element; `outside` are the values that were met outside the activities, whole only after
    the last of them. Raises InputError where the XML is not well-formed or not IATI. No entity is expanded and nothing
    is fetched.
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._numbers: dict[str, int] = {}
        self.root: etree._Element | None = None
        self.outside: list[Value] = []

    def __iter__(self) -> Iterator[etree._Element]:
        events = etree.iterparse(
            self._stream,
            events=("start", "end"),
            tag=(f"{{*}}{_ACTIVITIES}", f"{{*}}{_ACTIVITY}"),
            remove_comments=True,
            remove_pis=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        try:
            for event, element in events:
                if self.root is None:
                    self.root = self._checked_root(element)
                if event == "end" and (element.getparent() is self.root or element is self.root):
                    yield from self._activity(element, self.root)
        except etree.XMLSyntaxError as error:
            line = error.position[0] or 1
            problem = _PLACE.sub("", error.msg or "it ends at once")
            raise InputError(
                f"{self._name}, line {line}: this is not well-formed XML ({problem}); correct it."
            ) from error
        if self.root is None:
            found = etree.QName(events.root).localname
            raise self._no_iati(found, line_of(events.root))

    def without_namespace(self, activity: etree._Element) -> list[str]:
        """Take the activity's own namespace off its elements, as IATI has none; the warning that says so."""
        namespace = etree.QName(activity).namespace
        if not namespace:
            return []
        for element in activity.iter():
            element.tag = str(element.tag).removeprefix(f"{{{namespace}}}")
        line = line_of(activity)
        return [f"line {line}: the elements are in the namespace {namespace}; those of IATI are in none"]

    def _checked_root(self, element: etree._Element) -> etree._Element:
        tree = element.getroottree()
        if tree.docinfo.internalDTD is not None:
            raise InputError(
                f"{self._name}, line 1: the file declares a document type, which IATI has none of; take it out."
            )
        root = tree.getroot()
        if etree.QName(root).localname not in {_ACTIVITIES, _ACTIVITY}:
            raise self._no_iati(etree.QName(root).localname, line_of(root))
        return root

    def _no_iati(self, found: str, line: int) -> InputError:
        return InputError(
            f"{self._name}, line {line}: this is no IATI, its outermost element is {found} and not {_ACTIVITIES}; "
            "remove the file from the sources."
        )

    def _activity(self, element: etree._Element, root: etree._Element) -> Iterator[etree._Element]:
        if element is not root and etree.QName(element).localname == _ACTIVITY:
            self._pass(root, element)
            yield element
            for child in list(element):
                element.remove(child)
        elif element is root and etree.QName(root).localname == _ACTIVITIES:
            self._pass(root, None)
        elif element is root:
            yield element

    def _pass(self, root: etree._Element, until: etree._Element | None) -> None:
        """Note what stands in `root` before the activity `until`, or to its end, and let go of it."""
        path = f"/{xpath_name(str(root.tag))}"
        if not self._numbers:
            self._numbers[path] = 1
            self.outside += attributes(root, f"{path}/")
            if root.text and root.text.strip():
                self.outside.append(Value(root, TEXT, f"{path}/{TEXT}", root.text))
        for child in list(root):
            if child is until:
                return
            name = xpath_name(str(child.tag))
            self._numbers[name] = self._numbers.get(name, 0) + 1
            if etree.QName(child).localname != _ACTIVITY:
                self.outside += values_below(child, f"{path}/{name}[{self._numbers[name]}]")
            if child.tail and child.tail.strip():
                key = f"{TEXT}[{sum(self._numbers.values())}]"
                self.outside.append(Value(root, key, f"{path}/{key}", child.tail))
            root.remove(child)

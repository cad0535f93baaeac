"""YAML with the line of each of its parts.

Every scalar is the text that stands in the file: whether `no` is a word or a truth value is not decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from iomgraph.errors import InputError

_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Part:
    """A part of a YARRRML document: a text, a list or a collection of keys with their values.

    `owner` is how messages name what it belongs to, `key` the key that it is the value of.
    """

    file: Path
    owner: str
    node: yaml.Node
    key: yaml.Node | None = None

    @property
    def line(self) -> int:
        """The line that it begins on, counted from 1: lists and collections begin with their key."""
        begin = self.node if self.key is None or isinstance(self.node, yaml.ScalarNode) else self.key
        return int(begin.start_mark.line) + 1

    @property
    def is_null(self) -> bool:
        """Whether nothing, `~` or `null` stands there."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NULL

    @property
    def is_text(self) -> bool:
        """Whether it is a text."""
        return isinstance(self.node, yaml.ScalarNode) and not self.is_null

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_collection(self) -> bool:
        """Whether it has keys."""
        return isinstance(self.node, yaml.MappingNode)

    def text(self, what: str) -> str:
        """The text. Raises InputError where there is none, saying that `what` is to be one."""
        if not self.is_text:
            raise self.error(f"has {what} that is no text")
        return str(self.node.value)

    def parts(self) -> list["Part"]:
        """What a list holds; the part itself where it is no list, nothing where it is null."""
        if self.is_null:
            return []
        return [self._within(node) for node in self.node.value] if self.is_list else [self]

    def entries(self, what: str) -> list[tuple[str, "Part"]]:
        """Keys and values, in their order. Raises InputError where `what` has no keys, or one of them twice."""
        if not self.is_collection:
            raise self.error(f"has {what} without keys")
        entries: dict[str, Part] = {}
        for key_node, value in self.node.value:
            key = self._within(key_node)
            name = key.text(f"a key in {what}")
            if name in entries:
                raise key.error(f"has the key {name} twice in {what}")
            entries[name] = Part(self.file, self.owner, value, key_node)
        return list(entries.items())

    def keys(self, what: str, known: dict[str, tuple[str, ...]]) -> dict[str, "Part"]:
        """The values by the first name of each key; `known` gives the other names of each.

        Raises InputError where `what` has no keys, a key that is not known, or one key under two names.
        """
        first_names = {name: key for key, others in known.items() for name in (key, *others)}
        found: dict[str, Part] = {}
        for name, value in self.entries(what):
            if name not in first_names:
                raise value.error(
                    f"has the key {name} in {what}, which is not understood; known are {', '.join(known)}"
                )
            if first_names[name] in found:
                raise value.error(f"has the key {first_names[name]} twice in {what}, also as {name}")
            found[first_names[name]] = value
        return found

    def of(self, owner: str) -> "Part":
        """The same part as that of `owner`."""
        return Part(self.file, owner, self.node, self.key)

    def error(self, message: str) -> InputError:
        """A refusal that says where this part stands."""
        return InputError(f"{self.file}, line {self.line}: {self.owner} {message}; correct it.")

    def _within(self, node: yaml.Node) -> "Part":
        return Part(self.file, self.owner, node)


def read_document(file: Path) -> Part:
    """The whole of a YAML file.

    Raises InputError, with the line, where it cannot be read, is no YAML or contains itself.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); name a YARRRML file.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not encoded as UTF-8 ({error}); correct it.") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InputError(f"{file}, line {line}: this is not valid YAML ({error.reason}); correct it.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{file}, line {mark.line + 1}" if mark else str(file)
        raise InputError(f"{place}: this is not valid YAML ({error.problem or error.context}); correct it.") from error
    except RecursionError as error:
        raise InputError(f"{file} nests too deeply; write it flatter.") from error
    if node is None:
        raise InputError(f"{file} is empty; write a mapping into it.")
    document = Part(file, "the document", node)
    for inner in _aliases_within_themselves(node, [], set()):
        raise Part(file, "the document", inner).error("has an alias within what it stands for")
    return document


def _aliases_within_themselves(node: yaml.Node, around: list[yaml.Node], seen: set[yaml.Node]) -> Iterator[yaml.Node]:
    if node in around:
        yield node
    if node in seen:
        return
    seen.add(node)
    around.append(node)
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _aliases_within_themselves(each, around, seen)
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for each in pair:
                yield from _aliases_within_themselves(each, around, seen)
    around.pop()

"""Answers that have been given, as many as fit."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What a cache holds."""

    @property
    def size(self) -> int:
        """How many bytes it takes."""


_T = TypeVar("_T", bound=Sized)


class ByteCache(Generic[_T]):
    """Holds `most` bytes; what has not been asked for longest goes first. It belongs to one thread.

    >>> class Text(str):
    ...     size = property(len)
    >>> cache = ByteCache(5)
    >>> cache.put("a", Text("12"))
    >>> cache.put("b", Text("345"))
    >>> cache.get("a")
    '12'
    >>> cache.put("c", Text("6"))
    >>> cache.get("b") is None
    True
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._held: OrderedDict[Hashable, tuple[_T, int]] = OrderedDict()

    def get(self, key: Hashable) -> _T | None:
        """What was put under `key`, if it is still held."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: _T) -> None:
        """Hold a value, unless it is larger than the cache."""
        self._forget(key)
        size = value.size
        if size > self._most:
            return
        self._held[key] = (value, size)
        self._size += size
        while self._size > self._most:
            self._forget(next(iter(self._held)))

    def _forget(self, key: Hashable) -> None:
        _, size = self._held.pop(key, (None, 0))
        self._size -= size

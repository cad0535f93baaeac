"""The source formats, one module each.

A module declares the suffixes of its files in `SUFFIXES` and reads one of them with
`read(file, name, knowledge)`, where `name` is the path as given. In the place of a record that alone is broken stands
what is wrong with it; what is wrong with the file is raised. To add a format, add a module.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Record

Reader = Callable[[Path, str, Knowledge], Iterator[Record | InputError]]


@cache
def readers() -> dict[str, Reader]:
    """The reader for each suffix, in lower case and with its dot.

    >>> sorted(readers())[:3]
    ['.csv', '.htm', '.html']
    """
    found: dict[str, Reader] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        found.update(dict.fromkeys(module.SUFFIXES, module.read))
    return found

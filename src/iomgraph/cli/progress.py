"""Progress of long work: shown on a terminal, silent in a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A function that shows what is being done, for the length of the `with` block."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console  # noqa: PLC0415 nobody waits for it where nothing is shown

    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(f"{step} …")

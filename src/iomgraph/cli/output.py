"""Where a command's result goes: a file, whole or not at all, or standard output."""

import sys
from pathlib import Path

from iomgraph.files import whole_file


def write_output(data: bytes, output: Path | None) -> None:
    """Write `data` to the file `output`, or to standard output where it is None."""
    if output is None:
        sys.stdout.buffer.write(data)
        return
    with whole_file(output) as stream:
        stream.write(data)

"""Where a command's result goes: a file, whole or not at all, or standard output."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile

from iomgraph.files import Piece, write_whole_files


def write_output(pieces: Iterable[Piece], output: Path | None) -> None:
    """Write `pieces` to the file `output`, or to standard output where it is None.

    Standard output gets nothing either before all pieces are there.
    """
    if output is not None:
        write_whole_files({output: pieces})
        return
    with TemporaryFile() as whole:
        whole.writelines(pieces)
        whole.seek(0)
        shutil.copyfileobj(whole, sys.stdout.buffer)


def colour_wanted(output: Path | None) -> bool:
    """Whether what is written to `output` may have colours: on a terminal alone, see https://no-color.org/."""
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")

"""A run that is killed, with -9, before each of its calls into the file system in turn."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

_CALLS = ("mkdir", "rename", "replace", "symlink", "fsync", "unlink", "rmdir", "open", "scandir")
# The imports are done once; each run is forked.
_PROGRAM = """
import os, pathlib, signal, sys
from iomgraph.release import *

def counted(function):
    def call(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **named)
    return call

releases = Releases(pathlib.Path(sys.argv[1]))
for name in {calls}:
    setattr(os, name, counted(getattr(os, name)))
pathlib.Path.open = counted(pathlib.Path.open)
for step in range(1, 200):
    if (child := os.fork()) == 0:
        left = step
{run}
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
    sys.stdin.readline()
"""


def killed_at_each_step(folder: Path, run: str) -> Iterator[bool]:
    """Run the Python text `run`, for which `releases` are those in `folder`, until it comes to its end.

    Gives, before each next run, whether the last one ended by itself.
    """
    program = _PROGRAM.format(calls=_CALLS, run=textwrap.indent(textwrap.dedent(run), " " * 8))
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line in running.stdout:
            status = int(line)
            assert status in {0, int(signal.SIGKILL)}
            yield status == 0
            if status == 0:
                running.kill()
                return
            running.stdin.write("\n")
            running.stdin.flush()
    raise AssertionError("the run never came to its end")

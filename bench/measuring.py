"""What one command costs, from its start to its end, as the operating system counts it."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock, seconds of processor time, and the memory of the largest process in bytes."""

    wall: float
    processor: float
    memory: int


class CommandError(Exception):
    """A measured command ended with another code than 0; the message is the last line that it wrote."""


_STOPPED = 124  # what `timeout` ends with


def cost_of(command: Sequence[str], folder: Path, cores: int, log: Path, limit: float = 3600) -> Cost:
    """Run `command` in `folder` on the first `cores` cores, with what it prints in `log`, and say what it cost.

    Processor time counts the command's children; memory is that of the largest of its processes, not their sum.
    Raises CommandError where it does not end well, or not within `limit` seconds.
    """
    pinned = ["timeout", f"{limit}", "taskset", "-c", ",".join(map(str, range(cores))), *command]
    # What an earlier command left to be written must not be charged to this one.
    os.sync()
    with log.open("wb") as stream:
        begun = time.perf_counter()
        process = subprocess.Popen(pinned, cwd=folder, stdout=stream, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == _STOPPED:
        raise CommandError(f"stopped after {limit:.0f} seconds")
    if process.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise CommandError(lines[-1][:200] if lines else f"exit code {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure for itself; memory is the most that any run took."""
    return Cost(
        statistics.median(each.wall for each in costs),
        statistics.median(each.processor for each in costs),
        max(each.memory for each in costs),
    )

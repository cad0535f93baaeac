"""DuckDB and Spark on the same records: from what size a second engine pays.

`python bench/spark.py FOLDER [--records N …] [--runs N] [--master URL]`

Every figure is that of a whole command, from its start to its end. Processor time counts all processes that the command
started, Java among them; memory is that of the largest of them. Both outputs are compared byte by byte.
"""

import argparse
import ctypes
import hashlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from markdown_table import markdown_table
from project_records import write_project_records

_MAPPING = Path(__file__).with_name("projects.rml.ttl")
_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Measure what the arguments ask for and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--master")
    chosen = options.parse_args()
    # Java outlives the command that started it by a moment; what it cost is then told to this process.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    spark = ["--engine", "spark", *(["--master", chosen.master] if chosen.master else [])]
    engines = {"DuckDB": ["--engine", "duckdb"], "Spark": spark}
    rows = []
    for records in chosen.records:
        folder = chosen.folder / str(records)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _MAPPING.name).write_bytes(_MAPPING.read_bytes())
        if not (folder / "projects.csv").exists():
            write_project_records(folder / "projects.csv", records)
        digests = set()
        for name, arguments in engines.items():
            output = folder / f"{name}.nq"
            command = ["map", "--mapping", str(folder / _MAPPING.name), "-o", str(output), *arguments]
            costs = [_cost([sys.executable, "-m", "iomgraph.cli", *command]) for _ in range(chosen.runs)]
            wall, processor = (statistics.median(each[part] for each in costs) for part in (0, 1))
            memory = max(each[2] for each in costs)
            digests.add(_digest(output))
            size = output.stat().st_size / 2**20
            row = [f"{records:,}", name, f"{wall:.1f}", f"{processor:.1f}", f"{memory / 2**20:,.0f}", f"{size:,.0f}"]
            rows.append(row)
        if len(digests) > 1:
            sys.exit(f"The engines write different bytes of {records} records.")
    titles = ["records", "engine", "seconds", "processor seconds", "memory (MiB)", "output (MiB)"]
    sys.stdout.write(markdown_table(titles, rows))


def _cost(command: Sequence[str]) -> tuple[float, float, int]:
    """Seconds of the clock, seconds of processor time, and bytes of the largest process."""
    processor, memory = 0.0, 0
    begun = time.perf_counter()
    process = subprocess.Popen(command)
    wall = 0.0
    while True:
        try:
            ended, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            return wall, processor, memory
        processor += used.ru_utime + used.ru_stime
        memory = max(memory, used.ru_maxrss * 1024)
        if ended == process.pid:
            wall = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                sys.exit(f"{' '.join(command)} ended with {process.returncode}.")


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    main()

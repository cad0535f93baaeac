"""What copying the bytes of an output takes: nothing that writes a graph can be faster."""

import sys
from collections.abc import Sequence
from pathlib import Path

COPIES = ("cp", "DuckDB COPY")

# Lines of N-Quads hold no NUL and no quotation mark that must be doubled: they go through as they are.
_COPY = """
import sys, duckdb
duckdb.execute(f"SET threads = {sys.argv[3]}")
duckdb.execute(
    f"COPY (SELECT * FROM read_csv('{sys.argv[1]}', header = false, delim = '\\x01', quote = '', escape = '',"
    f" columns = {{'line': 'VARCHAR'}}, auto_detect = false, max_line_size = 16777216))"
    f" TO '{sys.argv[2]}' (FORMAT csv, HEADER false, DELIMITER '\\x01', QUOTE '', ESCAPE '')"
)
"""


def copy_command(kind: str, output: Path, cores: int) -> Sequence[str]:
    """What copies `output` to a file beside it: the system's without shared blocks, or DuckDB's, line by line."""
    copy = f"{output}.copy"
    if kind == "cp":
        return ["cp", "--reflink=never", str(output), copy]
    return [sys.executable, "-c", _COPY, str(output), copy, str(cores)]

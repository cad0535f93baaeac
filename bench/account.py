"""Where the time of one `iomgraph map` goes.

`python bench/account.py FOLDER ARGUMENTS…` runs `iomgraph ARGUMENTS` in FOLDER and prints the account.

The command is looked at every millisecond: a moment belongs to the function of iomgraph that the command is in and,
while DuckDB works, to the statement that it runs. What DuckDB does inside its statements is taken from its own
profile; its operators work side by side, so there the seconds of all threads are added.
"""

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import chdir, suppress
from operator import itemgetter
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
from markdown_table import markdown_table

_STATEMENT = 70
_WORTH_A_ROW = 0.01
_IMPORTS = "imports on the way"
_RUNNING = (
    "execute",
    "executemany",
    "sql",
    "query",
    "fetchmany",
    "fetchall",
    "fetchone",
    "fetch_record_batch",
    "arrow",
)


class Account:
    """Seconds by function and statement, and by DuckDB's operators, of the thread that makes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder.resolve()}/"
        self._thread = threading.get_ident()
        self.moments: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.operators: defaultdict[str, float] = defaultdict(float)
        self._statement = ""
        self._running = 0
        self._last: duckdb.DuckDBPyConnection | None = None

    def watch_duckdb(self) -> None:
        """Note the statement that every connection runs, and keep the profile of each."""
        kind, connect = duckdb.DuckDBPyConnection, duckdb.connect

        def profiled(opened: Callable[..., Any]) -> Callable[..., Any]:
            def call(*given: Any, **named: Any) -> Any:
                connection = opened(*given, **named)
                plain["execute"](connection, "PRAGMA enable_profiling = 'no_output'")
                return connection

            return call

        def noted(name: str) -> Callable[..., Any]:
            def call(connection: Any, *given: Any, **named: Any) -> Any:
                # Other threads take part in the work of the one that is looked at.
                if threading.get_ident() != self._thread:
                    return plain[name](connection, *given, **named)
                if name in _RUNNING[:4]:
                    self.keep_profile()
                    self._last = connection
                    self._statement = " ".join(str(given[0]).replace(self._folder, "").split())
                self._running += 1
                try:
                    return plain[name](connection, *given, **named)
                finally:
                    self._running -= 1

            return call

        def close(connection: Any) -> None:
            self.keep_profile()
            plain["close"](connection)

        plain = {name: getattr(kind, name) for name in (*_RUNNING, "cursor", "close") if hasattr(kind, name)}
        for name in plain:
            setattr(kind, name, noted(name))
        kind.cursor, kind.close = profiled(plain["cursor"]), close  # type: ignore[method-assign, assignment]
        duckdb.connect = profiled(connect)

    def keep_profile(self) -> None:
        """Add the operators of the statement that ran last."""
        connection, self._last = self._last, None
        if connection is not None:
            # A statement that only sets something has no profile.
            with suppress(duckdb.Error, ValueError):
                self._add_operators(json.loads(connection.get_profiling_information("json")))

    def watch(self, ended: threading.Event) -> None:
        """Look at the command until it ends; time in which nothing could be seen belongs to what is seen next."""
        before = time.perf_counter()
        while not ended.wait(0.001):
            frame, now = sys._current_frames().get(self._thread), time.perf_counter()
            statement = self._statement[:_STATEMENT] if self._running else ""
            self.moments[_place(frame), statement] += now - before
            before = now

    def tables(self, imported: float, total: float) -> str:
        """The account in Markdown: `imported` seconds went by until the command began, `total` until it ended."""
        rows = [["start-up and imports", "", f"{imported:.2f}", f"{imported / total:.0%}"]]
        small = 0.0
        for (place, statement), seconds in sorted(self.moments.items(), key=itemgetter(1), reverse=True):
            if seconds < _WORTH_A_ROW * total:
                small += seconds
                continue
            rows.append([place, f"`{statement}`" if statement else "", f"{seconds:.2f}", f"{seconds / total:.0%}"])
        rows.append(["less than 1 % each", "", f"{small:.2f}", f"{small / total:.0%}"])
        rows.append(["together", "", f"{total:.2f}", ""])
        operators = [
            [name, f"{seconds:.2f}"]
            for name, seconds in sorted(self.operators.items(), key=itemgetter(1), reverse=True)
            if seconds >= 0.005
        ]
        return (
            markdown_table(["iomgraph", "DuckDB statement", "wall s", "share"], rows)
            + "\n"
            + markdown_table(["DuckDB operator", "s of all threads"], operators)
        )

    def _add_operators(self, profile: dict[str, Any]) -> None:
        for each in profile.get("children", profile.get("operator", [])):
            name = each.get("type") or each.get("operator_type") or "?"
            self.operators[name] += float(each.get("timing", each.get("operator_timing", 0)))
            self._add_operators(each)


def _place(frame: FrameType | None) -> str:
    """The function of a stage that the command is in, and the module that works for it in the end."""
    names: list[tuple[str, str]] = []
    for each in _outermost_first(frame):
        module = each.f_globals.get("__name__", "")
        if module.startswith("iomgraph.") and not module.startswith("iomgraph.cli"):
            if each.f_code.co_name == "<module>":
                return _IMPORTS
            names.append((module.removeprefix("iomgraph."), each.f_code.co_qualname))
    if not names:
        return "the command itself"
    (outer, function), (inner, _) = names[0], names[-1]
    return f"{outer}.{function}" + (f" … {inner}" if inner != outer else "")


def _outermost_first(frame: FrameType | None) -> Iterator[FrameType]:
    frames = []
    while frame:
        frames.append(frame)
        frame = frame.f_back
    return reversed(frames)


def _since_start() -> float:
    """Seconds since the process began."""
    started = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Run the command and print the account."""
    folder, arguments = Path(sys.argv[1]), sys.argv[2:]
    # Imported here, so that the account has it.
    from iomgraph.cli import main as command  # noqa: PLC0415

    imported = _since_start()
    account, ended = Account(folder), threading.Event()
    account.watch_duckdb()
    watcher = threading.Thread(target=account.watch, args=(ended,))
    watcher.start()
    sys.argv = ["iomgraph", *arguments]
    try:
        with chdir(folder):
            command()
    except SystemExit as end:
        if end.code:
            raise
    finally:
        ended.set()
        watcher.join()
    account.keep_profile()
    print(account.tables(imported, _since_start()))


if __name__ == "__main__":
    main()

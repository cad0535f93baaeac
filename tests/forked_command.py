"""The command line in a process of its own that has its imports already: forked from one that was started for that."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["iomgraph.cli", "iomgraph.publishing", "iomgraph.querying"])
_STREAMS = {"stdin": "r", "stdout": "w", "stderr": "w"}


def run_forked(
    arguments: Sequence[str], folder: Path, streams: Path, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run `iomgraph ARGUMENTS…` in `folder`; its standard streams are files in `streams`."""
    (streams / "stdin").write_text(stdin, encoding="utf-8")
    process = _PROCESSES.Process(target=_run, args=(arguments, folder, streams, dict(os.environ)))
    process.start()
    process.join()
    out, err = ((streams / name).read_bytes().decode() for name in ("stdout", "stderr"))
    assert process.exitcode is not None
    return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


def _run(arguments: Sequence[str], folder: Path, streams: Path, environment: dict[str, str]) -> None:
    from iomgraph.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for descriptor, (name, mode) in enumerate(_STREAMS.items()):
        with (streams / name).open(mode) as stream:
            os.dup2(stream.fileno(), descriptor)
    sys.stdin = os.fdopen(0, encoding="utf-8")  # multiprocessing has put an empty one in its place
    sys.argv = ["iomgraph", *arguments]
    main()

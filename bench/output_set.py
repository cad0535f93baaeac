"""The set of quads that a file holds, as a hash: what two tools must agree on, whatever the order and the escapes."""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph


@dataclass(frozen=True)
class OutputSet:
    """Sorted canonical N-Quads in `file`, each quad once; how many, and the SHA-256 of their bytes."""

    file: Path
    quads: int
    digest: str


def output_set(output: Path, folder: Path) -> OutputSet:
    """Read N-Triples or N-Quads with pyoxigraph and write the set down in `folder`.

    Raises SyntaxError where the file is not well-formed.
    """
    canonical = folder / f"{output.name}.canonical"
    command = ["sort", "-u", "-S", "20%", "-T", str(folder), "-o", str(canonical)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=dict(os.environ, LC_ALL="C")) as sort:
        assert sort.stdin
        quads = pyoxigraph.parse(path=output, format=pyoxigraph.RdfFormat.N_QUADS)
        try:
            pyoxigraph.serialize(quads, output=sort.stdin, format=pyoxigraph.RdfFormat.N_QUADS)
        finally:
            sort.stdin.close()
    digest, number = hashlib.sha256(), 0
    with canonical.open("rb") as stream:
        for line in stream:
            digest.update(line)
            number += 1
    return OutputSet(canonical, number, digest.hexdigest())


def difference(expected: OutputSet, found: OutputSet) -> str:
    """How two sets differ: how many quads are missing and how many more there are, with the first of each."""
    parts = []
    for option, word in (("-23", "missing"), ("-13", "not expected")):
        command = ["comm", option, str(expected.file), str(found.file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ, LC_ALL="C")) as comm:
            assert comm.stdout
            lines = iter(comm.stdout)
            first = next(lines, b"")
            number = bool(first) + sum(1 for _ in lines)
        if number:
            parts.append(f"{number:,} {word}, as `{first.decode().strip()[:160]}`")
    return "; ".join(parts)


def quads_by_rapper(output: Path) -> int:
    """How many quads a second, independent parser finds in N-Triples or N-Quads.

    Raises SyntaxError where it finds the file ill-formed.
    """
    command = ["rapper", "--quiet", "--input", "nquads", "--output", "nquads", str(output)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as rapper:
        assert rapper.stdout
        assert rapper.stderr
        number = sum(1 for _ in rapper.stdout)
        complaint = rapper.stderr.read().decode()
    if rapper.returncode or complaint:
        raise SyntaxError(f"rapper: {complaint.strip() or rapper.returncode}")
    return number

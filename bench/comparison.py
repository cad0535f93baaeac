"""The tools on one number of records, in turns, with what they wrote checked after every run."""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import baselines
from measuring import CommandError, Cost, cost_of
from output_set import OutputSet, difference, output_set, quads_by_rapper
from project_records import write_project_records
from tools import SOURCE, Tool


@dataclass(frozen=True)
class Measured:
    """One tool on one number of cores: its runs, and what is to be said of its output where it differs."""

    name: str
    cores: int
    costs: list[Cost]
    remark: str


@dataclass(frozen=True)
class Rounds:
    """In each of `number` rounds every tool runs once.

    One that takes longer than `patience` seconds runs in the first round only; one that takes ten times that is
    stopped, and does not run where it would take so long by what it took for fewer records.
    """

    number: int
    patience: float


@dataclass(frozen=True)
class Comparison:
    """All tools on one number of records; the quads are those of the first tool."""

    records: int
    source_bytes: int
    output_bytes: int
    quads: int
    digest: str
    measured: list[Measured]
    copies: list[Measured]


def compare(
    tools: Sequence[Tool], records: int, folder: Path, rounds: Rounds, smaller: Comparison | None
) -> Comparison:
    """Run the tools on `records` records; `smaller` is what was measured on fewer, if anything was."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / SOURCE
    write_project_records(source, records)
    costs: dict[Tool, list[Cost]] = defaultdict(list)
    remarks = {tool: _too_slow(tool, records, rounds.patience, smaller) for tool in tools}
    seen: dict[Tool, str] = {}
    expected: OutputSet | None = None
    for _ in range(rounds.number):
        for tool in tools:
            if remarks[tool].startswith("not run") or (costs[tool] and costs[tool][0].wall > rounds.patience):
                continue
            output = folder / tool.output
            output.unlink(missing_ok=True)
            try:
                costs[tool].append(
                    cost_of(tool.command(folder), folder, tool.cores, folder / "log", 10 * rounds.patience)
                )
            except CommandError as error:
                remarks[tool] = f"not run to its end: {error}"
                continue
            cost = costs[tool][-1]
            took = f"{cost.wall:.1f} s, {cost.processor:.1f} s of processor time"
            print(f"{records:,} records, {tool.name} × {tool.cores}: {took}", file=sys.stderr, flush=True)
            digest = _digest(output)
            if seen.get(tool) == digest:
                continue
            seen[tool] = digest
            found = output_set(output, folder)
            expected = expected or found
            remarks[tool] = _remark(expected, found, output)
            if found is not expected:
                found.file.unlink()
    assert expected
    output = folder / tools[0].output
    copies = []
    for cores in sorted({tool.cores for tool in tools}):
        for kind in baselines.COPIES:
            command = baselines.copy_command(kind, output, cores)
            copies.append(
                Measured(
                    kind, cores, [cost_of(command, folder, cores, folder / "log") for _ in range(rounds.number)], ""
                )
            )
    output.with_name(f"{output.name}.copy").unlink()
    expected.file.unlink()
    return Comparison(
        records,
        source.stat().st_size,
        output.stat().st_size,
        expected.quads,
        expected.digest,
        [Measured(tool.name, tool.cores, costs[tool], remarks[tool]) for tool in tools],
        copies,
    )


def _too_slow(tool: Tool, records: int, patience: float, smaller: Comparison | None) -> str:
    if smaller is None:
        return ""
    found = next(each for each in smaller.measured if (each.name, each.cores) == (tool.name, tool.cores))
    if not found.costs:
        return found.remark
    expected = found.costs[0].wall * records / smaller.records
    return f"not run: would take about {expected / 60:.0f} minutes" if expected > 10 * patience else ""


def _remark(expected: OutputSet, found: OutputSet, output: Path) -> str:
    """What two parsers and the comparison with the expected set have to say."""
    try:
        by_rapper = quads_by_rapper(output)
    except SyntaxError as error:
        return str(error)
    if found.digest != expected.digest:
        return difference(expected, found)
    # A tool may write a quad more than once; then rapper, which keeps no set, counts more lines.
    return f"{by_rapper - found.quads:,} quads written twice" if by_rapper != found.quads else ""


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

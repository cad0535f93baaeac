"""iomgraph against other mappers: the same records, the same mapping, the same quads.

`python bench/mapping.py [--records N …] [--quick] [--peers NAME …] [--profile] [--write]`

Every figure is that of a whole command, from its start to its end, pinned to as many cores as it has threads or
processes; the median of several runs in which the tools take turns. The output of every run is parsed with
pyoxigraph and rapper, and its set of quads is compared by hash.
"""

import argparse
import os
import platform
import re
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import results
from comparison import Comparison, Rounds, compare
from hostile import hostile_records
from measuring import cost_of
from tools import LEFT_OUT, Iomgraph, MorphKGC, RocketRML, SDMRDFizer, Tool, Worph

ROOT = Path(__file__).resolve().parent.parent
_SIZES = (10_000, 100_000, 1_000_000)
_IN_README = 100_000
_PEER_KINDS: tuple[type[Tool], ...] = (MorphKGC, RocketRML, Worph, SDMRDFizer)
_PEERS = {kind.name: kind for kind in _PEER_KINDS}


def main() -> None:
    """Measure what the arguments ask for, print it, and with --write keep it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, nargs="+", default=_SIZES, metavar="N")
    options.add_argument("--runs", type=int, default=5, help="how often each tool runs (5)")
    options.add_argument("--patience", type=float, default=60, help="seconds after which one run is enough (60)")
    options.add_argument("--quick", action="store_true", help="10,000 records, three runs")
    options.add_argument(
        "--peers", nargs="*", choices=list(_PEERS), default=list(_PEERS), help="default: all; may be none"
    )
    options.add_argument(
        "--profile", action="store_true", help="say where the time of iomgraph goes; --write does so too"
    )
    options.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="for data and environments")
    options.add_argument("--write", action="store_true", help="write docs/benchmarks.md and the table of README.md")
    chosen = options.parse_args()
    sizes = [10_000] if chosen.quick else sorted(chosen.records)
    rounds = Rounds(3 if chosen.quick else chosen.runs, chosen.patience)
    folder = chosen.folder.resolve()
    tools = _tools(chosen.peers)
    versions = {tool.name: tool.install(folder / "environments") for tool in tools}

    report = [_circumstances(versions)]
    comparisons: list[Comparison] = []
    print(report[0], flush=True)
    for size in sizes:
        smaller = comparisons[-1] if comparisons else None
        comparisons.append(compare(tools, size, folder / str(size), rounds, smaller))
        report.append(results.comparison_table(comparisons[-1]))
        print(report[-1], flush=True)
        if chosen.profile or chosen.write:
            report.append(_accounts(size, folder / str(size)))
            print(report[-1], flush=True)
    report.append("### Hard cells\n\n" + hostile_records(Iomgraph(1), min(sizes[0], 10_000), folder / "hostile"))
    report.append("### Growth\n\nMicroseconds a record, wall / processor.\n\n" + results.growth_table(comparisons))
    report.append(f"The load of the machine at the end was {os.getloadavg()[0]:.1f}.\n")
    print("\n".join(report[-3:]))
    if chosen.write:
        _write_documents(report, comparisons)


def _tools(peers: Sequence[str]) -> list[Tool]:
    """iomgraph and the named peers on one core, then those that can use two on two."""
    kinds: list[type[Tool]] = [Iomgraph, *(_PEERS[name] for name in peers)]
    return [*(kind(1) for kind in kinds), *(kind(2) for kind in kinds if kind.parallel)]


def _accounts(size: int, folder: Path) -> str:
    """Where the time of iomgraph goes on one core and on two."""
    parts = []
    for tool in (Iomgraph(1), Iomgraph(2)):
        script = Path(__file__).with_name("account.py")
        cost_of([sys.executable, str(script), ".", *tool.arguments(folder)], folder, tool.cores, folder / "account")
        account = (folder / "account").read_text(encoding="utf-8")
        parts.append(f"#### Where the time goes: {size:,} records, {tool.name} × {tool.cores}\n\n{account}")
    return "\n".join(parts)


def _circumstances(versions: dict[str, str]) -> str:
    """When, where, with what and by which command."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    # Where the data lay says nothing to a reader.
    arguments = re.sub(r" ?--folder \S+", "", shlex.join(sys.argv[1:]))
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, `python bench/mapping.py {arguments}`: {processor}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB; {platform.system()} {platform.release()}, Python {platform.python_version()}; the load of "
        f"the machine at the beginning was {os.getloadavg()[0]:.1f}.\n",
        *(f"- {name}: {version}" for name, version in versions.items()),
        *(f"- left out, {name}: {reason}" for name, reason in LEFT_OUT.items()),
    ]
    return "\n".join(lines) + "\n"


def _lines(file: str) -> list[str]:
    path = Path(file)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _write_documents(report: Sequence[str], comparisons: Sequence[Comparison]) -> None:
    _replace_between_marks(ROOT / "docs" / "benchmarks.md", "\n".join(report))
    for comparison in comparisons:
        if comparison.records == _IN_README:
            _replace_between_marks(ROOT / "README.md", results.short_table(comparison))


def _replace_between_marks(file: Path, text: str) -> None:
    """Put `text` between the two comments that mark the place of measurements in a document."""
    mark = r"(<!-- measured by bench/mapping\.py -->\n).*(<!-- end -->)"
    old = file.read_text(encoding="utf-8")
    new, found = re.subn(mark, lambda match: f"{match[1]}\n{text}\n{match[2]}", old, flags=re.DOTALL)
    if not found:
        raise SystemExit(f"{file} has no marks for the measurements; see bench/mapping.py.")
    file.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()

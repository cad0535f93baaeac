"""The comparison, in Markdown.

`python bench/validation.py [--projects N …] [--runs N] [--peers FOLDER] [--incremental N] [--write FILE]`
"""

import argparse
import os
import platform
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

from validating.contestants import Contestant, Run, contestants
from validating.one_change import section as one_change
from validating.project_graph import n_triples

_SHAPES = Path(__file__).parent / "validating" / "project_shapes.ttl"
_INTRODUCTION = """# Benchmarks of the validation

Made by `python bench/validation.py`. Projects with budgets and participations, made with a seed, one in a hundred with
a fault, against a dozen shapes with constraints of 18 components. Each engine runs in a process of its own, in turn
with the others; times are medians, reports built; cpu and memory are those of the whole process, its start included.
Results are compared by focus node, property, component and value with those of pySHACL, or where it does not run, of
iomgraph. `×` is how many times as long as iomgraph.
"""
_HEAD = """| engine | load, s | validate, s | both, s | validate, × | both, × | cpu, s | peak, MiB | results |
|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="validation.py", description=__doc__)
    parser.add_argument("--projects", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", type=Path, default=Path("build/peers"))
    parser.add_argument("--incremental", type=int, metavar="N", help="only one changed project of N")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if options.incremental:
        with tempfile.TemporaryDirectory() as temporary:
            print(one_change(options.incremental, options.runs, _SHAPES, Path(temporary)))
        return
    engines = contestants(options.peers.absolute())
    versions = ", ".join(f"{engine.name} {engine.version}" for engine in engines)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {options.runs} runs"
    page = f"{_INTRODUCTION}\n{versions}; {machine}.\n"
    with tempfile.TemporaryDirectory() as temporary:
        for projects in options.projects:
            page += _section(projects, engines, options.runs, Path(temporary) / f"{projects}.nt")
            print(page, flush=True)
    if options.write:
        options.write.write_text(page, encoding="utf-8")


def _section(projects: int, engines: list[Contestant], runs: int, data: Path) -> str:
    with data.open("w", encoding="utf-8") as written:
        written.writelines(n_triples(projects))
    triples = sum(1 for _ in data.open(encoding="utf-8"))
    able = [engine for engine in engines if projects <= engine.most]
    done: dict[str, list[Run]] = {engine.name: [] for engine in able}
    for _ in range(runs):
        for engine in able:
            done[engine.name].append(engine.run(data, _SHAPES))
    right = done.get("pyshacl", done["iomgraph"])[0].results
    own = done["iomgraph"]
    rows = "".join(_row(name, each, own, right) for name, each in done.items())
    return f"\n## {projects:,} projects, {triples:,} triples\n\n{_HEAD}{rows}"


def _row(name: str, runs: list[Run], own: list[Run], right: Counter[tuple[str, ...]]) -> str:
    load, validate, both = (_times(runs, part) for part in ("load", "validate", "both"))
    cells = [
        *(f"{load:.2f}", f"{validate:.2f}", f"{both:.2f}"),
        *(f"{validate / _times(own, 'validate'):.1f}", f"{both / _times(own, 'both'):.1f}"),
        *(f"{median(run.cpu for run in runs):.2f}", f"{median(run.peak for run in runs):.0f}"),
        _checked(runs[0].results, right),
    ]
    return f"| {name} | {' | '.join(cells)} |\n"


def _times(runs: list[Run], part: str) -> float:
    return median(run.load + run.validate if part == "both" else getattr(run, part) for run in runs)


def _checked(results: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> str:
    missing, wrong = (right - results).total(), (results - right).total()
    faults = [f"{missing} missing"] * bool(missing) + [f"{wrong} wrong"] * bool(wrong)
    return f"{results.total()}, {' and '.join(faults) or 'right'}"


if __name__ == "__main__":
    main()

"""One changed project in a large graph, validated since before the change, beside that project alone."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from iomgraph.validation import Earlier, Report, read_json_report, read_shapes, validate, validate_since, write_report
from validating.project_graph import BASE, n_triples

_HEAD = """| what | seconds | × that project alone | results | as a full run |
|---|---|---|---|---|
"""


def section(projects: int, runs: int, shapes: Path, folder: Path) -> str:
    """A table in Markdown: medians of `runs`, shapes and the earlier report read each time."""
    graph, report = folder / "graph.nq", folder / "report.json"
    lines = sorted({line.encode() for line in n_triples(projects)})
    graph.write_bytes(b"".join(lines))
    report.write_text(write_report(validate(graph, read_shapes([shapes])), "json", "en"), encoding="utf-8")
    subject = f"<{BASE}id/project/P{projects // 2}".encode()
    own = [line for line in lines if line.startswith((subject + b">", subject + b"/"))]
    known = [line for line in lines if not line.startswith(f"<{BASE}id/project/".encode())]
    retold = [line.replace(b"hasTitle> ", b"hasOtherTitle> ").replace(b'.00"', b'.5x"') for line in own]
    others = [line for line in lines if not line.startswith((subject + b">", subject + b"/"))]

    def since(changed: bytes) -> Callable[[], Report]:
        return lambda: validate_since(changed, Earlier(graph, read_json_report(report)), read_shapes([shapes]))

    alone = b"".join(sorted(known + retold))
    seconds, found = _timed(lambda: validate(alone, read_shapes([shapes])), runs)
    rows = [("that project alone", seconds, found, "")]
    for name, kept in (("its titles and amount changed", others + retold), ("the whole project gone", others)):
        changed = b"".join(sorted(kept))
        took, found = _timed(since(changed), runs)
        same = found == validate(changed, read_shapes([shapes]))
        rows.append((name, took, found, "the same" if same else "another report"))
    whole, found = _timed(lambda: validate(graph, read_shapes([shapes])), 1)
    rows.append(("a full run", whole, found, ""))
    table = "".join(
        f"| {name} | {took:.2f} | {took / seconds:.1f} | {len(found.results)} | {same} |\n"
        for name, took, found, same in rows
    )
    return f"\n## One changed project of {projects:,}, {len(lines):,} triples\n\n{_HEAD}{table}"


def _timed(work: Callable[[], Report], runs: int) -> tuple[float, Report]:
    times, done = [], Report(())
    for _ in range(runs):
        before = time.perf_counter()
        done = work()
        times.append(time.perf_counter() - before)
    return median(times), done

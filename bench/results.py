"""The measurements as Markdown."""

from collections.abc import Sequence

from comparison import Comparison, Measured
from markdown_table import markdown_table
from measuring import Cost, median

_OURS = "iomgraph"


def comparison_table(comparison: Comparison) -> str:
    """What each tool took for one number of records, and what copying its output takes."""
    rows = []
    for each in comparison.measured:
        if not each.costs:
            rows.append([f"{each.name} × {each.cores}", *["–"] * 6, each.remark])
            continue
        rows.append([*_figures(comparison, each), each.remark or "the same"])
    rows += [[*_figures(comparison, each), "–"] for each in comparison.copies]
    head = f"### {comparison.records:,} records\n\n"
    head += (
        f"{comparison.source_bytes / 1e6:,.1f} MB of CSV, {comparison.quads:,} quads "
        f"({comparison.quads / comparison.records:.1f} a record), {comparison.output_bytes / 1e6:,.1f} MB of N-Quads, "
        f"SHA-256 of the set `{comparison.digest[:16]}…`\n\n"
    )
    titles = [
        "tool × cores",
        "wall s",
        "from–to, runs",
        "processor s",
        "memory MiB",
        "M quads/s",
        "wall, processor × iomgraph",
        "quads",
    ]
    return head + markdown_table(titles, rows)


def _figures(comparison: Comparison, each: Measured) -> list[str]:
    cost, walls = median(each.costs), [run.wall for run in each.costs]
    ours = _ours(comparison, each.cores)
    return [
        f"{each.name} × {each.cores}",
        f"{cost.wall:.2f}",
        f"{min(walls):.2f}–{max(walls):.2f}, {len(walls)}",
        f"{cost.processor:.2f}",
        f"{cost.memory / 2**20:,.0f}",
        f"{comparison.quads / cost.wall / 1e6:.2f}",
        f"{cost.wall / ours.wall:.2f}, {cost.processor / ours.processor:.2f}" if ours else "–",
    ]


def growth_table(comparisons: Sequence[Comparison]) -> str:
    """What a record costs at each size."""
    labels = list(dict.fromkeys((each.name, each.cores) for one in comparisons for each in one.measured))
    rows = []
    for name, cores in labels:
        row = [f"{name} × {cores}"]
        for comparison in comparisons:
            found = _found(comparison, name, cores)
            cost = median(found.costs) if found and found.costs else None
            micro = 1e6 / comparison.records
            row.append(f"{cost.wall * micro:,.1f} / {cost.processor * micro:,.1f}" if cost else "–")
        rows.append(row)
    return markdown_table(["tool × cores", *(f"{each.records:,}" for each in comparisons)], rows)


def short_table(comparison: Comparison) -> str:
    """One number of records for the README: tools that make the same quads only."""
    rows = []
    for each in comparison.measured:
        if each.costs and not each.remark:
            cost, ours = median(each.costs), _ours(comparison, each.cores)
            ratio = f"{cost.wall / ours.wall:.1f}" if ours else "–"
            figures = [f"{cost.wall:.1f} s", f"{cost.processor:.1f} s", f"{cost.memory / 2**20:,.0f} MiB", ratio]
            rows.append([each.name, str(each.cores), *figures])
    return markdown_table(["tool", "cores", "time", "processor time", "memory", "time in times of iomgraph's"], rows)


def _ours(comparison: Comparison, cores: int) -> Cost | None:
    found = _found(comparison, _OURS, cores)
    return median(found.costs) if found and found.costs else None


def _found(comparison: Comparison, name: str, cores: int) -> Measured | None:
    return next((each for each in comparison.measured if (each.name, each.cores) == (name, cores)), None)

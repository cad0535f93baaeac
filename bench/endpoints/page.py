"""What was measured, as a page in Markdown."""

from collections import Counter
from statistics import median, quantiles

from markdown_table import markdown_table

from endpoints.client import Round
from endpoints.questions import KINDS
from endpoints.rounds import CONNECTIONS, Result

_OURS = "iomgraph"
_INTRODUCTION = """# Benchmarks of the endpoint

Made by `{command}` on {day}: {versions}; {machine}.

{projects:,} invented projects, published with the ontology, the vocabularies and the reference data: {triples:,}
triples. What iomgraph's queries see without a GRAPH is the default graph of every peer. All servers run at the same
time and are asked in turn, {rounds} rounds of {seconds:g} seconds for each number of connections, after one that does
not count, by one client on the same machine whose connections stay open; nothing is compressed, no access is logged. A
cold query is one that no server has been asked before: its values are those of the data by chance, and a variable has
another name each time. `CPU` is processor time of all processes of the server for a request, `client` that of the
client. `req/s` is the median of the rounds, the percentiles are over all requests. `×` is iomgraph's req/s
in times of the server's.
"""
_KINDS = """
The twelve kinds: {kinds}.

What was aimed at: the cold mix as fast as the fastest other server or faster, cold lookups half as fast, repeated
queries fifty times as fast, resources one and a half times; loading in 1.2 times what oxigraph takes at most. Oxigraph
in memory is the fastest by far; beside it the aims are missed, see the column `×`.
"""
_LOADING = """
## From a file to the first answer

For iomgraph from `serve` to an answer, for the others with what loads the file.

"""


def page(
    about: dict[str, object],
    loads: dict[str, list[float]],
    wrong: dict[str, Counter[str]],
    results: list[Result],
) -> str:
    """The whole page."""
    parts = [_INTRODUCTION.format(**about), _KINDS.format(kinds=", ".join(KINDS))]
    parts += [_loading(loads), _rightness(wrong, about["checked"])]
    for result in results:
        parts.append(f"\n## {result.mode[0].upper()}{result.mode[1:]}\n")
        parts += [f"\n{connections} connections\n\n{_speed(result, connections)}" for connections in CONNECTIONS]
        if result.mode == "cold mix":
            parts.append(f"\nMedian milliseconds by kind, {CONNECTIONS[0]} connections\n\n{_by_kind(result)}")
    return "".join(parts)


def _loading(loads: dict[str, list[float]]) -> str:
    ours = median(loads[_OURS])
    rows = [[name, f"{median(each):.1f}", f"{ours / median(each):.2f}"] for name, each in loads.items()]
    return _LOADING + markdown_table(["server", "seconds", "iomgraph ×"], rows)


def _rightness(wrong: dict[str, Counter[str]], checked: object) -> str:
    rows = []
    for name, kinds in wrong.items():
        found = ", ".join(f"{kind} ({count})" for kind, count in kinds.items() if count)
        rows.append([name, found or "none"])
    head = f"\n## Answers\n\n{checked} queries of all kinds, compared with what most servers say.\n\n"
    return head + markdown_table(["server", "other answers"], rows)


def _speed(result: Result, connections: int) -> str:
    ours = _rate(result.rounds[_OURS, connections])
    rows = []
    for (name, number), rounds in result.rounds.items():
        if number != connections:
            continue
        latencies = sorted(seconds for each in rounds for _, seconds in each.latencies)
        if not latencies or not _rate(rounds):
            rows.append([name, *["–"] * 6, f"{sum(each.failed for each in rounds)} failed"])
            continue
        cuts = quantiles(latencies, n=100, method="inclusive") if len(latencies) > 1 else latencies * 99
        failed = sum(each.failed for each in rounds)
        rows.append(
            [
                name,
                f"{_rate(rounds):,.0f}" if _rate(rounds) >= 10 else f"{_rate(rounds):.1f}",
                f"{ours / _rate(rounds):.2f}",
                *(f"{cuts[place - 1] * 1000:.2f}" for place in (50, 95, 99)),
                f"{result.cpu[name, number] / len(latencies) * 1000:.2f}",
                f"{sum(each.client_cpu for each in rounds) / len(latencies) * 1000:.2f}"
                + (f"; {failed} failed" if failed else ""),
            ]
        )
    return markdown_table(["server", "req/s", "×", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "client ms"], rows)


def _rate(rounds: list[Round]) -> float:
    return median(len(each.latencies) / each.seconds for each in rounds)


def _by_kind(result: Result) -> str:
    names = [name for name, connections in result.rounds if connections == CONNECTIONS[0]]
    rows = []
    for kind in KINDS:
        row = [kind]
        for name in names:
            found = [
                seconds
                for each in result.rounds[name, CONNECTIONS[0]]
                for asked, seconds in each.latencies
                if asked == kind
            ]
            row.append(f"{median(found) * 1000:.2f}" if found else "–")
        rows.append(row)
    return markdown_table(["kind", *names], rows)

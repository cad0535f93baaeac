"""The endpoint beside other SPARQL servers, on the same data, in Markdown.

`python bench/serving.py [--projects N] [--rounds N] [--seconds S] [--peers FOLDER] [--fuseki JAR] [--only NAME …]
[--quick] [--write FILE]`
"""

import argparse
import os
import platform
import shutil
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from endpoints.page import page
from endpoints.questions import KINDS, mix, values_of
from endpoints.release import publish
from endpoints.rightness import differing
from endpoints.rounds import modes, run
from endpoints.servers import Contestant, Data, contestants, prepared

_CHECKED = 5 * len(KINDS)
_JAR = Path("tests/servers/jars/jena-fuseki-server-5.6.0.jar")


def main() -> None:
    parser = argparse.ArgumentParser(prog="serving.py", description=__doc__)
    parser.add_argument("--projects", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.5, help="of one round")
    parser.add_argument("--peers", type=Path, default=Path("build/peers"))
    parser.add_argument("--fuseki", type=Path, default=_JAR, help="the jar of Apache Jena Fuseki")
    parser.add_argument("--release", type=Path, help="a folder in which this has published before, or is to publish")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these servers beside iomgraph")
    parser.add_argument("--quick", action="store_true", help="300 projects, one short round: a look, no measurement")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    if options.quick:
        options.projects, options.rounds, options.seconds = 300, 1, 0.5
    chosen = [
        each
        for each in contestants(options.peers.absolute(), options.fuseki)
        if each.name == "iomgraph" or not options.only or each.name in options.only
    ]
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as running:
        folder = Path(temporary)
        data = _data(options.projects, options.release or folder / "publication")
        loads = _loads(chosen, data, folder, options.rounds - 1)
        servers = [running.enter_context(each.running(data, folder / each.name)) for each in chosen]
        for server in servers:
            loads.setdefault(server.name, []).append(server.load_seconds)
        values = values_of(data.publication / "releases" / "current" / "graph.nq")
        wrong = differing(servers, list(islice(mix(values, 0), _CHECKED)))
        results = [run(mode, servers, options.rounds, options.seconds) for mode in modes(values)]
    about = {
        "command": f"python bench/serving.py --projects {options.projects} --rounds {options.rounds} "
        f"--seconds {options.seconds:g}",
        "triples": sum(1 for _ in data.quads.open("rb")),
        "projects": len(values.projects),
        "checked": _CHECKED,
        "versions": ", ".join(f"{each.name} {each.version}" for each in chosen),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "rounds": options.rounds,
        "seconds": options.seconds,
    }
    written = page(about, loads, wrong, results)
    print(written)
    if options.write:
        options.write.write_text(written, encoding="utf-8")


def _data(projects: int, folder: Path) -> Data:
    if not (folder / "releases").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        publish(projects, folder)
    return prepared(folder, folder / "releases" / "current")


def _loads(chosen: list[Contestant], data: Data, folder: Path, times: int) -> dict[str, list[float]]:
    """How long the first two took until they answered, in turn; the last start of each is the one that stays."""
    taken: dict[str, list[float]] = {}
    for _ in range(times):
        for each in chosen[:2]:
            with each.running(data, folder / each.name) as server:
                taken.setdefault(server.name, []).append(server.load_seconds)
    return taken


if __name__ == "__main__":
    main()

"""What is asked of the servers, and the rounds in which they answer in turn."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

from endpoints.client import ClosedError, Round, measured
from endpoints.processor_time import processor_seconds
from endpoints.questions import LOOKUP, Asked, Values, descriptions, mix, resources, wholes
from endpoints.servers import Server

CONNECTIONS = (4, 8)
_REPEATED = 50
_WARM_UP = 99


@dataclass(frozen=True)
class Mode:
    """What is asked in the round with a number, of one server; `to_peers` where they offer it otherwise."""

    name: str
    requests: Callable[[int], Iterator[Asked]]
    to_peers: Callable[[int], Iterator[Asked]] | None = None


@dataclass
class Result:
    """All rounds of one mode by server and number of connections."""

    mode: str
    rounds: dict[tuple[str, int], list[Round]] = field(default_factory=dict)
    cpu: dict[tuple[str, int], float] = field(default_factory=dict)
    """Seconds that the server took in all."""


def modes(values: Values) -> list[Mode]:
    """Cold queries, cold lookups, the same queries again and again, and resources."""
    repeated = list(islice(mix(values, 1), _REPEATED))
    repeated_resources = list(islice(resources(values, 1), _REPEATED))
    repeated_descriptions = list(islice(descriptions(values, 1), _REPEATED))
    return [
        Mode("cold mix", lambda number: mix(values, 100 + number)),
        Mode("cold lookups", lambda number: mix(values, 200 + number, (LOOKUP,))),
        Mode("repeated queries", lambda _: cycle(repeated)),
        Mode(
            "resources, cold, beside a CONSTRUCT of the same triples",
            lambda number: resources(values, 300 + number),
            lambda number: wholes(values, 300 + number),
        ),
        Mode(
            "resources, cold, beside DESCRIBE",
            lambda number: resources(values, 400 + number),
            lambda number: descriptions(values, 400 + number),
        ),
        Mode(
            "resources, repeated, beside DESCRIBE",
            lambda _: cycle(repeated_resources),
            lambda _: cycle(repeated_descriptions),
        ),
    ]


def run(mode: Mode, servers: list[Server], rounds: int, seconds: float) -> Result:
    """Measure a mode: in each round the servers one after the other, with few and with more connections."""
    result = Result(mode.name)
    for server in servers:
        # What compiles while it runs is to have done so.
        _round(mode, server, _WARM_UP, CONNECTIONS[0], seconds)
    for number in range(rounds):
        for place, connections in enumerate(CONNECTIONS):
            for server in servers:
                before = processor_seconds(server.process)
                done = _round(mode, server, number * len(CONNECTIONS) + place, connections, seconds)
                key = (server.name, connections)
                result.rounds.setdefault(key, []).append(done)
                result.cpu[key] = result.cpu.get(key, 0.0) + processor_seconds(server.process) - before
    return result


def _round(mode: Mode, server: Server, number: int, connections: int, seconds: float) -> Round:
    requests = mode.requests if server.has_pages or mode.to_peers is None else mode.to_peers
    try:
        return measured(server, requests(number), connections, seconds)
    except (ClosedError, OSError) as error:
        print(f"{mode.name}, {server.name}: {error}", file=sys.stderr)
        return Round(failed=1, seconds=seconds)

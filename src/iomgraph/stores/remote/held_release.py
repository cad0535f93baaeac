"""What a store says of the release that it holds: a small graph beside those of the release.

Every statement of it is `SUBJECT owl:versionInfo "TEXT"`: the graph itself has the version of the release, each graph
of the release its number of quads and their digest, and each graph that a push has under way how far it is.
"""

import io
from dataclasses import dataclass

import pyoxigraph

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.stores.remote.answers import parsed_table

STATES = WELL_KNOWN["owl"] + "versionInfo"

UNSETTLED = "unsettled"
"""What is said of a graph that may be of no release."""


def state_graph(base: str) -> str:
    """The name of the graph in which a store says what it holds."""
    return base + "graph/pushed"


def version_of(release: str, digest: str) -> str:
    """What names a release and its `graph.nq`, by its SHA-256."""
    return f"{release} {digest}"


def question(state: str) -> str:
    """The query for all that is said."""
    return f"SELECT ?s ?v WHERE {{ GRAPH <{state}> {{ ?s <{STATES}> ?v }} }}"


@dataclass(frozen=True)
class HeldRelease:
    """A release in a store: its version, None where there is none or not a whole one, and what is said of its graphs.

    `staged` are the graphs of a push that has not come to its end, with how many batches of it are there.
    """

    version: str | None
    graphs: dict[str, str]
    staged: dict[str, int]

    @property
    def release(self) -> str | None:
        """The identifier of the release."""
        return self.version.partition(" ")[0] if self.version else None

    @classmethod
    def read(cls, state: str, answer: bytes) -> "HeldRelease":
        """From the answer to `question`, as SPARQL results in XML. Raises SyntaxError where it is something else."""
        version: str | None = None
        graphs: dict[str, str] = {}
        staged: dict[str, int] = {}
        solutions = parsed_table(io.BytesIO(answer))
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise SyntaxError("a truth value where a table was asked for")  # noqa: TRY004 - of what was read
        for solution in solutions:
            subject, value = solution["s"], solution["v"]
            if not isinstance(subject, pyoxigraph.NamedNode) or not isinstance(value, pyoxigraph.Literal):
                continue
            name, text = subject.value, value.value
            if name == state:
                version = text
            elif name.startswith(f"{state}/"):
                staged[name] = max(int(text), staged.get(name, 0))
            else:
                graphs[name] = text
        return cls(version, graphs, staged)

"""A release brought into a store: what changes, and whether it has arrived."""

from collections.abc import Callable

from iomgraph.errors import InputError
from iomgraph.stores.remote import push_by_graph_store, push_by_update
from iomgraph.stores.remote.filling import Filling
from iomgraph.stores.remote.transition import GraphChange, Transition

PROTOCOLS = {"update": push_by_update.push, "gsp": push_by_graph_store.push}


def planned(filling: Filling, transition: Transition) -> list[GraphChange]:
    """What a push changes, by graph; the store is only asked."""
    found = []
    for graph in transition.graphs:
        text = transition.texts.get(graph)
        removed = transition.counts[False, graph] if transition.old else filling.count(graph)
        found.append(GraphChange(graph, transition.counts[True, graph], removed, text.quads if text else 0))
    return found


def push(filling: Filling, transition: Transition, protocol: str, step: Callable[[str], None]) -> None:
    """Go the way of `transition`, and look whether the store is there; `step` is told what is being done.

    Raises InputError where a request fails, or where the store has another number of quads in a graph afterwards: then
    it says that it holds no whole release, and the next push replaces every graph.
    """
    if transition.held.version != transition.version or transition.held.staged:
        PROTOCOLS[protocol](filling, transition, step)
    for graph in transition.graphs:
        step(f"Counting {graph}")
        text = transition.texts.get(graph)
        most, least = (text.quads, transition.values[graph]) if text else (0, 0)
        counted = filling.count(graph)
        if not least <= counted <= most:
            (push_by_update if protocol == "update" else push_by_graph_store).forget(filling, transition)
            raise InputError(
                f"{filling.endpoint} has {counted} quads in {graph} instead of {most}; "
                "run the push again, which then replaces every graph."
            )

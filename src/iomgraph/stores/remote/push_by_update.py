"""A push by SPARQL Update: a small difference in one request, a larger one brought beside the graphs and then put in.

Whatever readers see changes in one request only, which is one transaction to most stores. First of all it takes the
version away and last of all it says the new one, for those to whom it is none.
"""

from collections.abc import Callable, Iterator

from iomgraph.stores.remote import update_text
from iomgraph.stores.remote.difference import Change
from iomgraph.stores.remote.filling import Filling
from iomgraph.stores.remote.held_release import UNSETTLED
from iomgraph.stores.remote.transition import Transition

# Virtuoso 7 reads some 5,000 triples in a request at most.
BATCH = 1_000
_BATCH_BYTES = 1 << 20


def push(filling: Filling, transition: Transition, step: Callable[[str], None]) -> None:
    """Go the way of `transition`, telling `step` where it is.

    Raises InputError where a request fails; another push goes on from there.
    """
    own = _Staging(transition)
    abandoned = [name for name in transition.held.staged if not name.startswith(own.name)]
    if abandoned:
        filling.update([*map(update_text.drop, abandoned), *_forgotten(transition, abandoned)])
    if transition.held.version == transition.version:
        return
    batches = _batches(transition.changes())
    first = next(batches, [])
    second = next(batches, None)
    if second is None and transition.old is not None:
        filling.update(_put_in(transition, _directly(first), []))
        return
    done = own.batches_done
    if done is None:
        filling.update([update_text.insert_data(transition.state, update_text.states(own.begun()))])
    brought, all_changes = 0, transition.counts.total()
    for number, batch in enumerate(_batches(transition.changes()), start=1):
        step(f"Bringing changes beside the graphs ({brought:,} of {all_changes:,} are there)")
        brought += len(batch)
        # The last one that was said to be there may have come in part.
        if number >= (done or 0):
            filling.update([*own.brought(batch), update_text.insert_data(transition.state, own.progress(number))])
    step(f"Putting {all_changes:,} changes in, as one update")
    filling.update(_put_in(transition, own.put_in(), own.graphs))


def forget(filling: Filling, transition: Transition) -> None:
    """Have the store say that it holds no whole release, nor any whole graph of one."""
    filling.update(_unsettled(transition, []))


class _Staging:
    """Graphs of the store that nobody reads, in which the difference is brought together."""

    def __init__(self, transition: Transition) -> None:
        self._transition = transition
        before = _digest(transition.held.version) if transition.old else "nothing"
        self.name = f"{transition.state}/{before}-{_digest(transition.version)}-{BATCH}/"
        self._names = {
            (is_added, graph): f"{self.name}{'added' if is_added else 'removed'}/{number}"
            for number, graph in enumerate(transition.graphs)
            for is_added in (True, False)
            if transition.counts[is_added, graph]
        }
        self.graphs = list(self._names.values())

    @property
    def batches_done(self) -> int | None:
        """How many batches are there; None where not even the names of the graphs are."""
        return max((done for name, done in self._transition.held.staged.items() if name in self.graphs), default=None)

    def begun(self) -> list[tuple[str, str]]:
        return [(name, "0") for name in self.graphs]

    def progress(self, number: int) -> list[str]:
        return update_text.states([(self.graphs[0], str(number))])

    def brought(self, batch: list[Change]) -> Iterator[str]:
        for is_added in (True, False):
            blocks = update_text.by_graph(each.line for each in batch if each.is_added is is_added)
            for graph, triples in blocks.items():
                yield update_text.insert_data(self._names[is_added, graph], triples)

    def put_in(self) -> Iterator[str]:
        if self._transition.old is None:
            yield from map(update_text.clear, self._transition.graphs)
        for is_added, write in ((False, update_text.delete_all), (True, update_text.insert_all)):
            for (own, graph), name in self._names.items():
                if own is is_added:
                    yield write(name, graph)


def _directly(batch: list[Change]) -> Iterator[str]:
    for is_added, write in ((False, update_text.delete_data), (True, update_text.insert_data)):
        blocks = update_text.by_graph(each.line for each in batch if each.is_added is is_added)
        for graph, triples in blocks.items():
            yield write(graph, triples)


def _put_in(transition: Transition, operations: Iterator[str], staged: list[str]) -> Iterator[str]:
    """The request that readers see, whole."""
    yield from _unsettled(transition, staged)
    yield from operations
    yield from map(update_text.drop, staged)
    yield update_text.clear(transition.state)
    yield update_text.insert_data(transition.state, update_text.states(transition.stated()))


def _unsettled(transition: Transition, staged: list[str]) -> list[str]:
    said = [*((graph, UNSETTLED) for graph in transition.graphs), *((name, "0") for name in staged)]
    return [update_text.clear(transition.state), update_text.insert_data(transition.state, update_text.states(said))]


def _forgotten(transition: Transition, names: list[str]) -> list[str]:
    kept = [(transition.state, transition.held.version)] if transition.held.version else []
    kept += transition.held.graphs.items()
    kept += [(name, str(done)) for name, done in transition.held.staged.items() if name not in names]
    said = [update_text.insert_data(transition.state, update_text.states(kept))] if kept else []
    return [update_text.clear(transition.state), *said]


def _batches(changes: Iterator[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    size = 0
    for change in changes:
        if batch and (len(batch) == BATCH or size + len(change.line) > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(change)
        size += len(change.line)
    if batch:
        yield batch


def _digest(version: str | None) -> str:
    return (version or "").rpartition(" ")[2][:16]

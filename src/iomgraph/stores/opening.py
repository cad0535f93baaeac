"""The store that a publication names, opened on one of its releases."""

from pathlib import Path
from typing import Protocol

import anyio

from iomgraph.publication import Limits, Publication
from iomgraph.stores.disk_store import place_of
from iomgraph.stores.killed import Killed
from iomgraph.stores.pool import Answer, Cancellation, QueryPool, Question
from iomgraph.stores.remote import RemoteStore
from iomgraph.stores.remote.held_release import version_of
from iomgraph.stores.slots import Slots
from iomgraph.stores.store import Store


class OpenStore(Store, Protocol):
    """A store that answers within the limits of the publication, here or elsewhere."""

    limits: Limits
    slots: Slots

    def wait(self) -> None:
        """Wait until the release can be asked. Raises InputError where it cannot be."""
        ...

    def ask(self, question: Question, cancellation: Cancellation | None = None) -> Answer:
        """The answer to a question; see `QueryPool.ask` for what is raised."""
        ...

    async def answer(self, question: Question, cancellation: Cancellation, threads: anyio.CapacityLimiter) -> Answer:
        """The same on an event loop; what has to wait otherwise takes one of `threads`."""
        ...


def open_store(graph: Path, release: str, digest: str, publication: Publication, killed: Killed) -> OpenStore:
    """The store with the release whose `graph.nq` has the SHA-256 `digest`; `killed` counts workers.

    Raises InputError where the store is elsewhere and does not hold it.
    """
    if publication.store.is_remote:
        return RemoteStore(publication, version_of(release, digest))
    is_large = graph.is_file() and graph.stat().st_size > publication.store.disk_above_bytes
    place = place_of(publication.releases, release, digest) if is_large else None
    return QueryPool(graph, publication, killed, place)

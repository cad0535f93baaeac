"""A release brought into a SPARQL store, and how much of it had to change."""

import hashlib
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass

from iomgraph.errors import InputError
from iomgraph.files import only_one
from iomgraph.publication import Publication
from iomgraph.release import Release, Releases
from iomgraph.stores.remote.filling import Filling
from iomgraph.stores.remote.held_release import state_graph, version_of
from iomgraph.stores.remote.push import planned, push
from iomgraph.stores.remote.transition import GraphChange, Transition

_LOCK = ".push.lock"


@dataclass(frozen=True)
class Push:
    """What a push did, or would do: the release that the store held, None where that was no whole one, and gets."""

    before: str | None
    release: str
    graphs: list[GraphChange]


@dataclass(frozen=True)
class Destination:
    """A store: where it is filled, by which of the protocols, and where it is asked.

    Without `endpoint` it is asked where the publication's `[store]` says, else at `url`.
    """

    url: str
    endpoint: str | None
    protocol: str


def push_release(
    publication: Publication,
    release_id: str | None,
    destination: Destination,
    step: Callable[[str], None] = lambda _: None,
    *,
    dry_run: bool,
) -> Push:
    """Bring a release, that which is served without `release_id`, into a store; `step` is told what is being done.

    Raises InputError where there is no such release, where it is damaged, where another push of the publication is
    under way, where the store cannot be reached or does not do what it is asked, and where it does not hold the release
    afterwards.
    """
    releases = Releases(publication.releases)
    release = releases.get(release_id) if release_id else releases.must_have_current()
    endpoint = destination.endpoint or publication.store.endpoint or destination.url
    with ExitStack() as held_open:
        if not dry_run:
            held_open.enter_context(_only_push(releases))
        filling = held_open.enter_context(closing(Filling(destination.url, endpoint, publication.store)))
        step("Comparing with what the store holds")
        state = state_graph(publication.base)
        held = filling.held(state)
        old = _named(releases, held.version) if held.version else None
        transition = Transition(state, _version(release), held, old.graph if old else None, release.graph)
        found = planned(filling, transition)
        if not dry_run:
            push(filling, transition, destination.protocol, step)
    return Push(held.release, release.id, found)


def _only_push(releases: Releases) -> AbstractContextManager[None]:
    """Two that tell one store how far they are would each go on from where the other is."""
    if not os.access(releases.folder, os.W_OK):
        raise InputError(f"{releases.folder} cannot be written to, which a push does to be the only one; allow it.")
    return only_one(releases.folder, _LOCK, "Another push of this publication is under way")


def _version(release: Release) -> str:
    """What names a release, by the bytes that are there. Raises InputError where they are not those of its manifest."""
    try:
        with release.graph.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{release.graph} cannot be read ({error.strerror}); publish the release again.") from error
    if release.manifest().get("files", {}).get(release.graph.name, {}).get("sha256") != digest:
        raise InputError(f"{release.graph} is not what its manifest says; choose another release with --release.")
    return version_of(release.id, digest)


def _named(releases: Releases, version: str) -> Release | None:
    """The release that a store says it holds, if it is at hand as it was."""
    for release in releases.all():
        if version.startswith(f"{release.id} "):
            try:
                return release if _version(release) == version else None
            except InputError:
                return None
    return None

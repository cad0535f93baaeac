"""One release, opened for serving: its files, the indexes made of them and the store."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.rdf.dataset_statistics import DatasetStatistics, dataset_statistics
from iomgraph.rdf.sorted_quads import SortedQuads, parsed
from iomgraph.server import terms
from iomgraph.server.labels import Labels
from iomgraph.server.search import NAME_PROPERTIES, SearchIndex
from iomgraph.server.store_questions import named_graphs, used_properties
from iomgraph.stores.opening import OpenStore, open_store


@dataclass(frozen=True)
class ServedRelease:
    """What answers are made of. It never changes; the next release is another one."""

    name: str
    folder: Path
    manifest: dict[str, Any]
    quads: SortedQuads
    store: OpenStore
    labels: Labels
    members: dict[str, tuple[str, ...]]
    search: SearchIndex
    default_graphs: tuple[str, ...]

    @cached_property
    def statistics(self) -> DatasetStatistics:
        """How much there is of what; counted when it is first asked for."""
        return dataset_statistics(self.quads, self.default_graphs)

    @cached_property
    def _named_graphs(self) -> frozenset[str]:
        return frozenset(named_graphs(self.store))

    def named_graphs(self) -> frozenset[str]:
        """The names of its graphs; the store is asked once."""
        return self._named_graphs

    def members_of(self, classes: tuple[str, ...]) -> list[str]:
        """The resources of any of `classes`, sorted by IRI."""
        return sorted({iri for each in classes for iri in self.members.get(each, ())})

    @property
    def classes(self) -> frozenset[str]:
        """Those that the ontology defines, and those that anything is an instance of."""
        return frozenset(self.members) | frozenset(self.members_of(terms.TERM_CLASSES[:1]))

    @cached_property
    def properties(self) -> frozenset[str]:
        """Those that the ontology defines, and those that any statement has; the store is asked once."""
        return frozenset(self.members_of(terms.TERM_CLASSES[1:])) | used_properties(self.store)


def open_release(folder: Path, publication: Publication) -> ServedRelease:
    """Open the release in `folder`.

    Raises InputError where a file of it is missing or broken, UnavailableError where a store elsewhere lacks it.
    """
    graph = folder / "graph.nq"
    manifest = _manifest(folder / "manifest.json")
    # It loads the release while the other indexes are made.
    store = open_store(graph, folder.name, manifest["files"].get("graph.nq", {}).get("sha256", ""), publication)
    quads = SortedQuads(graph)
    # One pass over the file for everything that is kept in memory.
    known = parsed(list(quads.with_predicates((terms.TYPE, *NAME_PROPERTIES))))
    members = _members(known)
    searched = (
        *(publication.base + "ns#" + name for name in ("Project", "ConsultationProcess", "State", "Fund")),
        terms.ORGANIZATION,
        terms.CONCEPT,
        *terms.TERM_CLASSES,
    )
    store.wait()
    found = {iri for each in searched for iri in members.get(each, ())}
    return ServedRelease(
        name=folder.name,
        folder=folder,
        manifest=manifest,
        quads=quads,
        store=store,
        labels=Labels(known),
        members=members,
        search=SearchIndex(known, found),
        default_graphs=publication.default_graphs,
    )


def _members(quads: list[Quad]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for quad in quads:
        if (
            quad.predicate.value == terms.TYPE
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode)
        ):
            found.setdefault(quad.object.value, []).append(quad.subject.value)
    return {each: tuple(sorted(set(iris))) for each, iris in found.items()}


def _manifest(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read ({error}); publish the release again.") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise InputError(f"{file} lists no files; publish the release again.")
    return manifest

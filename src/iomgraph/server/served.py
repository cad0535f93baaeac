"""One release, opened for serving: its files, the indexes made of them and the store."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import NamedNode, Quad

from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.rdf.dataset_statistics import DatasetStatistics, dataset_statistics
from iomgraph.rdf.labels import Labels
from iomgraph.rdf.sorted_quads import SortedQuads, each_parsed, parsed
from iomgraph.release import Hold, Release
from iomgraph.release.directory import GRAPH, MANIFEST
from iomgraph.server import terms
from iomgraph.server.figures import Figures, figures
from iomgraph.server.kinds import PROJECTS, VOCABULARY, kinds
from iomgraph.server.list_index import ListIndex, ListValues, list_indexes
from iomgraph.server.report_index import ReportIndex
from iomgraph.server.search import NAME_PROPERTIES, SearchIndex, SearchTexts
from iomgraph.server.store_questions import named_graphs, used_properties
from iomgraph.stores.killed import Killed
from iomgraph.stores.opening import OpenStore, open_store

_T = TypeVar("_T")


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
    default_graphs: tuple[str, ...]
    _page_indexes: Future["_PageIndexes"]
    _report: Future[ReportIndex]
    _hold: Hold

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
        return _members_of(self.members, classes)

    @property
    def classes(self) -> frozenset[str]:
        """Those that the ontology defines, and those that anything is an instance of."""
        return frozenset(self.members) | frozenset(self.members_of(terms.TERM_CLASSES[:1]))

    @cached_property
    def properties(self) -> frozenset[str]:
        """Those that the ontology defines, and those that any statement has; the store is asked once."""
        return frozenset(self.members_of(terms.TERM_CLASSES[1:])) | used_properties(self.store)

    @property
    def report(self) -> ReportIndex:
        """The report of the release. Not for the event loop: it waits until it has been looked through."""
        return self._report.result()

    @property
    def lists(self) -> dict[str, ListIndex]:
        """The lists by the keys of their kinds. Not for the event loop: it waits until they are made."""
        return self._page_indexes.result().lists

    @property
    def search(self) -> SearchIndex:
        """The texts of the release. Not for the event loop: it waits until the index is made."""
        return self._page_indexes.result().search

    @property
    def figures(self) -> Figures:
        """The figures of the home page. Not for the event loop: it waits until they are made."""
        return self._page_indexes.result().figures


@dataclass(frozen=True)
class _PageIndexes:
    """What only lists, searches and figures need."""

    lists: dict[str, ListIndex]
    search: SearchIndex
    figures: Figures


def open_release(folder: Path, publication: Publication, killed: Killed) -> ServedRelease:
    """Open the release in `folder`; `killed` counts its workers that are ended.

    Raises InputError where a file of it is missing or broken, UnavailableError where a store elsewhere lacks it.
    """
    hold = Hold(folder)
    graph = folder / GRAPH
    manifest = Release(folder.name, folder).manifest()
    if not isinstance(manifest.get("files"), dict):
        raise InputError(f"{folder / MANIFEST} lists no files; publish the release again.")
    # It loads the release while the other indexes are made.
    store = open_store(graph, folder.name, manifest["files"].get(GRAPH, {}).get("sha256", ""), publication, killed)
    quads = SortedQuads(graph)
    # What every answer needs; the rest is looked for in a pass of its own, while queries are answered.
    known = parsed(list(quads.with_predicates((terms.TYPE, *NAME_PROPERTIES))))
    members = _members(known)
    labels = Labels(known)
    del known
    store.wait()
    return ServedRelease(
        name=folder.name,
        folder=folder,
        manifest=manifest,
        quads=quads,
        store=store,
        labels=labels,
        members=members,
        default_graphs=publication.default_graphs,
        # Queries and resources are answered meanwhile.
        _page_indexes=_in_background(lambda: _page_indexes(quads, members, labels, publication)),
        _report=_in_background(lambda: ReportIndex(folder)),
        _hold=hold,
    )


def _in_background(make: Callable[[], _T]) -> Future[_T]:
    with_one_thread = ThreadPoolExecutor(1, "indexes")
    future = with_one_thread.submit(make)
    with_one_thread.shutdown(wait=False)
    return future


def _page_indexes(
    quads: SortedQuads, members: dict[str, tuple[str, ...]], labels: Labels, publication: Publication
) -> _PageIndexes:
    all_kinds = kinds(publication.base)
    listed = {kind.key: _members_of(members, kind.classes) for kind in all_kinds}
    # Vocabularies are listed, their terms are searched.
    searched = {**listed, VOCABULARY: _members_of(members, (terms.CONCEPT, *terms.TERM_CLASSES))}
    texts = SearchTexts(searched)
    values = ListValues(all_kinds, (iri for own in listed.values() for iri in own))
    for quad in each_parsed(quads.with_predicates(texts.predicates | values.predicates)):
        predicate = quad.predicate.value
        if predicate in texts.predicates:
            texts.add(quad)
        if predicate in values.predicates:
            values.add(quad)
    lists = list_indexes(values, quads, listed, labels, publication)
    return _PageIndexes(lists, SearchIndex(texts), figures(lists[PROJECTS]))


def _members_of(members: Mapping[str, tuple[str, ...]], classes: Iterable[str]) -> list[str]:
    return sorted({iri for each in classes for iri in members.get(each, ())})


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

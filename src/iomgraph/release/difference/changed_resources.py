"""What changed between two releases, resource by resource and field by field, as a person would tell it.

Only the graphs that queries see by default are told of in this way; changes in the others are counted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from iomgraph.publication import Publication
from iomgraph.rdf.graph_lines import split_quad
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.release.difference.both_releases import BothReleases, Change
from iomgraph.release.difference.changed_fields import ChangedField, ChangedLines, changed_fields
from iomgraph.release.difference.changed_quads import changed_quads
from iomgraph.release.directory import Release
from iomgraph.release.lineage import Origin, origins_of_each


@dataclass(frozen=True)
class ChangedResource:
    """A resource that is not the same in both releases, with the places of its records, each as `file:line`.

    What is new or gone as a whole has no `fields`.
    """

    iri: str
    label: str
    kind: str
    change: Change
    fields: tuple[ChangedField, ...]
    old_sources: tuple[str, ...]
    new_sources: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How many came and how many went."""

    added: int
    removed: int


@dataclass(frozen=True)
class Summary:
    """The difference of the releases `old` and `new`, the resources by kind and label.

    `graphs` counts the quads of each named graph; `records` the source records, which `resources` leaves out.
    """

    old: str
    new: str
    graphs: dict[str, Counts]
    records: Counts
    resources: list[ChangedResource]

    @property
    def quads(self) -> Counts:
        """The quads of all graphs."""
        graphs = self.graphs.values()
        return Counts(sum(each.added for each in graphs), sum(each.removed for each in graphs))


def summary(old: Release, new: Release, publication: Publication, languages: tuple[str, ...]) -> Summary:
    """What changed from `old` to `new`, in the first of `languages` that there is a label in.

    Raises InputError where one of the releases cannot be read.
    """
    with SortedQuads(old.graph) as old_quads, SortedQuads(new.graph) as new_quads:
        both = BothReleases(old_quads, new_quads, publication.base, languages)
        counted, changed = _changed_lines(both, old, new, publication)
        kinds = {iri: both.kind(iri) for iri in changed}
        record = publication.base + "ns#SourceRecord"
        records = Counter(both.change(iri) for iri, kind in kinds.items() if kind == record)
        told = {iri: lines for iri, lines in changed.items() if kinds[iri] != record}
        resources = sorted(
            _resources(both, old, new, told), key=lambda each: (each.kind, each.change.value, each.label, each.iri)
        )
    graphs = sorted({graph for graph, _ in counted})
    return Summary(
        old.id,
        new.id,
        {graph: Counts(counted[graph, True], counted[graph, False]) for graph in graphs},
        Counts(records[Change.NEW], records[Change.GONE]),
        resources,
    )


def _changed_lines(
    both: BothReleases, old: Release, new: Release, publication: Publication
) -> tuple[Counter[tuple[str, bool]], dict[str, ChangedLines]]:
    """How many quads of each graph came (True) and went, and the lines about each resource."""
    seen_graphs = {graph.encode() for graph in publication.default_graphs}
    counted: Counter[tuple[str, bool]] = Counter()
    changed: dict[str, ChangedLines] = {}
    for line in changed_quads(old, new):
        triple, graph = split_quad(line.text)
        counted[graph.decode(), line.added] += 1
        if graph in seen_graphs and triple.startswith(b"<"):
            owner = both.owner(triple[1 : triple.index(b">")].decode())
            lines = changed.setdefault(owner, ChangedLines())
            # What came or went as a whole is not told line by line.
            if both.change(owner) is Change.CHANGED:
                (lines.new if line.added else lines.old).append(line.text)
    return counted, changed


def _resources(
    both: BothReleases, old: Release, new: Release, changed: dict[str, ChangedLines]
) -> Iterable[ChangedResource]:
    old_origins, new_origins = (origins_of_each(release.path, changed) for release in (old, new))
    for iri, lines in changed.items():
        change, kind = both.change(iri), both.kind(iri)
        fields = tuple(changed_fields(both, iri, lines))
        if fields or change is not Change.CHANGED:
            yield ChangedResource(
                iri,
                both.name(iri),
                both.name(kind) if kind else "",
                change,
                fields,
                _places(old_origins.get(iri, [])),
                _places(new_origins.get(iri, [])),
            )


def _places(origins: list[Origin]) -> tuple[str, ...]:
    """Where the records begin: their first line in each file."""
    first: dict[tuple[str, str | None], int] = {}
    for origin in origins:
        key, line = (origin.file, origin.record), origin.line or 1
        first[key] = min(line, first.get(key, line))
    return tuple(f"{file}:{line}" for (file, _), line in first.items())

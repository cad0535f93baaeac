"""A difference as lines for a terminal."""

from collections.abc import Iterator

from iomgraph.release.difference.both_releases import Change
from iomgraph.release.difference.changed_fields import ChangedField
from iomgraph.release.difference.changed_resources import ChangedResource, Summary
from iomgraph.release.difference.words import words


def text_difference(summary: Summary, language: str, limit: int | None = None) -> str:
    """A block for each changed resource, at most `limit` of them, then what else came and went."""
    return "\n".join(_lines(summary, words(language), limit)) + "\n"


def _lines(summary: Summary, say: dict[str, str], limit: int | None) -> Iterator[str]:
    yield say["title"].format(old=summary.old, new=summary.new)
    counts = summary.quads
    if not summary.graphs:
        yield say["same"]
        return
    yield say["quads"].format(added=counts.added, removed=counts.removed)
    for resource in summary.resources[:limit]:
        yield ""
        yield from _block(resource, say)
    if limit is not None and len(summary.resources) > limit:
        yield say["more"].format(more=len(summary.resources) - limit)
    yield ""
    for graph, each in summary.graphs.items():
        yield say["graph"].format(graph=graph, added=each.added, removed=each.removed)
    if summary.records.added or summary.records.removed:
        yield say["records"].format(added=summary.records.added, removed=summary.records.removed)


def _block(resource: ChangedResource, say: dict[str, str]) -> Iterator[str]:
    state = "" if resource.change is Change.CHANGED else f", {say[resource.change.value]}"
    yield f"{resource.label} ({resource.kind}{state}) <{resource.iri}>"
    places = [", ".join(each) for each in dict.fromkeys((resource.old_sources, resource.new_sources)) if each]
    if places:
        yield "  " + " → ".join(places)
    for each in resource.fields:
        yield f"  {_name(each)}: {' | '.join(each.old) or '–'} → {' | '.join(each.new) or '–'}"


def _name(field: ChangedField) -> str:
    return f"{field.part}, {field.label}" if field.part else field.label

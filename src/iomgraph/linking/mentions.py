"""The names of states, organisations and processes that stand in a record's title and description."""

from collections.abc import Iterable, Sequence

from iomgraph.linking.acronyms import acronym_mentions, declared_acronyms
from iomgraph.linking.mention import Mention
from iomgraph.linking.text import Text
from iomgraph.linking.unlisted import UnlistedOrganisations
from iomgraph.reference.names import NameIndex


def find_mentions(texts: Sequence[Text], names: NameIndex, unlisted: UnlistedOrganisations) -> list[Mention]:
    """Every mention, in the order of the texts; those of one kind never overlap.

    A name that stands inside another is a mention too where the two differ in kind.
    """
    found: dict[str, list[Mention]] = {}
    acronyms: dict[str, Mention] = {}
    for text in texts:
        listed = [
            Mention(text.part, n.kind, n.id, n.text, n.start, n.end, names.label(n.kind, n.id))
            for n in names.find(text.whole)
        ]
        found[text.part] = _without_overlaps(listed + unlisted.find(text, listed))
        acronyms.update(declared_acronyms(text, found[text.part]))
    return [
        mention
        for text in texts
        for mention in _ordered(found[text.part] + acronym_mentions(text, acronyms, found[text.part]))
    ]


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Of mentions of one kind that overlap the longest is kept, of equal ones the first, which is listed."""
    kept: list[Mention] = []
    covered: set[tuple[str, int]] = set()
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        offsets = [(mention.kind, offset) for offset in range(mention.start, mention.end)]
        if covered.isdisjoint(offsets):
            kept.append(mention)
            covered.update(offsets)
    return kept


def _ordered(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda m: (m.start, -m.end, m.kind))

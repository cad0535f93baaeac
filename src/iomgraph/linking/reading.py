"""What the title and the description of one record say: mentions, claims, activities."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from iomgraph.linking.activities import Activity, ActivityTypes, read_activities
from iomgraph.linking.language import Language
from iomgraph.linking.mention import Mention
from iomgraph.linking.mentions import find_mentions
from iomgraph.linking.reference_data import ReferenceData
from iomgraph.linking.roles import Claim, read_claims
from iomgraph.linking.text import Text
from iomgraph.linking.unlisted import UnlistedOrganisations
from iomgraph.linking.years import year_of_sentence

PARTS = ("title", "description")
PLAIN = "mention"


@dataclass(frozen=True)
class Reading:
    """The texts of one record with all that linking found in them."""

    texts: Mapping[str, Text]
    language: Language
    mentions: list[Mention]
    claims: list[Claim]
    activities: list[Activity]

    @cached_property
    def _by_mention(self) -> Mapping[Mention, list[Claim]]:
        by_mention: dict[Mention, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            by_mention[claim.mention].append(claim)
        return by_mention

    @cached_property
    def processes(self) -> list[tuple[int, int, Mention]]:
        """The mentions of processes in the order of the texts: number of the part, offset, mention."""
        return [(PARTS.index(m.part), m.start, m) for m in self.mentions if m.kind == "process"]

    def roles(self, mention: Mention) -> list[str]:
        """The roles that the source states for a mention; a plain mention where it states none."""
        claims = self._by_mention.get(mention, [])
        return sorted({c.cue.role for c in claims if c.cue.role and c.cue.basis == "stated"}) or [PLAIN]

    def year(self, mention: Mention) -> str | None:
        """The year that the mention's sentence gives."""
        return year_of_sentence(self.texts[mention.part], mention.start, self.language)

    def strength(self, mention: Mention) -> int:
        """How much the source says of a mention: 2 states a role, 1 lets one be inferred, 0 only names it."""
        bases = {claim.cue.basis for claim in self._by_mention.get(mention, [])}
        return 2 if "stated" in bases else len(bases)

    def quote(self, mention: Mention) -> str:
        """The sentence of a mention, or its clause where semicolons part the sentence; verbatim."""
        text = self.texts[mention.part].whole
        start, end = self.texts[mention.part].sentence(mention.start)
        clause_start = text.rfind(";", start, mention.start) + 1 or start
        clause_end = text.find(";", mention.end, end)
        return text[clause_start : end if clause_end < 0 else clause_end].strip()


class Reader:
    """Reads the texts of records with the reference data of the publication."""

    def __init__(self, reference: ReferenceData) -> None:
        self.reference = reference

    @cached_property
    def _unlisted(self) -> UnlistedOrganisations:
        return UnlistedOrganisations(self.reference.forms, self.reference.languages)

    @cached_property
    def _types(self) -> ActivityTypes:
        return ActivityTypes(self.reference.vocabularies)

    def read(self, parts: Mapping[str, str | None], language: str) -> Reading:
        """Read title and description, either of which may be missing, in one language (en)."""
        texts = {part: Text(part, whole, language) for part in PARTS if (whole := parts.get(part))}
        mentions = find_mentions(list(texts.values()), self.reference.names, self._unlisted)
        of_part = {part: [m for m in mentions if m.part == part] for part in texts}
        grammar = self.reference.language(language)
        claims = [c for part, text in texts.items() for c in read_claims(text, of_part[part], grammar)]
        description = texts.get("description")
        activities = read_activities(description, of_part["description"], grammar, self._types) if description else []
        return Reading(texts, grammar, mentions, claims, activities)

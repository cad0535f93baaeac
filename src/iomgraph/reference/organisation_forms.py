"""The shapes of names of organisations that no table can list, as ministries and governments."""

from dataclasses import dataclass
from pathlib import Path

from iomgraph.reference.folding import Token, tokens
from iomgraph.reference.rows import Row, read_rows

GAP = "…"


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """Fixed words with a name of its own at one end, or without one.

    `opens` says at which end: `right` (Ministry of …), `left` (… Secretariat), or None (a whole name).
    A state that is named in the name acts through the organisation where `acts_for_state`.
    """

    language: str
    words: tuple[Token, ...]
    opens: str | None
    acts_for_state: bool


def read_organisation_forms(reference: Path) -> list[OrganisationForm]:
    """Read `organisation_forms.csv` of the folder; InputError (file, line) where a row cannot be used."""
    rows = read_rows(reference / "organisation_forms.csv", ("language", "form", "acts_for_state"))
    return [_form(row) for row in rows]


def _form(row: Row) -> OrganisationForm:
    form = row.required("form")
    opens = "right" if form.endswith(GAP) else "left" if form.startswith(GAP) else None
    words = form.strip(GAP)
    if GAP in words or not words.strip():
        raise row.error(f"form “{form}” must be fixed words with {GAP} at most at one end")
    return OrganisationForm(
        language=row.required("language"),
        words=tuple(tokens(words)),
        opens=opens,
        acts_for_state=row.one_of("acts_for_state", ("yes", "")) == "yes",
    )

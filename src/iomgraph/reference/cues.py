"""The phrases that say what part a party takes, kept as data."""

from dataclasses import dataclass
from pathlib import Path

from iomgraph.reference.rows import Row, read_rows

GAP = "…"
PROCESS = "{process}"
_POSITIONS = ("before", "after", "around")
_UNDERTAKINGS = ("project", "process", "activity", "")
_BASES = ("stated", "inferred")
_KINDS = ("state", "organisation", "process")
_COLUMNS = ("language", "phrase", "position", "kinds", "role", "property", "undertaking", "basis")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that stands before or after the names whose role it gives, or on both sides of them.

    `parts` are the phrase's stretches, with a gap between each two; the names stand in the gap of a phrase
    around them. A phrase after the names may begin with a gap (`distant`), or end with the name of a process
    (`with_process`). `role` is a code of the vocabulary
    `role`, `property` the direct property that goes with it or, without a role, that of a direct statement
    on the project; a cue with neither only keeps shorter phrases inside it from being read as cues. Without
    an `undertaking` it is not said in what the party has the role.
    """

    language: str
    parts: tuple[str, ...]
    distant: bool
    with_process: bool
    position: str
    kinds: frozenset[str]
    role: str | None
    property: str | None
    undertaking: str | None
    basis: str


def read_cues(reference: Path) -> list[Cue]:
    """Read `cues.csv` of the folder; InputError (file, line) where a row cannot be used."""
    return [_cue(row) for row in read_rows(reference / "cues.csv", _COLUMNS)]


def _cue(row: Row) -> Cue:
    position = row.one_of("position", _POSITIONS)
    phrase = row.required("phrase")
    distant = position == "after" and phrase.startswith(GAP)
    with_process = position == "after" and phrase.endswith(PROCESS)
    words = phrase.removeprefix(GAP if distant else "").removesuffix(PROCESS if with_process else "")
    parts = tuple(part.strip() for part in words.split(GAP))
    if not all(parts):
        raise row.error(f"phrase “{phrase}” lacks words beside a {GAP}; write them or take the {GAP} away")
    if position == "around" and len(parts) != 2:
        raise row.error(f"phrase “{phrase}” stands around names; write one {GAP} where they stand")
    kinds = frozenset(row.required("kinds").split())
    if kinds - set(_KINDS):
        raise row.error(f"column kinds has “{row['kinds']}”; write some of {' '.join(_KINDS)}")
    return Cue(
        language=row.required("language"),
        parts=parts,
        distant=distant,
        with_process=with_process,
        position=position,
        kinds=kinds,
        role=row["role"] or None,
        property=row["property"] or None,
        undertaking=row.one_of("undertaking", _UNDERTAKINGS) or None,
        basis=row.one_of("basis", _BASES),
    )

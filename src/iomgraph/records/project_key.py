"""The key under which a project stands in every table and in its address."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping

from iomgraph.records.record import Cell, Record

MAX_SLUG = 80


def project_key(cells: Mapping[str, Cell]) -> str | None:
    """The Projects ID, else the Prima ID, else the slug of the source's address, else that of the title.

    None where the record has none of them. The key depends on the record alone, so it is the same in
    every run; pages of one Projects ID get one key.

    >>> project_key({"title": Cell("Bridges of Freedonia", 1)})
    'bridges-of-freedonia'
    """
    for field in ("project_id", "prima_id"):
        if field in cells and re.search(r"\w", cells[field].text):
            return " ".join(cells[field].text.split())
    if "address" in cells:
        return slug(re.sub(r"^https?://(www\.)?", "", cells["address"].text.strip()))
    return slug(cells["title"].text) if "title" in cells else None


def key_of_project(record: Record) -> str | None:
    """The key of the project that a record describes: the one it names itself, else that of its cells."""
    return record.project or project_key(record.cells)


def slug(text: str) -> str:
    """`text` as lower-case ASCII letters, digits and hyphens, at most 80 of them.

    Where that cuts the text off or leaves a letter out, a digest of the text stands at the end, so that
    two titles that differ only there do not become one.
    """
    folded = " ".join(unicodedata.normalize("NFKD", text).casefold().split())
    kept = "".join(character for character in folded if not unicodedata.combining(character))
    whole = re.sub(r"[^a-z0-9]+", "-", kept).strip("-")
    lost_letters = re.search(r"[^\W_]", re.sub(r"[a-z0-9]", "", kept))
    if whole and len(whole) <= MAX_SLUG and not lost_letters:
        return whole
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    start = whole[: MAX_SLUG - len(digest) - 1].strip("-")
    return f"{start}-{digest}" if start else digest

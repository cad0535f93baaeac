"""The labels under which pages and tables give the fields of a project."""

from dataclasses import dataclass
from pathlib import Path

from iomgraph.reference.folding import fold
from iomgraph.reference.rows import read_rows


@dataclass(frozen=True, slots=True)
class Label:
    """A label's field, the language that alone writes it so, and the currency that it names, if any."""

    field: str
    language: str | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class FieldLabels:
    """The rows of `fields.csv` by folded label."""

    by_text: dict[str, Label]

    @classmethod
    def from_folder(cls, reference: Path) -> "FieldLabels":
        """Read `fields.csv` of the folder; InputError where a row cannot be used."""
        labels: dict[str, Label] = {}
        for row in read_rows(reference / "fields.csv", ("field", "language", "label", "currency")):
            label = Label(row.required("field"), row["language"] or None, row["currency"] or None)
            key = _key(row.required("label"))
            known = labels.get(key, label)
            if known.field != label.field:
                raise row.error(f"label “{row['label']}” names {known.field} and {label.field}; keep one")
            if known.language != label.language:
                label = Label(label.field, None, label.currency)
            labels[key] = label
        return cls(labels)

    def find(self, text: str) -> Label | None:
        """What a label means, whatever its case, accents and blanks; a trailing colon or asterisk is ignored."""
        return self.by_text.get(_key(text))


def _key(text: str) -> str:
    return fold(text.strip().rstrip(":*\u00a0 "))

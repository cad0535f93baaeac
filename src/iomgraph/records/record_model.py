"""The fields of a record, as `data/schemas/record.json` lists them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from iomgraph.errors import InputError

CONCEPT_FIELDS = ("status", "project_type", "coverage", "region")
STATE_FIELDS = ("benefiting_states", "other_benefiting_states")
# A title or a description is the same in another language without being equal.
PROSE_FIELDS = ("title", "description")
DATE_FIELDS = ("start", "end", "funding_year")


@dataclass(frozen=True)
class RecordModel:
    """The names of the fields in order, and the pattern of each field that has one."""

    fields: tuple[str, ...]
    patterns: dict[str, re.Pattern[str]]

    @classmethod
    def from_file(cls, file: Path) -> "RecordModel":
        """Read a Table Schema (https://datapackage.org/standard/table-schema/).

        Raises InputError where the file cannot be read as one.
        """
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))["fields"]
            patterns = {
                field["name"]: re.compile(field["constraints"]["pattern"])
                for field in fields
                if "pattern" in field.get("constraints", {})
            }
            return cls(tuple(field["name"] for field in fields), patterns)
        except OSError as error:
            raise InputError(f"{file} cannot be read ({error.strerror}); restore the file.") from error
        except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
            raise InputError(f"{file} is not a Table Schema ({error}); correct it.") from error

    def fits(self, field: str, text: str) -> bool:
        """Whether `text` has the form that the field's pattern asks for; False where it has no pattern."""
        pattern = self.patterns.get(field)
        return bool(pattern and pattern.fullmatch(text))


def scheme_of(field: str) -> str:
    """The vocabulary that gives a concept field its values.

    >>> scheme_of("project_type")
    'project-type'
    """
    return field.replace("_", "-")

"""What shapes look at, as text for people, JSON and CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from iomgraph.rdf.prefixes import shortened
from iomgraph.validation.coverage import Coverage, Covered

_SHOWN_SHAPES = 3


def coverage_text(coverage: Coverage, prefixes: Mapping[str, str]) -> str:
    """Two tables: nodes of each class, triples of each property, how many are looked at, and by which shapes."""
    blocks = []
    for title, counted, rows in (
        ("Class", "nodes", coverage.classes),
        ("Property", "triples", coverage.properties),
    ):
        lines = [(counted, "looked at", title.lower(), "shapes")]
        lines += [
            (str(row.count), str(row.looked_at), shortened(row.iri, dict(prefixes)), _shapes(row)) for row in rows
        ]
        widths = [max(len(line[column]) for line in lines) for column in range(3)]
        blocks.append("".join(_aligned(line, widths) for line in lines))
        unseen = sum(not row.looked_at for row in rows)
        blocks.append(f"No shape looks at {unseen} of {len(rows)} {'classes' if title == 'Class' else 'properties'}.\n")
    return "\n".join(blocks)


def coverage_json(coverage: Coverage, prefixes: Mapping[str, str]) -> str:
    """An object with `classes` and `properties`."""
    del prefixes
    document: dict[str, list[dict[str, Any]]] = {
        "classes": [_object(row, "class", "nodes") for row in coverage.classes],
        "properties": [_object(row, "property", "triples") for row in coverage.properties],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def coverage_csv(coverage: Coverage, prefixes: Mapping[str, str]) -> str:
    """A row for each class and each property; shapes stand with blanks between them."""
    del prefixes
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["kind", "term", "count", "looked_at", "shapes"])
    for kind, rows in (("class", coverage.classes), ("property", coverage.properties)):
        writer.writerows([kind, row.iri, row.count, row.looked_at, " ".join(row.shapes)] for row in rows)
    return text.getvalue()


COVERAGE_FORMATS: dict[str, Callable[[Coverage, Mapping[str, str]], str]] = {
    "text": coverage_text,
    "json": coverage_json,
    "csv": coverage_csv,
}


def _object(row: Covered, kind: str, counted: str) -> dict[str, Any]:
    return {kind: row.iri, counted: row.count, "looked_at": row.looked_at, "shapes": row.shapes}


def _shapes(row: Covered) -> str:
    names = [name.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for name in row.shapes[:_SHOWN_SHAPES]]
    further = len(row.shapes) - len(names)
    return ", ".join(names) + (f" and {further} more" if further else "")


def _aligned(line: tuple[str, str, str, str], widths: list[int]) -> str:
    count, looked_at, term, shapes = line
    return f"{count:>{widths[0]}}  {looked_at:>{widths[1]}}  {term:<{widths[2]}}  {shapes}".rstrip() + "\n"

"""A list as data: exactly what its page shows, as JSON and as CSV.

JSON: <https://www.rfc-editor.org/rfc/rfc8259>; CSV: <https://www.rfc-editor.org/rfc/rfc4180>
"""

import csv
import io
import json
from typing import Any

from iomgraph.server.list_rows import Item, Row
from iomgraph.server.list_view import ListView
from iomgraph.validation.formats.csv import no_formula

JSON = "application/json"
CSV = "text/csv"
SUFFIXES = {"json": JSON, "csv": CSV}

_BETWEEN = " | "
_MONEY = "budget"


def json_list(view: ListView) -> bytes:
    """The list as one object. Amounts and dates are texts, so that no reader rounds them."""
    document = {
        "kind": view.kind.key,
        "release": view.release,
        "language": view.language,
        "count": view.count,
        "page": view.address.page,
        "pages": view.paging.last,
        "sort": view.address.sort,
        "chosen": [{"facet": each.key, "value": each.value, "label": each.label.text} for each in view.chosen],
        "facets": {
            facet.key: [
                {
                    "value": choice.value,
                    "label": choice.label.text,
                    "count": choice.count,
                    "list": choice.address.twin("json"),
                }
                for choice in facet.choices
            ]
            for facet in view.facets
        },
        "items": [_object(view, row) for row in view.rows],
        "links": {rel: view.address.on_page(page).twin("json") for rel, page in view.paging.pages.items()},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def csv_list(view: ListView) -> bytes:
    """The rows as a table; several values in one cell stand between ` | `, and no cell is a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    header = ["iri", "label", "language"]
    for column in view.kind.columns:
        header += [column.key, "currency"] if column.key == _MONEY else [column.key]
    writer.writerow(header)
    for row in view.rows:
        cells = [row.iri, row.name.text, row.name.language or ""]
        for column, items in zip(view.kind.columns, row.cells, strict=True):
            if column.key == _MONEY:
                cells.append(_BETWEEN.join(item.amount or "" for item in items))
                cells.append(_BETWEEN.join(item.currency or "" for item in items))
            else:
                cells.append(_BETWEEN.join(item.value.text for item in items))
        writer.writerow([no_formula(cell) for cell in cells])
    return stream.getvalue().encode()


def _object(view: ListView, row: Row) -> dict[str, Any]:
    cells = zip(view.kind.columns, row.cells, strict=True)
    return {
        "iri": row.iri,
        "label": row.name.text,
        "language": row.name.language,
        **{
            column.key: int(items[0].value.text) if column.counted else [_value(i) for i in items]
            for column, items in cells
        },
    }


def _value(item: Item) -> str | dict[str, str | None]:
    if item.iri is None:
        return item.value.text
    money = {"amount": item.amount, "currency": item.currency} if item.amount or item.currency else {}
    return {"iri": item.iri, "label": item.value.text, **money}

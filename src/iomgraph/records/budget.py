"""The budget of a record: its amount, and the currency that the source or the publication names."""

from dataclasses import replace
from typing import NamedTuple

from iomgraph.records.record import Record
from iomgraph.records.values import amount


class Budget(NamedTuple):
    """An amount with its currency; `assumed` where no source names the currency.

    `type` is the local name of the XML Schema type that the amount's text has: `decimal`, or `string` where it is
    no number that can be told for certain.
    """

    amount: str
    type: str
    currency: str
    assumed: bool


def budget(record: Record, default_currency: str) -> Budget | None:
    """The budget of `record`: the currency beside the amount, else that of the label or column, else the default."""
    if "budget_amount" not in record.cells:
        return None
    found = amount(record.cells["budget_amount"].text)
    named = found.currency
    if named is None and "budget_currency" in record.cells:
        named = record.cells["budget_currency"].text.strip()
    kind = "decimal" if found.is_number else "string"
    return Budget(found.text, kind, named or default_currency, named is None)


def with_default_currency(record: Record, default_currency: str) -> Record:
    """`record` with a warning for a currency that is assumed or named twice, and for an amount that is no number."""
    found = budget(record, default_currency)
    if found is None:
        return record
    cell = record.cells["budget_amount"]
    where = f"line {cell.line}: the budget “{cell.text.strip()}”"
    warnings = []
    if found.assumed:
        warnings.append(f"{where} names no currency; {default_currency} is assumed")
    elif "budget_currency" in record.cells and record.cells["budget_currency"].text.strip() != found.currency:
        other = record.cells["budget_currency"].text.strip()
        warnings.append(f"{where} is in {found.currency}, its label or column says {other}")
    if not amount(cell.text).is_number:
        warnings.append(f"{where} is no amount that can be told for certain; it is left as it stands")
    return replace(record, warnings=(*record.warnings, *warnings))

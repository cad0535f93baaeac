"""The text that a person would write for a typed value of a sheet or a column."""

from datetime import datetime, time
from decimal import Decimal


def typed_text(value: object) -> str:
    """The text of a value: all digits of a number, and a day without a time where that is midnight.

    >>> from datetime import date
    >>> [typed_text(value) for value in (85000.0, 0.5, 1e21, True, date(2003, 5, 1), datetime(2003, 5, 1), None)]
    ['85000', '0.5', '1000000000000000000000', 'true', '2003-05-01', '2003-05-01', '']
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return format(Decimal(repr(value)), "f").removesuffix(".0")
        case Decimal():
            return format(value, "f")
        case datetime() if value.time() == time() and value.tzinfo is None:
            return value.date().isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

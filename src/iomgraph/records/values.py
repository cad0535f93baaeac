"""What a value's text says: the number and currency of an amount, the days that a date covers."""

import calendar
import re
from datetime import date
from typing import NamedTuple

# Signs that stand for one currency only; others (such as $ alone) stand for several and name none.
CURRENCY_SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD"}

_SPACES = "[ \u00a0\u2007\u2009\u202f]"
_CODE = re.compile(r"[A-Z]{3}")
_PREFIX = re.compile(r"^(?P<currency>[A-Z]{3}(?![A-Za-z])|US\$|[€£$¥])\s*(?=[-0-9])")
_SUFFIX = re.compile(r"(?<=[0-9])\s*\(?(?P<currency>(?<![A-Za-z])[A-Z]{3}|US\$|[€£$¥])\)?$")

# Each form of a number, and the separators that only group digits in it.
_NUMBERS = (
    (re.compile(r"-?(\d+(\.\d{1,2}|\.\d{4,})?|\d{4,}\.\d{3})", re.ASCII), "", "."),
    (re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII), ",", "."),
    (re.compile(rf"-?\d{{1,3}}({_SPACES}\d{{3}})+(\.\d{{1,2}})?", re.ASCII), _SPACES, "."),
    (re.compile(rf"-?\d{{1,3}}({_SPACES}\d{{3}})+,\d{{1,2}}", re.ASCII), _SPACES, ","),
    (re.compile(r"-?\d{1,3}(['’]\d{3})+(\.\d{1,2})?", re.ASCII), "['’]", "."),
    (re.compile(r"-?\d{1,3}(\.\d{3})+,\d{1,2}", re.ASCII), r"\.", ","),
    (re.compile(r"-?\d{1,3}(\.\d{3}){2,}", re.ASCII), r"\.", ","),
    (re.compile(r"-?\d+,\d{1,2}", re.ASCII), "", ","),
)

# RFC 3987: no blanks, no controls, none of these marks.
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f]+", re.IGNORECASE)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Amount(NamedTuple):
    """An amount of money: `text` as a decimal number, or as it stands where it is none."""

    text: str
    is_number: bool
    currency: str | None


class PartialDate(NamedTuple):
    """A year, month or day: the local name of its XML Schema type and its first and last day.

    A text that is no date has the type `string` and no days.
    """

    type: str
    earliest: str | None
    latest: str | None


def amount(text: str) -> Amount:
    """The amount that `text` says. A text that can be read as two numbers is none: nothing is guessed.

    >>> amount("USD 85,000.00")
    Amount(text='85000.00', is_number=True, currency='USD')
    >>> amount("85.000,00 €")
    Amount(text='85000.00', is_number=True, currency='EUR')
    >>> amount("85.000")
    Amount(text='85.000', is_number=False, currency=None)
    """
    rest, currency = text.strip(), None
    for form in (_PREFIX, _SUFFIX):
        if found := form.search(rest):
            currency = found["currency"]
            rest = (rest[: found.start()] + rest[found.end() :]).strip()
            break
    for form, separator, decimal_sign in _NUMBERS:
        if form.fullmatch(rest):
            number = re.sub(separator, "", rest) if separator else rest
            return Amount(number.replace(decimal_sign, "."), True, _currency_code(currency))
    return Amount(text.strip(), False, None)


def partial_date(text: str) -> PartialDate:
    """The days that `text` covers (XML Schema gYear, gYearMonth or date; https://www.w3.org/TR/xmlschema11-2/).

    >>> partial_date("2004-02")
    PartialDate(type='gYearMonth', earliest='2004-02-01', latest='2004-02-29')
    """
    found = _DATE.fullmatch(text.strip())
    if not found:
        return PartialDate("string", None, None)
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return PartialDate("string", None, None)
    if month is None:
        return PartialDate("gYear", first.isoformat(), first.replace(month=12, day=31).isoformat())
    if day is None:
        last = first.replace(day=calendar.monthrange(first.year, month)[1])
        return PartialDate("gYearMonth", first.isoformat(), last.isoformat())
    return PartialDate("date", first.isoformat(), first.isoformat())


def _currency_code(named: str | None) -> str | None:
    if named is None or _CODE.fullmatch(named):
        return named
    return CURRENCY_SIGNS.get(named)


def is_web_address(text: str) -> bool:
    """Whether `text` is an address of the web.

    >>> is_web_address("https://example.org/a"), is_web_address("see below")
    (True, False)
    """
    return _WEB_ADDRESS.fullmatch(text) is not None

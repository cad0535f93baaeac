"""What a literal's text means: whether it is well-formed, and a key by which it compares.

Lexical forms are those of XML Schema 1.1 Part 2, https://www.w3.org/TR/xmlschema11-2/. Two literals can be compared
where they have the same order, and then compare as their keys do, as texts: numbers of any size exactly, never as
doubles. Dates and times with a timezone compare as instants, those without among themselves only: without an implicit
timezone the SPARQL operator has no answer for one of each.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

from rdflib import RDF, XSD
from rdflib.term import URIRef


class Order(IntEnum):
    """Among which values a literal has its place."""

    TEXT = 0
    NUMBER = 1
    BOOLEAN = 2
    DATE_TIME = 3
    LOCAL_DATE_TIME = 4
    DATE = 5
    LOCAL_DATE = 6
    TIME = 7
    LOCAL_TIME = 8
    YEAR = 9
    LOCAL_YEAR = 10
    YEAR_MONTH = 11
    LOCAL_YEAR_MONTH = 12
    SECONDS = 13
    MONTHS = 14


class TypedValue(NamedTuple):
    """`order` and `key` are None where the value compares with none."""

    well_formed: bool
    order: Order | None = None
    key: str | None = None


_ILL_FORMED = TypedValue(False)
_WELL_FORMED = TypedValue(True)
_COMPLEMENT = str.maketrans("0123456789", "9876543210")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"([+-]?)0*([0-9]*)(?:\.([0-9]*?)0*)?")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SPECIAL_DOUBLES = {"INF": "Q", "+INF": "Q", "-INF": "M", "NaN": None}  # before N, after P: see number_key
_ZONE = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"(-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)|(24:00:00(?:\.0+)?))"
_DATE_TIME = re.compile(f"{_YEAR}-{_MONTH}-{_DAY}T{_CLOCK}{_ZONE}")
_ZONED = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$")
_DATE = re.compile(f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}")
_TIME = re.compile(f"{_CLOCK}{_ZONE}")
_G_YEAR = re.compile(f"{_YEAR}{_ZONE}")
_G_YEAR_MONTH = re.compile(f"{_YEAR}-{_MONTH}{_ZONE}")
_DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DURATION = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
_BOUNDS: dict[URIRef, tuple[int | None, int | None]] = {
    XSD.integer: (None, None),
    XSD.nonNegativeInteger: (0, None),
    XSD.positiveInteger: (1, None),
    XSD.nonPositiveInteger: (None, 0),
    XSD.negativeInteger: (None, -1),
    **{XSD[name]: (-(1 << bits - 1), (1 << bits - 1) - 1) for name, bits in zip(
        ("byte", "short", "int", "long"), (8, 16, 32, 64), strict=True)},
    **{XSD[name]: (0, (1 << bits) - 1) for name, bits in zip(
        ("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong"), (8, 16, 32, 64), strict=True)},
}  # fmt: skip


def typed_value(text: str, datatype: str) -> TypedValue:
    """The value of a literal; of a datatype that is not known here every text is well-formed and compares with none.

    >>> typed_value("300", XSD.byte).well_formed
    False
    >>> typed_value("-10.50", XSD.decimal).key < typed_value("-9", XSD.integer).key
    True
    >>> typed_value("2020-02-30", XSD.date)
    TypedValue(well_formed=False, order=None, key=None)
    """
    read = _READERS.get(str(datatype))
    return read(text) if read else _WELL_FORMED


def number_key(negative: bool, whole: str, fraction: str) -> str:
    """A text that stands among others as the number does; `whole` has no zeros in front, `fraction` none at its end.

    A longer whole part is the greater number, so its length comes first. Of two negative numbers that with the
    smaller digits is the greater, so digits are turned round, and what ends first comes last.
    """
    digits = f"{len(whole):09d}{whole}{fraction}"
    return f"N{digits.translate(_COMPLEMENT)}~" if negative else f"P{digits}"


def _decimal(text: str) -> TypedValue:
    match = _DECIMAL.fullmatch(text)
    if match is None or not any(character.isdigit() for character in text):
        return _ILL_FORMED
    sign, whole, fraction = match.groups()
    fraction = fraction or ""
    return TypedValue(True, Order.NUMBER, number_key(sign == "-" and bool(whole or fraction), whole, fraction))


def _integer(low: int | None, high: int | None) -> Callable[[str], TypedValue]:
    def read(text: str) -> TypedValue:
        if not _INTEGER.fullmatch(text):
            return _ILL_FORMED
        value = _decimal(text)
        if low is not None and value.key is not None and value.key < _whole_key(low):
            return _ILL_FORMED
        return _ILL_FORMED if high is not None and value.key is not None and value.key > _whole_key(high) else value

    return read


def _whole_key(number: int) -> str:
    return _decimal(str(number)).key or ""


def _double(text: str) -> TypedValue:
    if text in _SPECIAL_DOUBLES:
        key = _SPECIAL_DOUBLES[text]
        return TypedValue(True, Order.NUMBER, key) if key else _WELL_FORMED
    if not _DOUBLE.fullmatch(text):
        return _ILL_FORMED
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return TypedValue(True, Order.NUMBER, "Q" if value > 0 else "M")
    return _decimal(f"{Decimal(value):f}")  # a double is a decimal fraction, exactly


def _boolean(text: str) -> TypedValue:
    if text not in ("true", "false", "1", "0"):
        return _ILL_FORMED
    return TypedValue(True, Order.BOOLEAN, "1" if text in ("true", "1") else "0")


def _date_time(text: str) -> TypedValue:
    match = _DATE_TIME.fullmatch(text)
    if not match:
        return _ILL_FORMED
    year, month, day, hour, minute, second, midnight, zone = match.groups()
    days = _days(int(year), int(month), int(day))
    if days is None:
        return _ILL_FORMED
    seconds = Decimal(86400) if midnight else int(hour) * 3600 + int(minute) * 60 + Decimal(second)
    return _instant(days * 86400 + seconds, zone, Order.DATE_TIME)


def _date(text: str) -> TypedValue:
    match = _DATE.fullmatch(text)
    days = _days(int(match[1]), int(match[2]), int(match[3])) if match else None
    return _ILL_FORMED if match is None or days is None else _instant(Decimal(days * 86400), match[4], Order.DATE)


def _time(text: str) -> TypedValue:
    match = _TIME.fullmatch(text)
    if not match:
        return _ILL_FORMED
    hour, minute, second, midnight, zone = match.groups()
    seconds = Decimal(0) if midnight else int(hour) * 3600 + int(minute) * 60 + Decimal(second)
    return _instant(seconds, zone, Order.TIME)


def _g_year(text: str) -> TypedValue:
    match = _G_YEAR.fullmatch(text)
    days = _days(int(match[1]), 1, 1) if match else None
    return _ILL_FORMED if match is None or days is None else _instant(Decimal(days * 86400), match[2], Order.YEAR)


def _g_year_month(text: str) -> TypedValue:
    match = _G_YEAR_MONTH.fullmatch(text)
    days = _days(int(match[1]), int(match[2]), 1) if match else None
    return _ILL_FORMED if match is None or days is None else _instant(Decimal(days * 86400), match[3], Order.YEAR_MONTH)


def _instant(seconds: Decimal, zone: str | None, order: Order) -> TypedValue:
    if zone is None:
        return TypedValue(True, Order(order + 1), _key(seconds))
    if zone != "Z":
        away = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        seconds += away if zone[0] == "-" else -away
    return TypedValue(True, order, _key(seconds))


def _key(number: Decimal) -> str:
    return _decimal(f"{number:f}").key or ""


def _days(year: int, month: int, day: int) -> int | None:
    """Days since the first of March of the year 0, in the Gregorian calendar; None where there is no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if day > _DAYS_OF_MONTH[month - 1] + (leap and month == 2):
        return None
    since_march, year = (month - 3, year) if month > 2 else (month + 9, year - 1)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * since_march + 2) // 5 + day - 1


def _duration(text: str) -> TypedValue:
    return _WELL_FORMED if _DURATION.fullmatch(text) else _ILL_FORMED


def _day_time_duration(text: str) -> TypedValue:
    match = _DURATION.fullmatch(text)
    if not match or match[2] or match[3]:
        return _ILL_FORMED
    days, hours, minutes, seconds = (Decimal(match[group] or 0) for group in (4, 5, 6, 7))
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return TypedValue(True, Order.SECONDS, _key(-total if match[1] else total))


def _year_month_duration(text: str) -> TypedValue:
    match = _DURATION.fullmatch(text)
    if not match or any(match[group] for group in (4, 5, 6, 7)):
        return _ILL_FORMED
    total = Decimal(match[2] or 0) * 12 + Decimal(match[3] or 0)
    return TypedValue(True, Order.MONTHS, _key(-total if match[1] else total))


def _form(pattern: str) -> Callable[[str], TypedValue]:
    form = re.compile(pattern)
    return lambda text: _WELL_FORMED if form.fullmatch(text) else _ILL_FORMED


_READERS: dict[str, Callable[[str], TypedValue]] = {
    str(XSD.string): lambda text: TypedValue(True, Order.TEXT, text),
    str(RDF.langString): lambda _: _WELL_FORMED,
    str(XSD.decimal): _decimal,
    str(XSD.double): _double,
    str(XSD.float): _double,
    str(XSD.boolean): _boolean,
    str(XSD.dateTime): _date_time,
    str(XSD.dateTimeStamp): lambda text: _date_time(text) if _ZONED.search(text) else _ILL_FORMED,
    str(XSD.date): _date,
    str(XSD.time): _time,
    str(XSD.gYear): _g_year,
    str(XSD.gYearMonth): _g_year_month,
    str(XSD.gMonth): _form(f"--{_MONTH}{_ZONE}"),
    str(XSD.gDay): _form(f"---{_DAY}{_ZONE}"),
    str(XSD.gMonthDay): _form(f"--(?:(?:0[13578]|1[02])-{_DAY}|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
                              f"|02-(?:0[1-9]|[12][0-9])){_ZONE}"),
    str(XSD.duration): _duration,
    str(XSD.dayTimeDuration): _day_time_duration,
    str(XSD.yearMonthDuration): _year_month_duration,
    str(XSD.hexBinary): _form("(?:[0-9A-Fa-f]{2})*"),
    str(XSD.language): _form("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"),
    **{str(datatype): _integer(low, high) for datatype, (low, high) in _BOUNDS.items()},
}  # fmt: skip

"""What literals mean, and how they compare."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD

from iomgraph.validation.typed_values import Order, typed_value

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)


@given(DECIMALS, DECIMALS)
def test_keys_of_numbers_are_in_their_order(one: Decimal, other: Decimal) -> None:
    keys = [typed_value(f"{number:f}", XSD.decimal).key for number in (one, other)]
    assert keys[0] is not None
    assert keys[1] is not None
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (one < other, one == other)


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_doubles_are_among_the_numbers_exactly(one: float, other: float) -> None:
    written = [str(number).replace("inf", "INF") for number in (one, other)]
    keys = [typed_value(text, XSD.double).key for text in written]
    assert keys[0] is not None
    assert keys[1] is not None
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (one < other, one == other)


@given(st.datetimes(), st.datetimes())
def test_local_times_are_in_their_order(one: object, other: object) -> None:
    keys = [typed_value(str(each).replace(" ", "T"), XSD.dateTime) for each in (one, other)]
    assert keys[0].order == keys[1].order == Order.LOCAL_DATE_TIME
    assert (str(keys[0].key) < str(keys[1].key)) == (one < other)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2020-02-29T12:00:00Z", "2020-02-29T13:00:00+01:00"),
        ("2020-02-29T24:00:00Z", "2020-03-01T00:00:00Z"),
        ("2020-03-01T00:30:00+01:00", "2020-02-29T23:30:00.000Z"),
    ],
)
def test_one_instant_has_one_key(one: str, other: str) -> None:
    assert typed_value(one, XSD.dateTime) == typed_value(other, XSD.dateTime)


def test_with_and_without_a_timezone_do_not_compare() -> None:
    assert typed_value("2020-01-01", XSD.date).order != typed_value("2020-01-01Z", XSD.date).order


@pytest.mark.parametrize(
    ("text", "datatype", "well_formed"),
    [
        ("+007", XSD.integer, True),
        ("1.0", XSD.integer, False),
        (" 1", XSD.integer, False),
        ("-129", XSD.byte, False),
        ("-128", XSD.byte, True),
        ("18446744073709551616", XSD.unsignedLong, False),
        ("-0", XSD.nonNegativeInteger, True),
        (".5", XSD.decimal, True),
        (".", XSD.decimal, False),
        ("1e3", XSD.decimal, False),
        ("1e3", XSD.double, True),
        ("Infinity", XSD.double, False),
        ("TRUE", XSD.boolean, False),
        ("1900-02-29", XSD.date, False),
        ("2000-02-29", XSD.date, True),
        ("-0004-02-29", XSD.date, True),
        ("12000-01-01", XSD.date, True),
        ("012000-01-01", XSD.date, False),
        ("2020-01-01T24:00:01", XSD.dateTime, False),
        ("2020-01-01T00:00:00", XSD.dateTimeStamp, False),
        ("2020-01-01", XSD.dateTime, False),
        ("year", XSD.gYear, False),
        ("--02-30", XSD.gMonthDay, False),
        ("P1Y", XSD.dayTimeDuration, False),
        ("PT", XSD.duration, False),
        ("abc", XSD.hexBinary, False),
        ("anything", "urn:unit", True),
    ],
)
def test_lexical_forms(text: str, datatype: str, *, well_formed: bool) -> None:
    assert typed_value(text, datatype).well_formed is well_formed

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.records.values import amount, partial_date


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("85000.00", "85000.00", None),
        ("150,000", "150000", None),
        ("150 000", "150000", None),
        ("150\u202f000,50", "150000.50", None),
        ("1'500'000.5", "1500000.5", None),
        ("USD 85,000.00", "85000.00", "USD"),
        ("85,000 EUR", "85000", "EUR"),
        ("85000 (CHF)", "85000", "CHF"),
        ("€85,000", "85000", "EUR"),
        ("US$ 85,000", "85000", "USD"),
        ("$85,000", "85000", None),
        ("85.000,00", "85000.00", None),
        ("1.500.000", "1500000", None),
        ("85000,00", "85000.00", None),
        ("-5", "-5", None),
    ],
)
def test_amounts(text: str, number: str, currency: str | None) -> None:
    assert amount(text) == (number, True, currency)


@pytest.mark.parametrize(
    "text", ["85.000", "ten thousand", "", "USD", "1.5 million", "12,34,567", "٣٤", "5 EUR or less", "1-2"]
)
def test_what_is_no_certain_amount_stays_as_it_is(text: str) -> None:
    assert amount(text) == (text, False, None)


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_thousands_separators_change_nothing(number: object) -> None:
    assert amount(f"{number:,}") == amount(str(number)) == (str(number), True, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2003", ("gYear", "2003-01-01", "2003-12-31")),
        (" 2003-11 ", ("gYearMonth", "2003-11-01", "2003-11-30")),
        ("2004-02", ("gYearMonth", "2004-02-01", "2004-02-29")),
        ("2004-02-29", ("date", "2004-02-29", "2004-02-29")),
        ("2003-02-29", ("string", None, None)),
        ("2003-13", ("string", None, None)),
        ("2003-00", ("string", None, None)),
        ("2003-02-00", ("string", None, None)),
        ("2003-00-05", ("string", None, None)),
        ("0000", ("string", None, None)),
        ("12/2003", ("string", None, None)),
        ("soon", ("string", None, None)),
    ],
)
def test_partial_dates(text: str, expected: tuple[str, str | None, str | None]) -> None:
    assert partial_date(text) == expected

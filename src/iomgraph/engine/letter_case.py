"""The capital and small letters that DuckDB knows, for engines that know others."""

from functools import cache

import duckdb

# Surrogates are no characters, and beyond plane 1 no letter has another case.
_EVERY_CHARACTER = """(SELECT number, chr(number::INTEGER) AS letter FROM
  (SELECT unnest(range(1, 55296) || range(57344, 131072)) AS number))"""


@cache
def letters_changed(function: str) -> tuple[str, str]:
    """The characters that DuckDB's `function`, upper or lower, changes; and, one for each, what it makes of them."""
    changed = f"""SELECT string_agg(letter, '' ORDER BY number), string_agg({function}(letter), '' ORDER BY number)
      FROM {_EVERY_CHARACTER} WHERE {function}(letter) <> letter"""
    with duckdb.connect() as database:
        (pair,) = database.execute(changed).fetchall()
    return pair

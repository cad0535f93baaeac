"""Typed values as the texts and datatypes that RDF gives them.

R2RML, section "Natural mapping of SQL values", <https://www.w3.org/TR/r2rml/#natural-mapping>. Texts are plain. A
number with a binary fraction is a canonical xsd:double, a decimal keeps its digits, an instant is told in UTC.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as is_type

from iomgraph.errors import InputError
from iomgraph.mapping.relation import DATATYPE, VALUE, Shape

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPED_VALUE = pa.struct([(VALUE, pa.string()), (DATATYPE, pa.string())])

_TEXTS = (is_type.is_string, is_type.is_large_string, is_type.is_string_view, is_type.is_null)


def typed_values(array: "pa.Array[Any]") -> "pa.Array[Any]":
    """Each value of a typed array as a struct of its text and its datatype; such structs are as they are."""
    if array.type == TYPED_VALUE:
        return array
    array = _plain(array)
    lexical, datatype = _natural(array.type) or (_cast, "string")
    texts = lexical(array)
    datatypes = pa.repeat(pa.scalar(XSD + datatype), len(texts))
    return pa.StructArray.from_arrays([texts, datatypes], fields=list(TYPED_VALUE), mask=texts.is_null())


def canonical_double(text: str) -> str:
    """The canonical form of xsd:double, https://www.w3.org/TR/xmlschema11-2/#double.

    >>> [canonical_double(text) for text in ("37.0", "1e-07", "-0.0", "-inf", "nan")]
    ['3.7E1', '1.0E-7', '-0.0E0', '-INF', 'NaN']
    """
    number = Decimal(text)
    if number.is_nan():
        return "NaN"
    if number.is_infinite():
        return "-INF" if number < 0 else "INF"
    sign, digits, exponent = number.normalize().as_tuple()
    assert isinstance(exponent, int)
    whole = "".join(map(str, digits))
    scale = exponent + len(digits) - 1 if number else 0
    return f"{'-' if sign else ''}{whole[0]}.{whole[1:] or '0'}E{scale}"


def decimal_text(number: Decimal) -> str:
    """All digits of a decimal, without an exponent.

    >>> decimal_text(Decimal("1.50")), decimal_text(Decimal("1E+3"))
    ('1.50', '1000')
    """
    return format(number, "f")


def shape_of(name: str, field: "pa.Field[Any]") -> Shape:
    """What a column of the table `name` becomes. Raises InputError where RDF has no datatype for its type."""
    kind = _plain(pa.nulls(0, field.type)).type
    if _natural(kind) or kind == TYPED_VALUE:
        return Shape.TYPED
    if not any(is_text(kind) for is_text in _TEXTS):
        raise InputError(
            f"{name} has the column {field.name} of the type {field.type}, which has no datatype in RDF; "
            "give it as text or as a number."
        )
    return Shape.TEXT


def _plain(array: "pa.Array[Any]") -> "pa.Array[Any]":
    """The array without a dictionary or an extension around its values."""
    if isinstance(array, pa.DictionaryArray):
        return _plain(array.dictionary_decode())
    if isinstance(array, pa.ExtensionArray):
        return _plain(array.storage)
    return array


def plain_texts(array: "pa.Array[Any]", missing: "pa.Array[Any]") -> "pa.Array[Any]":
    """The texts of an array, null where they are among `missing`."""
    texts = _plain(array).cast(pa.string())
    return cast("pa.Array[Any]", pc.if_else(pc.is_in(texts, value_set=missing), pa.scalar(None, pa.string()), texts))


def _natural(kind: pa.DataType) -> tuple[Callable[["pa.Array[Any]"], "pa.Array[Any]"], str] | None:
    """What makes the texts of a type, and the local name of its datatype; None where it has none."""
    return next(((lexical, datatype) for is_kind, lexical, datatype in _NATURAL if is_kind(kind)), None)


def _cast(array: "pa.Array[Any]") -> "pa.Array[Any]":
    return array.cast(pa.string())


def _doubles(array: "pa.Array[Any]") -> "pa.Array[Any]":
    texts = array.cast(pa.float32() if is_type.is_float16(array.type) else array.type).cast(pa.string()).to_pylist()
    return pa.array([None if text is None else canonical_double(text) for text in texts], pa.string())


def _decimals(array: "pa.Array[Any]") -> "pa.Array[Any]":
    return pa.array([None if each is None else decimal_text(each) for each in array.to_pylist()], pa.string())


def _dates(array: "pa.Array[Any]") -> "pa.Array[Any]":
    return array.cast(pa.date32()).cast(pa.string())


def _instants(array: "pa.Array[Any]") -> "pa.Array[Any]":
    kind = array.type
    assert isinstance(kind, pa.TimestampType)
    texts = _times(array.cast(pa.timestamp(kind.unit)))
    texts = pc.replace_substring(texts, " ", "T", max_replacements=1)
    return pc.replace_substring_regex(texts, "$", "Z") if kind.tz else texts


def _times(array: "pa.Array[Any]") -> "pa.Array[Any]":
    """Times without the zeros at the end of their fraction of a second."""
    texts = pc.replace_substring_regex(array.cast(pa.string()), r"(\.[0-9]*?)0+$", r"\1")
    return pc.replace_substring_regex(texts, r"\.$", "")


def _bytes(array: "pa.Array[Any]") -> "pa.Array[Any]":
    return pa.array([None if each is None else each.hex().upper() for each in array.to_pylist()], pa.string())


_NATURAL: tuple[tuple[Callable[[pa.DataType], bool], Callable[["pa.Array[Any]"], "pa.Array[Any]"], str], ...] = (
    (is_type.is_boolean, _cast, "boolean"),
    (is_type.is_integer, _cast, "integer"),
    (is_type.is_floating, _doubles, "double"),
    (is_type.is_decimal, _decimals, "decimal"),
    (is_type.is_date, _dates, "date"),
    (is_type.is_timestamp, _instants, "dateTime"),
    (is_type.is_time, _times, "time"),
    (is_type.is_binary, _bytes, "hexBinary"),
    (is_type.is_large_binary, _bytes, "hexBinary"),
    (is_type.is_binary_view, _bytes, "hexBinary"),
    (is_type.is_fixed_size_binary, _bytes, "hexBinary"),
)

"""The characters of a source file: which encoding its bytes are in, and where its lines end."""

import codecs
import re
import unicodedata
from itertools import islice

from iomgraph.errors import InputError

# The longer mark first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Tried in this order where bytes are no UTF-8; on a tie the first one is taken.
SINGLE_BYTE_ENCODINGS = ("cp1252", "mac_roman", "cp1250")

LINE_END = re.compile(r"\r\n|\r|\n")

_LINE_END_BYTES = re.compile(rb"\r\n|\r|\n")
_MULTI_BYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

# How many characters beyond ASCII are looked at to tell encodings apart.
_SAMPLE = 20_000

# What no text holds and XML refuses: control characters, lone surrogates, noncharacters.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def lines_of(text: str) -> list[str]:
    r"""The lines of `text`, whichever of the three line ends it uses.

    >>> lines_of("a\r\nb\rc\nd")
    ['a', 'b', 'c', 'd']
    """
    return LINE_END.split(text)


def decode(data: bytes, file: str, declared: str | None = None) -> str:
    """The text of `data`, the bytes of `file`; `declared` is the encoding that the file itself names.

    A byte order mark decides, then UTF-8 where every byte fits, then `declared`, then the single-byte
    encoding in which the letters make the most plausible words. Raises InputError where the bytes are no
    text, or are UTF-8 with broken places: those were damaged on the way, and guessing would hide it.
    """
    for mark, marked in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, marked, file).removeprefix("\ufeff")
    if b"\0" in data:
        return _without_mark(data, file)
    try:
        return fit(data.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        if _MULTI_BYTE.search(data):
            line = _line_at(data, error.start)
            raise InputError(
                f"{file}, line {line}: byte 0x{data[error.start]:02X} is not UTF-8, while other letters of "
                "the file are; save the file again in one encoding."
            ) from None
    if declared is not None and (encoding := _codec(declared)):
        return _decode_as(data, encoding, file)
    return fit(_most_plausible(data, file), file)


def decode_utf8(data: bytes, file: str) -> str:
    """The text of `data` in a format that must be UTF-8; raises InputError where it is not."""
    return _decode_as(data.removeprefix(codecs.BOM_UTF8), "utf-8", file)


def fit(text: str, file: str, line: int = 1) -> str:
    """`text` itself, which starts on `line` of `file`; raises InputError where it holds what no text may."""
    found = _UNFIT.search(text)
    if found:
        line += len(LINE_END.findall(text, 0, found.start()))
        raise InputError(
            f"{file} is not text: line {line} holds the character U+{ord(found[0]):04X}; "
            "save the page as text or HTML, the table as CSV or JSON."
        )
    return text


def _decode_as(data: bytes, encoding: str, file: str) -> str:
    try:
        return fit(data.decode(encoding), file)
    except UnicodeDecodeError as error:
        line = _line_at(data, error.start)
        raise InputError(
            f"{file}, line {line}: byte 0x{data[error.start]:02X} is not {encoding.upper()}; "
            "save the file again as UTF-8."
        ) from None


def _without_mark(data: bytes, file: str) -> str:
    """Bytes with a zero are UTF-16 only where nearly each second byte is zero, as in European text."""
    half = len(data) // 2
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if len(data) % 2 == 0 and zeros.count(0) > 0.7 * half:
            return _decode_as(data, encoding, file)
    return fit(data.decode("latin-1"), file)


def _line_at(data: bytes, position: int) -> int:
    return len(_LINE_END_BYTES.findall(data, 0, position)) + 1


def _codec(declared: str) -> str | None:
    """The codec for a declared encoding; what is declared as Latin 1 is read as browsers do."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"
    try:
        return None if name.startswith("utf") or not "a".encode(name).decode(name) else name
    except (LookupError, UnicodeError):
        return None


def _most_plausible(data: bytes, file: str) -> str:
    fit(data.decode("latin-1"), file)
    readings = []
    for encoding in SINGLE_BYTE_ENCODINGS:
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not readings:
        raise InputError(f"{file} is in no encoding that iomgraph knows; save it again as UTF-8.")
    return min(readings, key=_implausibility)


def _implausibility(text: str) -> int:
    """How many characters beyond ASCII stand where words have none, as a capital or a sign within a word."""
    found = 0
    for match in islice(re.finditer(r"[^\x00-\x7f]", text), _SAMPLE):
        character, category = match[0], unicodedata.category(match[0])
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if category == "Lu":
            found += before.islower() or (before.isalpha() and after.islower())
            found += not before.isalpha() and not after.isalpha()
        elif category == "Ll":
            found += before.isupper() and after.isupper()
        elif category == "Sc":
            found += not re.search(r"\d", text[max(match.start() - 2, 0) : match.end() + 2])
        elif character in "¿¡":
            found += before.isalnum() or not after.isalpha()
        elif character not in "’‘":
            found += before.isalpha() and after.isalpha()
            found += category in {"So", "Sm", "No", "Co", "Sk", "Lm"} and character not in "°º"
    return found

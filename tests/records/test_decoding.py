import pytest

from iomgraph.errors import InputError
from iomgraph.records.decoding import decode, decode_utf8, lines_of

TEXTS = [
    "Créé en été à Étampes: l’État “libre” – où?",
    "Año 2003, ¿Qué? España",
    "Söderköping",
    "n° 5, 100 €",
    "CÔTE D'OR",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("text", ["Créé en été à Étampes", "“libre” – où?", "• Año 2003 • España"])
def test_mac_roman_is_detected(text: str) -> None:
    assert decode(text.encode("mac_roman"), "a.txt") == text


@pytest.mark.parametrize("text", ["Łódź i Kraków są piękne", "Příliš žluťoučký kůň"])
def test_central_european_letters_are_detected_or_declared(text: str) -> None:
    assert decode(text.encode("cp1250"), "a.html", "windows-1250") == text
    assert decode("Łódź i Kraków są piękne".encode("cp1250"), "a.txt") == "Łódź i Kraków są piękne"


def test_latin_1_is_read_as_browsers_do() -> None:
    assert decode("l’été".encode("cp1252"), "a.html", "ISO-8859-1") == "l’été"


def test_an_unknown_declared_encoding_is_passed_over() -> None:
    assert decode("été".encode("cp1252"), "a.html", "freedonian") == "été"
    assert decode("été".encode("cp1252"), "a.html", "hex") == "été"


def test_broken_utf8_is_refused_with_its_line() -> None:
    data = "Côte\ncôté\n".encode() + "été".encode("cp1252")
    with pytest.raises(InputError, match=r"^a\.txt, line 3: byte 0xE9 is not UTF-8, while"):
        decode(data, "a.txt")


@pytest.mark.parametrize("data", [b"a\0b", b"\x89PNG\r\n\x1a\n\0", b"PK\x03\x04", b"a\x07b", bytes(range(256))])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.txt is not text: line \d holds the character U\+00"):
        decode(data, "a.txt")


def test_cut_off_utf16_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.txt, line 1: byte"):
        decode(b"\xff\xfea\0b", "a.txt")


def test_json_must_be_utf8() -> None:
    with pytest.raises(InputError, match=r"^a\.json, line 2: byte 0xE9 is not UTF-8; save the file again"):
        decode_utf8(b"[\r\n\xe9]", "a.json")


def test_only_line_ends_end_lines() -> None:
    assert lines_of("a\u2028b\x0cc\r\n\rd\n") == ["a\u2028b\x0cc", "", "d", ""]

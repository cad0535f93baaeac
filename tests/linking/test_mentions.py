from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.linking.reading import Reader

Names = list[tuple[str, str | None, str]]


def names(reader: Reader, text: str, language: str = "en") -> Names:
    return [(m.kind, m.id, m.text) for m in reader.read({"description": text}, language).mentions]


def organisations(reader: Reader, text: str, language: str = "en") -> list[str]:
    return [text for kind, _, text in names(reader, text, language) if kind == "organisation"]


def test_every_occurrence_is_a_mention_of_its_own(invented: Reader) -> None:
    text = "Freedonia met UNPF. Freedonia left New Sylvania."
    reading = invented.read({"title": "Freedonia", "description": text}, "en")
    assert [(m.part, m.text, m.start) for m in reading.mentions] == [
        ("title", "Freedonia", 0),
        ("description", "Freedonia", 0),
        ("description", "UNPF", 14),
        ("description", "Freedonia", 20),
    ]


def test_a_name_inside_a_name_of_another_kind_is_a_mention_too(invented: Reader) -> None:
    assert names(invented, "the Government of the Republic of Freedonia") == [
        ("organisation", None, "Government of the Republic of Freedonia"),
        ("state", "FRE", "Republic of Freedonia"),
    ]
    assert names(invented, "help for the Zenda Process (ZP) Secretariat") == [
        ("organisation", None, "Zenda Process (ZP) Secretariat"),
        ("process", "zenda", "Zenda Process"),
        ("process", "zenda", "ZP"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Ministry of Labour and Social Welfare of Freedonia and UNPF", 2),
        ("the Ministry of Health and the Ministry of Justice", 2),
        ("the Ministry of Health and Freedonia", 1),
        ("the General Directorate for Roads in Freedonia", 1),
        ("the Government of Freedonia in Zenda", 1),
        ("Hanse of Cities Secretariat", 1),
        ("a Technical Secretariat and the ministry of nothing", 0),
        ("Strengthening Secretariat services", 0),
    ],
)
def test_organisations_that_no_table_lists(invented: Reader, text: str, expected: int) -> None:
    assert len(organisations(invented, text)) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("le gouvernement de la Liberté en fête", "fr", "gouvernement de la Liberté"),
        ("au Ministère de l'Intérieur et au port", "fr", "Ministère de l'Intérieur"),
        ("la Direction Générale des Ponts", "en", "Direction Générale des Ponts"),
        (
            "al Ministerio de Relaciones Exteriores de Libertonia",
            "es",
            "Ministerio de Relaciones Exteriores de Libertonia",
        ),
        ("the Ministry of Labour and Social Welfare (MoLSW)", "en", "Ministry of Labour and Social Welfare"),
        ("the State Border-Guard Council", "en", None),
        (
            "the National Council for Inter-Island Trade by sea",
            "en",
            "National Council for Inter-Island Trade",
        ),
    ],
)
def test_a_name_reaches_as_far_as_its_words(invented: Reader, text: str, language: str, expected: str | None) -> None:
    assert next(iter(organisations(invented, text, language)), None) == expected


def test_an_acronym_beside_an_organisation_is_a_name_of_it(invented: Reader) -> None:
    text = "With CUSTOMS (National Superintendence of Trade) and the Ministry of Bridges (MoB). MoB and CUSTOMS met."
    reading = invented.read({"description": text}, "en")
    assert [(m.text, m.name) for m in reading.mentions] == [
        ("CUSTOMS", "National Superintendence of Trade"),
        ("National Superintendence of Trade", "National Superintendence of Trade"),
        ("Ministry of Bridges", "Ministry of Bridges"),
        ("MoB", "Ministry of Bridges"),
        ("MoB", "Ministry of Bridges"),
        ("CUSTOMS", "National Superintendence of Trade"),
    ]


def test_what_else_stands_in_brackets_is_no_acronym(invented: Reader) -> None:
    text = "the Ministry of Bridges (Freedonia), UNPF (2004), HANSE (TC.0001) and the Ministry of Roads (Zenda)"
    assert organisations(invented, text) == ["Ministry of Bridges", "UNPF", "HANSE", "Ministry of Roads"]


def test_a_listed_organisation_gives_its_acronym_its_id(invented: Reader) -> None:
    assert names(invented, "the Hanse of Cities (HCX) and HCX") == [
        ("organisation", "hanse", "Hanse of Cities"),
        ("organisation", "hanse", "HCX"),
        ("organisation", "hanse", "HCX"),
    ]


FRAGMENTS = st.sampled_from(
    "Freedonia Sylvania UNPF HANSE Ministry Government Secretariat of the and for with by ( ) , ; . Zenda Process "
    "“ ” ' - MoB \n funded in 2001 launched".split(" ")
)


@given(st.one_of(st.lists(FRAGMENTS).map(" ".join), st.lists(FRAGMENTS).map("".join), st.text()))
def test_whatever_the_text_offsets_quote_it_and_one_kind_never_overlaps(invented: Reader, text: str) -> None:
    reading = invented.read({"title": text, "description": text}, "en")
    for part in ("title", "description"):
        for kind in ("state", "organisation", "process"):
            own = [m for m in reading.mentions if (m.part, m.kind) == (part, kind)]
            assert all(text[m.start : m.end] == m.text for m in own)
            assert all(one.end <= other.start for one, other in pairwise(own))
    for mention in reading.mentions:
        assert reading.roles(mention)
        assert mention.text in reading.quote(mention)
        assert reading.quote(mention) in text

import pytest

from iomgraph.linking.reading import Reader


def activities(reader: Reader, text: str, language: str = "en") -> list[tuple[str, str | None, str | None]]:
    found = reader.read({"description": text}, language).activities
    assert all(text[a.start : a.end] == a.label for a in found)
    return [(a.label, a.type, a.process) for a in found]


def test_an_announced_list_is_read_with_types_and_processes(invented: Reader) -> None:
    text = (
        "It enabled three activities, including research and analysis on bridges; the third Zenda Process senior "
        "level meeting (for ministers); and a follow-up working-level seminar for Freedonia. More followed; or not."
    )
    assert activities(invented, text) == [
        ("research and analysis on bridges", "research", None),
        ("the third Zenda Process senior level meeting (for ministers)", "senior-level-meeting", "zenda"),
        ("a follow-up working-level seminar for Freedonia", "working-level-seminar", None),
    ]


@pytest.mark.parametrize(
    ("text", "language", "types"),
    [
        ("Trois activités, notamment un atelier à Zenda; et une formation.", "fr", ["workshop", "training"]),
        ("Tres actividades, entre ellas un seminario; y una visita.", "es", ["seminar", None]),
    ],
)
def test_lists_in_other_languages(invented: Reader, text: str, language: str, types: list[str | None]) -> None:
    assert [kind for _, kind, _ in activities(invented, text, language)] == types


@pytest.mark.parametrize("text", ["activities, including a workshop and a study", "Its activities; its aims.", ""])
def test_where_no_list_is_told_nothing_is_read(invented: Reader, text: str) -> None:
    assert activities(invented, text) == []

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.reference.folding import fold, tokens
from iomgraph.reference.names import KINDS, Found, NameIndex, Unknown


@pytest.fixture
def names(reference: Path) -> NameIndex:
    return NameIndex.from_folder(reference)


def found(names: NameIndex, text: str) -> list[tuple[str, str]]:
    for name in names.find(text):
        assert text[name.start : name.end] == name.text
    return [(name.id, name.text) for name in names.find(text)]


def listed(names: NameIndex, text: str) -> list[str]:
    items = names.split_list(text, "state")
    for item in items:
        assert text[item.start : item.end] == item.text
    return [item.id if isinstance(item, Found) else f"?{item.text}" for item in items]


def test_the_longest_name_is_found_on_token_boundaries(names: NameIndex) -> None:
    assert found(names, "Sylvania, Sylvania-Nord, Sylvanian and the Republic of Freedonia.") == [
        ("SYL", "Sylvania"),
        ("NSY", "Sylvania-Nord"),
        ("FRE", "Republic of Freedonia"),
    ]


def test_case_and_accents_may_differ_but_prose_begins_names_with_a_capital(names: NameIndex) -> None:
    assert found(names, "SYLVANIE and Cote d’Or but not sylvania") == [
        ("SYL", "SYLVANIE"),
        ("COR", "Cote d’Or"),
    ]


def test_acronyms_are_matched_as_they_are_written(names: NameIndex) -> None:
    assert found(names, "UNPF and KiL, not unpf, UnPF or KIL") == [("unpf", "UNPF"), ("KLO", "KiL")]


def test_names_of_columns_are_no_names_in_prose(names: NameIndex) -> None:
    assert found(names, "Syl FRE FR") == []
    assert listed(names, "Syl; FRE; KL") == ["SYL", "FRE", "KLO"]


def test_codes_in_columns_are_matched_as_they_are_written(names: NameIndex) -> None:
    assert listed(names, "fre") == ["?fre"]


def test_a_name_that_is_another_place_is_passed_over(names: NameIndex) -> None:
    assert found(names, "New Sylvania and Sylvania") == [("SYL", "Sylvania")]
    assert listed(names, "New Sylvania Freedonia") == ["?New Sylvania", "FRE"]


def test_quotation_marks_inside_a_name_belong_to_it(names: NameIndex) -> None:
    assert found(names, "the “Zenda” process, the «Zenda Process»") == [
        ("zenda", "“Zenda” process"),
        ("zenda", "Zenda Process"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Freedonia Sylvania Côte d´Or", ["FRE", "SYL", "COR"]),
        ("Sylvania Sylvania-Nord", ["SYL", "NSY"]),
        ("FreedoniaSylvania", ["FRE", "SYL"]),
        ("SylvaniaKiLFreedonia", ["SYL", "KLO", "FRE"]),
        ("Klopstokia (Federated Isles of) Freedonia", ["KLO", "FRE"]),
        ("the Sylvania*, l'Klopstokie; Freedonia | Côte d'Or", ["SYL", "KLO", "FRE", "COR"]),
        ("Freedonia and Sylvania et Freedonia", ["FRE", "SYL"]),
        ("Freedonia\nLiberté\nSylvania", ["FRE", "SYL"]),
        ("Freedonia Atlantis Magna Sylvania", ["FRE", "?Atlantis Magna", "SYL"]),
        ("Atlantis, Mu; Freedonia", ["?Atlantis", "?Mu", "FRE"]),
        ("Atlantis\nMu", ["?Atlantis", "?Mu"]),
        ("sylvania", ["SYL"]),
        ("", []),
        (" ; , - ", []),
    ],
)
def test_lists_are_split(names: NameIndex, text: str, expected: list[str]) -> None:
    assert listed(names, text) == expected


@pytest.mark.parametrize(
    ("file", "row", "problem"),
    [
        (
            "state_names.csv",
            "ZZZ,Nowhere,en,alias,folded",
            "state_names.csv, line 6: states.csv has no “ZZZ”",
        ),
        ("state_names.csv", "FRE,Fredonia,en,alias,fuzzy", "line 6: column match has “fuzzy”"),
        ("state_names.csv", "FRE,,en,alias,folded", "line 6: column name is empty"),
        ("state_names.csv", "FRE,A,en,alias,folded,more", "line 6: the row has more cells than the header"),
        ("states.csv", ",XX,1,Nowhere,,,,,,", "states.csv, line 7: column iso3 is empty"),
    ],
)
def test_a_bad_row_is_named(reference: Path, file: str, row: str, problem: str) -> None:
    with (reference / file).open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    with pytest.raises(InputError, match=problem):
        NameIndex.from_folder(reference)


def test_a_missing_file_and_a_missing_column_are_named(reference: Path) -> None:
    (reference / "processes.csv").write_text("id,name_fr,name_es\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"processes\.csv lacks the column name_en"):
        NameIndex.from_folder(reference)
    (reference / "processes.csv").unlink()
    with pytest.raises(InputError, match=r"processes\.csv cannot be read"):
        NameIndex.from_folder(reference)


WORDS = st.sampled_from(
    "Freedonia Sylvania Sylvania-Nord UNPF KiL New “Zenda” Process of the Côte d’Or Atlantis mu , ; ( and Republic "
    "\n \u00a0 ẞ İ ﬁ".split(" ")
)
TEXTS = st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_offsets_quote_the_text_and_names_of_one_kind_never_overlap(names: NameIndex, text: str) -> None:
    for kind in KINDS:
        of_kind = [name for name in names.find(text) if name.kind == kind]
        assert all(text[name.start : name.end] == name.text for name in of_kind)
        assert all(one.end <= other.start for one, other in pairwise(of_kind))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_a_split_list_loses_no_word(names: NameIndex, text: str) -> None:
    items = names.split_list(text, "state")
    assert all(text[item.start : item.end] == item.text for item in items)
    kept = {at for item in items for at in range(item.start, item.end)}
    ids = {item.id for item in items if isinstance(item, Found)}
    small = {"the", "and", "et", "l"}
    for token in tokens(text, split_camel=True):
        if token.folded[:1].isalnum() and token.folded not in small and token.start not in kept:
            # Only the repetition of a state that is there already is dropped.
            assert ids, token
            assert any(token.folded in fold(text[s:e]) for s, e in repeats(names, text)), token


def repeats(names: NameIndex, text: str) -> list[tuple[int, int]]:
    """The stretches between the items of the list, in which only known states may stand."""
    items = names.split_list(text, "state")
    edges = [0, *(edge for item in items for edge in (item.start, item.end)), len(text)]
    gaps = list(zip(edges[::2], edges[1::2], strict=True))
    assert not any(isinstance(i, Unknown) for s, e in gaps for i in names.split_list(text[s:e], "state"))
    return gaps


def test_time_grows_with_the_text_only(names: NameIndex) -> None:
    text = "Sylvania-Nord met UNPF in New Sylvania under the Zenda Process. "

    def seconds(copies: int) -> float:
        start = time.perf_counter()
        names.find(text * copies)
        return time.perf_counter() - start

    seconds(50)
    assert min(seconds(2000) for _ in range(3)) < 40 * max(min(seconds(200) for _ in range(3)), 0.001)

from hypothesis import given
from hypothesis import strategies as st

from iomgraph.records.project_key import MAX_SLUG, project_key, slug
from iomgraph.records.record import Cell


def key(**texts: str) -> str | None:
    return project_key({field: Cell(text, 1) for field, text in texts.items()})


def test_the_best_identifier_is_the_key() -> None:
    everything = {
        "project_id": " TC.0766 ",
        "prima_id": "CD10P0530",
        "address": "https://www.example.org/project/bridges?id=1",
        "title": "Bridges of Freedonia",
    }
    assert key(**everything) == "TC.0766"
    del everything["project_id"]
    assert key(**everything) == "CD10P0530"
    del everything["prima_id"]
    assert key(**everything) == "example-org-project-bridges-id-1"
    del everything["address"]
    assert key(**everything) == "bridges-of-freedonia"
    assert key() is None


def test_an_identifier_of_signs_only_is_none() -> None:
    assert key(project_id="..", title="Bridges") == "bridges"


def test_diacritics_and_signs_are_folded() -> None:
    assert slug("Côte  d’Or – «Étude» (2003)") == "cote-d-or-etude-2003"


def test_titles_that_differ_only_where_they_are_cut_off_stay_apart() -> None:
    long = "Strengthening the capacities of the ministry of the interior of Freedonia in matters of "
    assert slug(f"{long}phase one") != slug(f"{long}phase two")


def test_titles_in_other_scripts_stay_apart() -> None:
    assert slug("Ελλάδα") != slug("Кипр")
    assert slug("Łódź") != slug("Ódź")


@given(st.text())
def test_a_slug_is_short_ascii_and_the_same_every_time(text: str) -> None:
    made = slug(text)
    assert made == slug(text)
    assert 0 < len(made) <= MAX_SLUG
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")

"""Search over the sample's names, titles and codes."""

from pathlib import Path

import pytest

from iomgraph.publication import Publication
from iomgraph.server.folding import folded
from iomgraph.server.served import ServedRelease, open_release
from iomgraph.stores.killed import Killed


@pytest.fixture
def release(publication: Publication) -> ServedRelease:
    return open_release((publication.releases / "current").resolve(), publication, Killed())


def found(release: ServedRelease, question: str) -> list[str]:
    return [hit.iri.removeprefix("https://w3id.org/iomgraph/") for hit in release.search.find(question)]


def test_marks_strokes_and_case_do_not_matter(release: ServedRelease) -> None:
    assert found(release, "grondal DIALOGUE")[0] == "id/process/grøndal"
    assert found(release, "Grøndal")[:2] == ["id/process/grøndal", "id/project/A12-305"]


def test_a_code_is_found_with_or_without_its_signs(release: ServedRelease) -> None:
    assert found(release, "A12-305") == ["id/project/A12-305"]
    assert found(release, "a12 305") == ["id/project/A12-305"]


def test_names_in_every_language_and_other_names_are_found(release: ServedRelease) -> None:
    assert found(release, "Libertonia") == ["id/state/FRE"]
    assert found(release, "FMB") == ["id/organisation/migration-board"]
    assert found(release, "etude") == ["id/project/etude-regionale"]


def test_every_word_has_to_begin_a_word(release: ServedRelease) -> None:
    assert found(release, "ondal") == []
    assert found(release, "grondal libertonia") == []


def test_prose_is_searched_and_stands_behind_names(release: ServedRelease) -> None:
    assert found(release, "grondal freedonia") == ["id/project/A12-305"]
    assert found(release, "work has ended") == ["vocab/status/completed"]
    board = found(release, "freedonian")
    assert board == ["id/organisation/migration-board", "id/project/A12-305"]


@pytest.mark.parametrize(
    "question", ['"', "a AND b", "NOT", "name:x", "^", "(", "*", "a" * 5000, "'; DROP TABLE names"]
)
def test_no_question_is_a_query_of_its_own(release: ServedRelease, question: str) -> None:
    hits = list(release.search.find(question))
    assert sum(release.search.count(question, kind) for kind in release.search.kinds) == len(hits)


def test_nothing_is_found_for_nothing(release: ServedRelease) -> None:
    assert found(release, "") == []
    assert found(release, " -. ") == []


def test_sources_and_parts_are_not_in_the_way(release: ServedRelease) -> None:
    assert not [iri for iri in found(release, "support") if iri.startswith("id/source")]


def test_folding_keeps_letters_of_every_script() -> None:
    assert folded("Łódź Ærø ΑΘΗΝΑ Москва") == "lodz æro αθηνα москва"


def test_the_folder_of_the_release_names_it(release: ServedRelease, folder: Path) -> None:
    assert release.folder == folder / "releases" / release.name

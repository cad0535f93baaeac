"""Lookups in a sorted file against the same lookups in a list of its lines."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.rdf import sorted_quads
from iomgraph.rdf.sorted_quads import SortedQuads, parsed

G = "<http://example.org/g>"

names = st.text(alphabet="aö/-0", min_size=1, max_size=4)


def subject_of(line: bytes) -> str:
    return line.split(b" ")[0].decode().strip("<>")


def quads(folder: Path, lines: list[str]) -> SortedQuads:
    file = folder / "graph.nq"
    file.write_bytes(b"".join(sorted((line + "\n").encode() for line in lines)))
    return SortedQuads(file)


def test_describe_takes_the_resource_first_and_its_parts_but_not_its_neighbours(tmp_path: Path) -> None:
    subjects = ["http://e/p/W1", "http://e/p/W1-2", "http://e/p/W1/a", "http://e/p/W1/a/b", "http://e/p/W10"]
    with quads(tmp_path, [f'<{s}> <http://e/x> "1" {G} .' for s in subjects]) as found:
        described = [subject_of(line) for line in found.describe("http://e/p/W1")]
        assert described == ["http://e/p/W1", "http://e/p/W1/a/b", "http://e/p/W1/a"]
        assert found.holds("http://e/p/W1-2")
        assert not found.holds("http://e/p/W")
        assert not found.holds("http://e/p")


def test_terms_are_the_fragments_of_a_document(tmp_path: Path) -> None:
    lines = [f'<http://e/{s}> <http://e/x> "1" {G} .' for s in ("ns", "ns#A", "ns#B", "ns/1")]
    with quads(tmp_path, lines) as found:
        assert [subject_of(line) for line in found.terms_of("http://e/ns")] == [
            "http://e/ns#A",
            "http://e/ns#B",
        ]


def test_with_predicates_passes_over_the_file(tmp_path: Path) -> None:
    lines = [
        f'<http://e/a> <http://e/label> "a <http://e/other> b" {G} .',
        f'<http://e/b> <http://e/other> "b" {G} .',
    ]
    with quads(tmp_path, lines) as found:
        assert [subject_of(line) for line in found.with_predicates(["http://e/other", "http://e/more"])] == [
            "http://e/b"
        ]


@given(st.lists(st.tuples(names, st.booleans()), max_size=30), st.integers(1, 200))
def test_with_predicates_finds_them_wherever_blocks_end(pairs: list[tuple[str, bool]], block: int) -> None:
    lines = [f'<http://e/{s}> <http://e/{"p" if is_wanted else "q"}> "{s}" {G} .' for s, is_wanted in pairs]
    text = "\n".join([*lines, "_:b <http://e/p> <http://e/p> <http://e/p> .", "<http://e/p>", ""]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_quads, "_BLOCK", block)
        found = list(SortedQuads(text).with_predicates(["http://e/p"]))
    assert found == [line.encode() for line, (_, is_wanted) in zip(lines, pairs, strict=True) if is_wanted]


def test_literals_stay_as_they_are_written(tmp_path: Path) -> None:
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    with quads(tmp_path, [f'<http://e/a> <http://e/v> "85000.00"^^<{decimal}> {G} .']) as found:
        (quad,) = parsed(found.with_subject("http://e/a"))
        assert quad.object.value == "85000.00"  # type: ignore[union-attr]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    with quads(tmp_path, []) as found:
        assert found.describe("http://e/a") == []
        assert list(found.with_predicates(["http://e/a"])) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.nq"):
        SortedQuads(tmp_path / "absent.nq")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(names, names), max_size=30), names)
def test_with_prefix_agrees_with_a_list(tmp_path: Path, pairs: list[tuple[str, str]], wanted: str) -> None:
    lines = sorted({f'<http://e/{s}> <http://e/p> "{o}" {G} .' for s, o in pairs})
    with quads(tmp_path, lines) as found:
        for prefix in (f"<http://e/{wanted}", f"<http://e/{wanted}> ", "<", "~"):
            expected = sorted(line.encode() for line in lines if line.startswith(prefix))
            assert list(found.with_prefix(prefix.encode())) == expected

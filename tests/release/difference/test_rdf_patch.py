"""A patch makes the new release of the old one, to the byte, or nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.rdf.graph_difference import changed_lines
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.release import Release
from iomgraph.release.difference import Patch, rdf_patch
from iomgraph.release.difference.changed_quads import patched
from tests.release.difference.conftest import Releasing
from tests.servers.sparql_stores import FUSEKI

BASE = "https://w3id.org/iomgraph/"
QUADS = st.sets(st.sampled_from([f"<http://a/{name}> <http://a/p> <http://a/o> ." for name in "abcdefgh"]))


@given(QUADS, QUADS)
def test_what_one_text_lacks_of_the_other_makes_the_other(old: set[str], new: set[str]) -> None:
    before, after = ("".join(f"{line}\n" for line in sorted(lines)).encode() for lines in (old, new))
    assert b"".join(map(bytes, patched(SortedQuads(before), changed_lines(before, after)))) == after


@pytest.fixture
def releases(release: Releasing) -> tuple[Release, Release]:
    return (
        release('id:project/A rdfs:label "A"@en-GB', 'id:project/A schema:value "1.0"', "id:project/B rdf:type ns:X"),
        release('id:project/A rdfs:label "Ä \\"quoted\\"\\n"@en-GB', "id:project/B rdf:type ns:X"),
    )


@pytest.fixture
def patch(releases: tuple[Release, Release], tmp_path: Path) -> Path:
    file = tmp_path / "a-to-b.rdfp"
    file.write_bytes(b"".join(rdf_patch(*releases, BASE)))
    return file


def test_applied_to_the_old_release_it_gives_the_new_one(releases: tuple[Release, Release], patch: Path) -> None:
    assert b"".join(map(bytes, Patch.read(patch).applied_to(releases[0].graph))) == releases[1].graph.read_bytes()


def test_jena_reads_the_same_changes(patch: Path) -> None:
    if (shutil.which("java") is None or not FUSEKI.exists()) and "CI" not in os.environ:
        pytest.skip("needs Java and the jar of Fuseki, which .ci/run fetches")
    done = subprocess.run(
        ["java", "-cp", FUSEKI, "rdfpatch.rdfpatch", patch], capture_output=True, text=True, check=True, timeout=60
    )
    rows = [line for line in patch.read_text(encoding="utf-8").splitlines() if line.startswith(("A ", "D "))]
    assert [line for line in done.stdout.splitlines() if line.startswith(("A ", "D "))] == rows


def test_a_patch_for_another_graph_is_refused(releases: tuple[Release, Release], patch: Path) -> None:
    with pytest.raises(InputError, match="was not made for"):
        list(Patch.read(patch).applied_to(releases[1].graph))


def test_a_patch_that_lost_a_row_is_refused(releases: tuple[Release, Release], patch: Path) -> None:
    rows = patch.read_bytes().splitlines(keepends=True)
    patch.write_bytes(b"".join(row for row in rows if not row.startswith(b"A ")))
    with pytest.raises(InputError, match="is damaged"):
        list(Patch.read(patch).applied_to(releases[0].graph))


def test_a_row_that_is_none_is_named(releases: tuple[Release, Release], patch: Path) -> None:
    with patch.open("ab") as stream:
        stream.write(b"nonsense\n")
    with pytest.raises(InputError, match=r"a-to-b\.rdfp, line 10 is no row of an RDF Patch"):
        list(Patch.read(patch).applied_to(releases[0].graph))


def test_a_file_that_is_no_patch_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("TX .\n")
    with pytest.raises(InputError, match="does not say between which graphs it leads"):
        Patch.read(tmp_path / "other.txt")
    with pytest.raises(InputError, match="cannot be read"):
        Patch.read(tmp_path / "missing.rdfp")


def test_no_patch_is_made_of_a_damaged_release(releases: tuple[Release, Release]) -> None:
    graph = releases[1].graph
    graph.write_bytes(graph.read_bytes().replace(b"quoted", b"Quoted"))
    with pytest.raises(InputError, match=r"is not what its manifest says; see `iomgraph release verify 2026-01-01\.2`"):
        list(rdf_patch(*releases, BASE))

"""What random edits seldom hit: nodes that share a text, many changes at once, and when a full run is asked for."""

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from iomgraph.validation import Earlier, FullRunError, to_recheck, validate, validate_since

PREFIXES = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "


def sorted_text(turtle: str) -> bytes:
    quads = pyoxigraph.parse((PREFIXES + turtle).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return b"".join(
        sorted(set((pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"").splitlines(True)))
    )


def held(before: str, after: str, shapes: str, folder: Path) -> set[str]:
    """The texts of the nodes that are looked at again; the report is that of a full run."""
    graph = rdflib.Graph().parse(data=PREFIXES + shapes, format="turtle")
    file = folder / "old.nq"
    file.write_bytes(sorted_text(before))
    earlier, changed = Earlier(file, validate(file, graph)), sorted_text(after)
    assert validate_since(changed, earlier, graph) == validate(changed, graph)
    return {str(node) for node in to_recheck(changed, earlier, graph).about.values()}


@pytest.mark.parametrize("kept", ["<http://example.org/a>", "'http://example.org/a'@en"])
def test_an_address_and_a_text_that_are_spelt_alike(tmp_path: Path, kept: str) -> None:
    (changed,) = {"<http://example.org/a>", "'http://example.org/a'@en"} - {kept}
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:nodeKind sh:BlankNode ."
    assert held(f"ex:x ex:p {kept}, {changed} .", f"ex:x ex:p {kept} .", shapes, tmp_path) == {"http://example.org/a"}


def test_many_nodes_are_sought_at_once(tmp_path: Path) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:class ex:C ] ;
    sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:maxCount 0 ] ."""
    links = "".join(
        f"ex:s{n} ex:p ex:o{n}, 'ö({n})'@en-GB . ex:t{n} ex:q ex:o{n}, 'ö({n})'@en-gb . " for n in range(400)
    )
    before = links + "".join(f"ex:o{n} a ex:C . " for n in range(50, 400))
    after = links.replace("ex:t390 ex:q", "ex:t390 ex:r") + "".join(f"ex:o{n} a ex:C . " for n in range(390))
    looked_at = held(before, after, shapes, tmp_path)
    assert {each for each in looked_at if "/s" in each} == {
        f"http://example.org/s{n}" for n in (*range(50), *range(390, 400))
    }


def test_a_query_of_what_does_not_hang_together(tmp_path: Path) -> None:
    query = "SELECT $this { $this <http://example.org/p> ?x . ?y <http://example.org/q> ?z }"
    shapes = (
        f"ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:message 'M.'@en ; sh:sparql [ sh:select '{query}' ] ."
    )
    data = "ex:a ex:p 1 . ex:b ex:q 2 . "
    assert held(data, data + "ex:c ex:r 3 .", shapes, tmp_path) == set()
    assert held(data, data + "ex:a ex:p 3 .", shapes, tmp_path) == {"http://example.org/a"}
    with pytest.raises(FullRunError, match="reads a property anywhere"):
        held(data, data + "ex:c ex:q 3 .", shapes, tmp_path)


def test_a_graph_name_is_no_difference(tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=f"{PREFIXES} ex:S sh:targetSubjectsOf ex:p ; sh:closed true .", format="turtle")
    file = tmp_path / "old.nq"
    file.write_bytes(b"<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n")
    moved = b"<http://example.org/a> <http://example.org/p> <http://example.org/b> <http://example.org/g> .\n"
    assert not to_recheck(moved, Earlier(file, validate(file, graph)), graph).changed


def test_what_is_found_anew_is_told_with_what_is_near_in_the_whole_graph(tmp_path: Path) -> None:
    shapes = rdflib.Graph().parse(
        data=f"{PREFIXES} ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:class ex:C ] .",
        format="turtle",
    )
    known = (
        b"<http://example.org/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> .\n"
        b'<http://example.org/c> <http://www.w3.org/2000/01/rdf-schema#label> "Freedonia"@en .\n'
        b"<http://example.org/x> <http://example.org/p> <http://example.org/c> .\n"
    )
    file = tmp_path / "old.nq"
    file.write_bytes(known)
    after = known + b'<http://example.org/y> <http://example.org/p> "Fredonia" .\n'
    report = validate_since(after, Earlier(file, validate(file, shapes)), shapes)
    assert report == validate(after, shapes)
    assert "Freedonia" in report.results[0].remedy("en")

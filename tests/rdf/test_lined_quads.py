"""The line of each statement, in every syntax, against where a mark in its text was put."""

import re
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.errors import InputError
from iomgraph.rdf.lined_quads import LinedQuads
from iomgraph.rdf.merged_files import merged_lined_quads, merged_quads

TURTLE = '''@prefix e: <http://e/> .
# a comment: "x"
e:a a e:T ;
  e:p "line 4" # and why; "."
  # not here
  ; e:p """line 6
  # "heading

  and so on""" , "line\\u0020\\n9",
     """
line 11
""" ;
  e:s [ e:p "line 13" ;
        e:p "line 14"@en
      ] ;
  e:p """line 16
"quoted" end""" .
_:known e:p [] , "line 18" .
e:a e:q _:known
  .
'''
RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
 <e:T rdf:about="http://e/a"
   e:p="line 4">
  <e:p>line 5</e:p>
  <e:p>line 6
 &amp; 7</e:p>
  <e:s><e:T>
    <e:p>line 9</e:p>
  </e:T></e:s>
 </e:T>
</rdf:RDF>
"""
N_QUADS = '<a:a> <a:p> "line 1" .\n\n# none\n<a:a> <a:p> "line 4\\n" <a:g> .\n_:x <a:p> "line 5" .\n'
TRIG = '@prefix e: <http://e/> .\ne:g {\n e:a e:p "line 3" ; e:p\n "line 4"\n}\n{ e:b e:p "line 6" }'


def lines(file: Path) -> dict[str, int | None]:
    return {str(quad.object): line for line, quad in LinedQuads(file)}


@pytest.mark.parametrize(("suffix", "content"), [("ttl", TURTLE), ("rdf", RDF_XML), ("nq", N_QUADS), ("trig", TRIG)])
def test_a_text_is_on_its_line(tmp_path: Path, suffix: str, content: str) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_text(content, encoding="utf-8")
    marked = {text: line for text, line in lines(file).items() if "line" in text}
    assert len(marked) == content.count("line")
    for text, line in marked.items():
        number = re.search(r"\d+", text)
        assert number is not None
        assert line == int(number.group()) - (text.startswith('"\\nline')), text


def test_a_blank_node_in_brackets_is_where_they_begin_and_a_label_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(TURTLE, encoding="utf-8")
    found = {quad.predicate.value: line for line, quad in LinedQuads(file)}
    assert (found["http://e/s"], found["http://e/q"]) == (13, 19)


def test_json_ld_has_the_line_of_the_subject_where_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    file.write_text(
        """{"@context": {"e": "http://e/"}, "@graph": [
 {"e:p": {"@id": "e:b"},
  "@id": "http://e/a"},
 {"@id": "e:b", "e:p": "of b"}, {"e:p": "of none"}
]}""",
        encoding="utf-8",
    )
    assert lines(file) == {"<http://e/b>": 3, '"of b"': 4, '"of none"': None}


@given(
    st.lists(
        st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(["a\n", "\nb", "\n\n#\n", '\n"\n', "\r\n"])
    )
)
def test_whatever_the_texts_every_statement_is_read_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    file = tmp_path_factory.getbasetemp() / "texts.ttl"
    quads = [
        pyoxigraph.Quad(pyoxigraph.NamedNode(f"a:{n}"), pyoxigraph.NamedNode("a:p"), pyoxigraph.Literal(text))
        for n, text in enumerate(texts)
    ]
    file.write_bytes(pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TURTLE) or b"")
    found = list(LinedQuads(file))
    assert [quad for _, quad in found] == quads
    assert [line for line, _ in found] == list(range(1, len(texts) + 1))


def test_blank_nodes_of_two_files_stay_apart_and_keep_their_labels_where_they_can(tmp_path: Path) -> None:
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    for file in files:
        file.write_text('_:x <a:p> "1" . [] <a:p> _:x .', encoding="utf-8")
    again, once = [str(quad) for _, _, quad in merged_lined_quads(files)], [str(quad) for quad in merged_quads(files)]
    assert once == again == [
        '_:x <a:p> "1"', "_:b2 <a:p> _:x", '_:b3 <a:p> "1"', "_:b4 <a:p> _:b3"
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["none.ttl", "broken.ttl", "broken.jsonld"])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.startswith("broken"):
        file.write_text("<a> <b>", encoding="utf-8")
    with pytest.raises(InputError, match=name):
        list(LinedQuads(file))

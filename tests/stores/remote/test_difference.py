"""What a store has after a difference was brought is what the release has, whatever numbers it takes for one."""

import tempfile
from pathlib import Path

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st

from iomgraph.stores.remote import update_text
from iomgraph.stores.remote.difference import changes, values

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = ("", "a", '\\"', "\\\\u0041", "\\u0022", "\\u0001", "\\n#", "é } <")
OBJECTS = [
    *(f'"{number}"^^<{XSD}{kind}>' for number in ("1", "1.0", "1.00", "01", "x") for kind in ("decimal", "integer")),
    *(f'"{truth}"^^<{XSD}boolean>' for truth in ("true", "1", "0")),
    *(f'"{text}"{tag}' for text in TEXTS for tag in ("", "@en", "@en-GB", "@en-gb")),
    "<http://a/o>",
]
SUBJECTS = ("http://a/s", "http://a/s/t", "http://a/s#t", "http://a/é")
QUADS = st.builds(
    lambda s, o, g: f"<{s}> <http://a/p> {o} <http://g/{g}> .\n",
    st.sampled_from(SUBJECTS),
    st.sampled_from(OBJECTS),
    st.sampled_from("12"),
)
GRAPHS = st.sets(QUADS, max_size=25)


def loaded(lines: set[str]) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load("".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@given(GRAPHS, GRAPHS, st.booleans())
def test_the_difference_leads_from_one_release_to_the_other(old: set[str], new: set[str], is_known: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before.nq", Path(folder) / "after.nq"
        for file, lines in ((before, old), (after, new)):
            file.write_bytes(b"".join(sorted(line.encode() for line in lines)))
        found = list(changes(before if is_known else None, after))
        store = loaded(old) if is_known else pyoxigraph.Store()
        for is_added, write in ((False, update_text.delete_data), (True, update_text.insert_data)):
            for graph, triples in update_text.by_graph(
                each.line for each in found if each.is_added is is_added
            ).items():
                store.update(write(graph, triples))
        assert set(store) == set(loaded(new))
        assert sum(number for _, _, number in values(after)) <= len(store) <= len(new)
        if is_known:
            assert len([each for each in found if not each.is_added]) == len(old - new)

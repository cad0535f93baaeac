from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from iomgraph.reference.folding import fold, tokens, unify


def test_spellings_of_one_name_fold_to_one() -> None:
    spellings = ["Côte d'Or", "côte d’or", "COTE D´OR", "Côte\u00a0d`Or", "Co\u0302te d'Or"]
    assert {fold(spelling) for spelling in spellings} == {"cote d'or"}


def test_quotation_marks_and_dashes_are_unified() -> None:
    assert unify("«Zenda» – “Process” ‑ x") == '"Zenda" - "Process" - x'


def test_a_word_ends_at_a_camel_boundary_only_on_request() -> None:
    assert [token.folded for token in tokens("FreedoniaSylvania")] == ["freedoniasylvania"]
    assert [token.folded for token in tokens("FreedoniaSylvania", split_camel=True)] == [
        "freedonia",
        "sylvania",
    ]


@given(st.text())
def test_tokens_cover_everything_but_blanks(text: str) -> None:
    for split_camel in (False, True):
        found = tokens(text, split_camel=split_camel)
        assert "".join(text[t.start : t.end] for t in found) == "".join(text.split())
        assert all(one.end <= other.start for one, other in pairwise(found))

import pytest

from iomgraph.linking.reading import Reader


def roles(reader: Reader, text: str, language: str = "en") -> dict[str, str]:
    reading = reader.read({"description": text}, language)
    return {m.text: " ".join(reading.roles(m)) for m in reading.mentions}


def test_a_cue_gives_its_role_to_the_whole_list(invented: Reader) -> None:
    assert roles(invented, "Funded by UNPF, the Hanse of Cities (HANSE) and the Government of Sylvania.") == {
        "UNPF": "funder",
        "Hanse of Cities": "funder",
        "HANSE": "funder",
        "Government of Sylvania": "funder",
        "Sylvania": "funder",
    }


def test_a_list_ends_where_another_sentence_part_begins(invented: Reader) -> None:
    text = "With the support of UNPF, the Ministry of Roads built bridges in Sylvania."
    assert roles(invented, text) == {"UNPF": "partner", "Ministry of Roads": "mention", "Sylvania": "mention"}


def test_a_name_that_modifies_a_noun_takes_no_role_before_it(invented: Reader) -> None:
    for text in ("for UNPF governments", "for Freedonia's police", "for Freedonia national police"):
        assert "beneficiary" not in roles(invented, text).values()
    assert roles(invented, "for Freedonia to grow") == {"Freedonia": "beneficiary"}
    assert roles(invented, "a UNPF-funded bridge") == {"UNPF": "funder"}


def test_the_longest_cue_counts(invented: Reader) -> None:
    assert roles(invented, "in line with UNPF") == {"UNPF": "mention"}
    assert roles(invented, "built with UNPF") == {"UNPF": "partner"}
    assert roles(invented, "a workshop for Sylvania") == {"Sylvania": "participant"}
    assert roles(invented, "a bridge in Sylvania funded by UNPF") == {"Sylvania": "mention", "UNPF": "funder"}


def test_a_role_does_not_cross_a_sentence(invented: Reader) -> None:
    assert roles(invented, "All was paid for. Sylvania rejoiced.") == {"Sylvania": "mention"}
    assert roles(invented, "They thanked UNPF. Launched a dialogue.") == {"UNPF": "mention"}


def test_a_state_acts_through_its_government_but_not_through_its_university(invented: Reader) -> None:
    assert roles(invented, "in partnership with the Ministry of Roads of Sylvania")["Sylvania"] == "partner"
    assert roles(invented, "in partnership with the University of Sylvania")["Sylvania"] == "mention"


def test_a_role_that_is_none_for_states_does_not_fall_to_them(invented: Reader) -> None:
    text = "implemented by the Government of Sylvania"
    assert roles(invented, text) == {"Government of Sylvania": "implementer", "Sylvania": "mention"}


def test_adverbs_and_auxiliaries_may_part_a_party_from_the_cue_behind_it(invented: Reader) -> None:
    assert roles(invented, "UNPF has also co-funded the bridge") == {"UNPF": "funder"}
    assert roles(invented, "UNPF, they say, funded the bridge") == {"UNPF": "mention"}


def test_an_inferred_role_is_no_role_of_the_mention(invented: Reader) -> None:
    reading = invented.read({"description": "by providing UNPF assistance to Sylvania"}, "en")
    assert [(c.mention.text, c.cue.role, c.cue.basis) for c in reading.claims] == [
        ("UNPF", "implementer", "inferred"),
        ("Sylvania", "beneficiary", "stated"),
    ]
    assert [reading.roles(m) for m in reading.mentions] == [["mention"], ["beneficiary"]]


def test_a_remark_in_brackets_does_not_end_a_list(invented: Reader) -> None:
    assert set(roles(invented, "assistance to Freedonia (the north) and Sylvania*").values()) == {"beneficiary"}


def test_bodies_of_states_stand_between_cue_and_names(invented: Reader) -> None:
    text = "capacity of government structures in Freedonia, Sylvania and Klopstokia"
    assert set(roles(invented, text).values()) == {"beneficiary"}


@pytest.mark.parametrize("text", ["in Freedonia", "from Freedonia to Sylvania", "Freedonia - a bridge"])
def test_a_place_is_a_plain_mention(invented: Reader, text: str) -> None:
    assert set(roles(invented, text).values()) == {"mention"}


def test_repeated_prepositions_join_a_list(invented: Reader) -> None:
    assert set(roles(invented, "appui au Gouvernement de la Liberté et à la Sylvanie", "fr").values()) == {
        "beneficiary"
    }
    assert roles(invented, "a plan for Freedonia and with UNPF") == {
        "Freedonia": "beneficiary",
        "UNPF": "partner",
    }

from iomgraph.linking.participations import Participation, read_participations
from iomgraph.linking.reading import Reader


def participations(reader: Reader, description: str, title: str = "A bridge") -> list[Participation]:
    reading = reader.read({"title": title, "description": description}, "en")
    return read_participations(reading, "F 1", "0123456789abcdef").participations


def summary(reader: Reader, description: str, title: str = "A bridge") -> list[tuple[str, str, str, str | None]]:
    return [(p.undertaking, p.role, p.party, p.year) for p in participations(reader, description, title)]


def test_the_address_names_undertaking_role_party_and_record(invented: Reader) -> None:
    (one,) = participations(invented, "funded by UNPF")
    assert one == Participation(
        participation="project/F%201/participation/funder/unpf/0123456789abcdef",
        undertaking="project/F%201",
        party="organisation/unpf",
        role="funder",
        property="funder",
        basis="stated",
    )


def test_what_is_said_of_the_process_is_about_the_one_named_last(invented: Reader) -> None:
    text = "The Zenda Process and the Strelsau Dialogue met. UNPF soon became a partner."
    assert summary(invented, text) == [("process/strelsau", "partner", "organisation/unpf", None)]


def test_the_process_of_the_same_sentence_counts_more_than_one_before(invented: Reader) -> None:
    text = "The Zenda Process met. UNPF initiated a dialogue (the Strelsau Dialogue)."
    assert summary(invented, text) == [("process/strelsau", "initiator", "organisation/unpf", None)]
    text = "In the Zenda Process, Freedonia participates in the Strelsau Dialogue."
    assert summary(invented, text) == [("process/strelsau", "participant", "state/FRE", None)]


def test_a_process_in_the_title_is_named_before(invented: Reader) -> None:
    text = "HANSE initiated a dialogue."
    assert summary(invented, text, "Support") == [("project/F%201", "initiator", "organisation/hanse", None)]
    assert summary(invented, text, "The Zenda Process") == [("process/zenda", "initiator", "organisation/hanse", None)]


def test_what_was_begun_must_be_the_process(invented: Reader) -> None:
    assert summary(invented, "The Zenda Process met. UNPF launched a bridge.") == []


def test_the_year_of_the_sentence_dates_a_participation_in_a_process(invented: Reader) -> None:
    assert summary(invented, "In early 2001, UNPF initiated the Zenda Process.")[0][3] == "2001"
    assert summary(invented, "Since May 2003, Sylvania participates in the Zenda Process.")[0][3] == "2003"
    assert summary(invented, "In 2001 or in 2002, UNPF initiated the Zenda Process.")[0][3] is None
    assert summary(invented, "In 2001, UNPF met. HANSE initiated the Zenda Process.")[0][3] is None
    assert summary(invented, "In 2001, all was funded by UNPF.")[0][3] is None


def test_a_party_of_an_activity_takes_part_in_that_activity(invented: Reader) -> None:
    text = "It had two activities, including a study; and a seminar for Freedonia and Sylvania."
    activity = "project/F%201/activity/0123456789abcdef-2"
    assert summary(invented, text) == [
        (activity, "participant", "state/FRE", None),
        (activity, "participant", "state/SYL", None),
    ]
    assert summary(invented, "A seminar for Freedonia.") == [("project/F%201", "participant", "state/FRE", None)]


def test_a_party_without_an_address_has_no_participation_but_its_state_has(invented: Reader) -> None:
    assert summary(invented, "assistance to the Government of Freedonia") == [
        ("project/F%201", "beneficiary", "state/FRE", None)
    ]


def test_one_claim_made_twice_is_stated_once_and_keeps_its_evidence(invented: Reader) -> None:
    text = "The work is funded by UNPF. UNPF co-funded the bridge."
    reading = invented.read({"description": text}, "en")
    evidence = read_participations(reading, "F1", "0" * 16)
    (one,) = evidence.participations
    assert evidence.bodies == [[one.participation], [one.participation]]


def test_every_mention_supports_something(invented: Reader) -> None:
    text = "Help for the Government of Sylvania. The Ministry of Roads and Freedonia looked on."
    reading = invented.read({"description": text}, "en")
    beneficiary = f"project/F1/participation/beneficiary/SYL/{'0' * 16}"
    assert list(
        zip((m.text for m in reading.mentions), read_participations(reading, "F1", "0" * 16).bodies, strict=True)
    ) == [
        ("Government of Sylvania", [beneficiary]),
        ("Sylvania", [beneficiary]),
        ("Ministry of Roads", ["project/F1"]),
        ("Freedonia", ["state/FRE"]),
    ]

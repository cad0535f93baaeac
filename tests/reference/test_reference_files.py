from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.reference.cues import read_cues
from iomgraph.reference.fields import FieldLabels, Label
from iomgraph.reference.names import NameIndex
from iomgraph.reference.organisation_forms import read_organisation_forms
from iomgraph.reference.vocabulary import Vocabularies
from iomgraph.reference.words import Words

CUES = "language,phrase,position,kinds,role,property,undertaking,basis,note\n"
FORMS = "language,form,acts_for_state,note\n"
FIELDS = "field,language,label,currency\n"


def test_cues_are_read(tmp_path: Path) -> None:
    (tmp_path / "cues.csv").write_text(
        CUES
        + "en,paid by,before,organisation state,payer,payer,project,stated,\n"
        + "en,… paid … coins,after,state,payer,payer,process,inferred,\n"
        + "en,joined {process},after,state,member,member,process,stated,\n"
        + "en,giving … help,around,state,helper,helper,,stated,\n"
    )
    plain, gaps, process, around = read_cues(tmp_path)
    assert (plain.parts, plain.distant, sorted(plain.kinds)) == (
        ("paid by",),
        False,
        ["organisation", "state"],
    )
    assert plain.undertaking == "project"
    assert (gaps.parts, gaps.distant, gaps.basis) == (("paid", "coins"), True, "inferred")
    assert (process.parts, process.with_process) == (("joined",), True)
    assert (around.parts, around.undertaking) == (("giving", "help"), None)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("en,paid by,beside,state,payer,payer,project,stated,", "line 2: column position has “beside”"),
        ("en,paid by,before,planet,payer,payer,project,stated,", "line 2: column kinds has “planet”"),
        ("en,paid by,before,state,payer,payer,galaxy,stated,", "line 2: column undertaking has “galaxy”"),
        ("en,paid by,before,state,payer,payer,project,rumour,", "line 2: column basis has “rumour”"),
        ("en,paid …,before,state,payer,payer,project,stated,", "line 2: phrase “paid …” lacks words"),
        ("en,giving help,around,state,payer,payer,project,stated,", "line 2: .* stands around names"),
        (",paid by,before,state,payer,payer,project,stated,", "line 2: column language is empty"),
    ],
)
def test_a_bad_cue_is_named(tmp_path: Path, row: str, problem: str) -> None:
    (tmp_path / "cues.csv").write_text(CUES + row + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=problem):
        read_cues(tmp_path)


def test_forms_of_organisations_are_read(tmp_path: Path) -> None:
    (tmp_path / "organisation_forms.csv").write_text(
        FORMS + "en,Guild of …,,\nen,… Guild,yes,\nen,Guild of Guilds,,\n", encoding="utf-8"
    )
    right, left, whole = read_organisation_forms(tmp_path)
    assert ([token.folded for token in right.words], right.opens) == (["guild", "of"], "right")
    assert (left.opens, left.acts_for_state, whole.opens) == ("left", True, None)


@pytest.mark.parametrize(("form", "problem"), [("Guild … of …", "fixed words"), ("…", "fixed words")])
def test_a_bad_form_is_named(tmp_path: Path, form: str, problem: str) -> None:
    (tmp_path / "organisation_forms.csv").write_text(f"{FORMS}en,{form},,\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"organisation_forms.csv, line 2: .*{problem}"):
        read_organisation_forms(tmp_path)


def test_labels_of_fields_are_found_however_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "fields.csv").write_text(
        FIELDS + "start,en,Begin Date,\nstart,fr,Date de début,\nsum,en,Sum (FRD),FRD\nsum,fr,Sum (FRD),FRD\n",
        encoding="utf-8",
    )
    labels = FieldLabels.from_folder(tmp_path)
    assert labels.find("  begin   date: *") == Label("start", "en", None)
    assert labels.find("DATE DE DEBUT") == Label("start", "fr", None)
    assert labels.find("Sum (FRD)") == Label("sum", None, "FRD")
    assert labels.find("End Date") is None


def test_one_label_for_two_fields_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fields.csv").write_text(FIELDS + "start,en,Date,\nend,en,date :,\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"fields\.csv, line 3: label “date :” names start and end"):
        FieldLabels.from_folder(tmp_path)


def test_words_are_read_by_kind_and_language(reference: Path) -> None:
    words = Words.from_folder(reference)
    assert words.of("article", "fr") == ("l'",)
    assert words.tokens_of("conjunction") == {"and", "et"}


def test_what_is_no_csv_in_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_bytes(b"language,kind,word\nen,article,\xff\n")
    with pytest.raises(InputError, match=r"words\.csv is not a CSV file in UTF-8"):
        Words.from_folder(tmp_path)


VOCABULARY = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix v: <https://example.org/vocab/> .
@prefix ns: <https://example.org/ns#> .
<https://example.org/vocab/colour/red> a skos:Concept ; skos:inScheme v:colour ; skos:notation "R" ;
  ns:directProperty ns:redParty ; skos:prefLabel "Red"@en, "Rouge"@fr ; skos:altLabel "Écarlate"@fr .
<https://example.org/vocab/colour/blue> a skos:Concept ; skos:inScheme v:colour ; skos:prefLabel "Blue"@en .
"""


def test_concepts_are_found_by_any_name(tmp_path: Path) -> None:
    file = tmp_path / "colours.ttl"
    file.write_text(VOCABULARY, encoding="utf-8")
    vocabularies = Vocabularies.from_files([file])
    for name in ("red", "ROUGE", "ecarlate", "r"):
        concept = vocabularies.find("colour", name)
        assert concept is not None
        assert (concept.path, concept.direct_property) == ("colour/red", "redParty")
    assert vocabularies.find("shape", "red") is None
    assert vocabularies.find("colour", "reddish") is None
    assert vocabularies.label("colour/red", "fr") == "Rouge"
    assert [concept.path for concept in vocabularies.of("colour")] == ["colour/blue", "colour/red"]


def test_two_concepts_with_one_name_and_bad_turtle_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "colours.ttl"
    file.write_text(VOCABULARY.replace('"Blue"', '"Rouge"'), encoding="utf-8")
    with pytest.raises(InputError, match=r"colour/blue and colour/red share the name “Rouge”"):
        Vocabularies.from_files([file])
    file.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(InputError, match=r"colours\.ttl, line \d+: this is not valid Turtle"):
        Vocabularies.from_files([file])
    with pytest.raises(InputError, match=r"absent\.ttl cannot be read"):
        Vocabularies.from_files([tmp_path / "absent.ttl"])


def test_the_publications_own_files_are_in_order(repository: Path) -> None:
    folder = repository / "data" / "reference"
    names = NameIndex.from_folder(folder)
    roles = {c.path for c in Vocabularies.from_files([repository / "ontology" / "vocabularies.ttl"]).of("role")}
    cues = read_cues(folder)
    assert {f"role/{cue.role}" for cue in cues if cue.role} <= roles
    assert {cue.language for cue in cues} == {"en", "fr", "es"}
    assert len(names.labels) > 250
    assert len(read_organisation_forms(folder)) > 100
    assert FieldLabels.from_folder(folder).by_text

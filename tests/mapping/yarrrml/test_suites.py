"""Cases of the RML suites, written in YARRRML: the same quads are expected."""

import shutil
from pathlib import Path

import pyoxigraph
import pytest

from iomgraph.mapping import Mapping

STUDENTS = "sources: ['student.json~jsonpath', '$.students[*]']"
STUDENT = "s: http://example.com/Student/$(ID)/$(FirstName)"
PERSONS = "sources: ['persons.json~jsonpath', '$.persons[*]']"

CASES = {
    "RMLTC0001a-JSON": f"""
  m: {{{STUDENTS}, s: 'http://example.com/$($.Name)', po: [[foaf:name, '$($.Name)']]}}""",
    "RMLTC0001b-JSON": f"""
  m: {{{STUDENTS}, s: $(Name)~blank, po: [[foaf:name, $(Name)]]}}""",
    "RMLTC0002b-JSON": f"""
  m: {{{STUDENTS}, s: students$(ID)~blank, po: [[foaf:name, $(Name)]]}}""",
    "RMLTC0003c-JSON": f"""
  m: {{{STUDENTS}, s: http://example.com/Student$(ID), po: [[foaf:name, $(FirstName) $(LastName)]]}}""",
    "RMLTC0004a-JSON": """
  student:
    sources: &students ['student_sport.json~jsonpath', '$.students[*]']
    s: ex:$(Student)
    po: [[a, ex:Student], [foaf:name, $(Student)]]
  sport:
    sources: *students
    s: ex:$(Sport)
    po: [[a, ex:Sport], [foaf:name, $(Sport)]]""",
    "RMLTC0005a-JSON": """
  m:
    sources: ['ious.json~jsonpath', '$.persons[*]']
    s: ex:$(fname);$(lname)
    po: [[a, foaf:Person], [ex:owes, $(amount)]]""",
    "RMLTC0006a-JSON": f"""
  m:
    {STUDENTS}
    s: ex:BadStudent
    graphs: http://example.com/graph/student
    po: [[ex:description, Bad Student]]""",
    "RMLTC0007c-JSON": f"""
  m:
    {STUDENTS}
    {STUDENT}
    po: [[a, [ex:Student, foaf:Person]], [ex:id, $(ID)], [foaf:name, $(FirstName)]]""",
    "RMLTC0007e-JSON": f"""
  m:
    {STUDENTS}
    s: http://example.com/Student/$(ID)/$(Name)
    graphs: ex:PersonGraph
    po: [[a, foaf:Person], [ex:id, $(ID)], [foaf:name, $(Name)]]""",
    "RMLTC0007g-JSON": f"""
  m: {{{STUDENTS}, {STUDENT}, graph: 'http://w3id.org/rml/defaultGraph', po: [[foaf:name, $(FirstName)]]}}""",
    "RMLTC0008a-JSON": f"""
  m:
    {STUDENTS}
    s: ex:Student/$(ID)/$(Name)
    g: http://example.com/graph/Student/$(ID)/$(Name)
    po: [[rdf:type, foaf:Person], [ex:id, $(ID)], [foaf:name, $(Name)], [ex:Sport, $(Sport)]]""",
    "RMLTC0008b-JSON": f"""
  student:
    {STUDENTS}
    s: ex:Student/$(ID)/$(Name)
    po: [[a, foaf:Person], [ex:id, $(ID)], [foaf:name, $(Name)], [ex:Sport, {{mapping: sport}}]]
  sport: {{{STUDENTS}, s: ex:$(Sport), po: [[a, activity:Sport]]}}""",
    "RMLTC0009b-JSON": f"""
  student:
    {STUDENTS}
    s: http://example.com/resource/student_$(ID)
    graphs: http://example.com/graph/students
    po:
      - [a, ontology:Student]
      - {{p: foaf:name, o: $(Name), graph: 'http://example.com/graph/students'}}
      - p: ontology:practises
        graph: http://example.com/graph/practise
        o: {{mapping: sport, condition: {{function: equal, parameters: [[str1, $(Sport)], [str2, $(ID)]]}}}}
  sport:
    sources: ['sport.json~jsonpath', '$.sports[*]']
    s: http://example.com/resource/sport_$(ID)
    graphs: http://example.com/graph/sports
    po: [[a, ontology:Sport], [rdfs:label, $(Name)]]""",
    "RMLTC0010c-JSON": """
  m:
    sources: ['country_info.json~jsonpath', '$.countries[*]']
    s: ex:$($['Country Code'])/$(Name)
    po: [[ex:code, "{{{ $($['ISO 3166']) }}}"]]""",
    "RMLTC0011b-JSON": f"""
  link:
    sources: ['student_sport.json~jsonpath', '$.links[*]']
    s: ex:student/$(ID_Student)
    po: [[ex:plays, ex:sport/$(ID_Sport)~iri]]
  student:
    {STUDENTS}
    s: ex:student/$(ID)
    po: [[ex:firstName, $(FirstName)], [ex:lastName, $(LastName)]]
  sport:
    sources: ['sport.json~jsonpath', '$.sports[*]']
    s: ex:sport/$(ID)
    po: [[ex:description, $(Description)], [ex:id, $(ID)]]""",
    "RMLTC0012a-JSON": f"""
  m:
    {PERSONS}
    s: {{value: $(fname)$(lname)$(amount), type: blank}}
    po: [[foaf:name, $(fname) $(lname)], [ex:amount, $(amount)]]""",
    "RMLTC0013a-JSON": f"""
  m:
    {PERSONS}
    s: http://example.com/Person/$(ID)/$(Name)/$(DateOfBirth)
    po: [[ex:BirthDay, $(DateOfBirth)]]""",
    "RMLTC0015a-JSON": """
  english:
    sources: ['country_en.json~jsonpath', '$.countries[*]']
    s: ex:$(Code)
    po: [[rdfs:label, $(Name), en~lang]]
  spanish:
    sources: ['country_es.json~jsonpath', '$.countries[*]']
    s: ex:$(Code)
    po: [{p: rdfs:label, o: {value: $(Name), language: es}}]""",
    "RMLTC0019a-JSON": f"""
  m: {{{PERSONS}, s: $(FirstName), po: [[foaf:name, $(FirstName)]]}}""",
    "RMLTC0022b-JSON": """
  m:
    sources: ['data.json~jsonpath', '$[*]']
    s: ex:$(FOO)
    po: [[ex:x, $(FOO), xsd:$(BAR)]]""",
    "RMLTC0025a-JSON": f"""
  m:
    {PERSONS}
    s: ex:Student/$(fname)/$(lname)
    po: [[ex:amount, '$($.amounts[*])']]""",
    "RMLFNMLTC0001-CSV": """
  m:
    sources: ['student.csv~csv']
    s: ex:$(Name)
    po: [{p: foaf:name, o: {function: idlab-fn:alwaysReturnsABC()}}]""",
    "RMLFNMLTC0011-CSV": """
  m:
    sources: ['student.csv~csv']
    s: ex:$(Name)
    po:
      - p: {function: idlab-fn:toUpperCaseURL, parameters: [[idlab-fn:str, $(Name)]]}
        o: foaf:name~iri""",
}


def quads(text: bytes) -> set[pyoxigraph.Quad]:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


@pytest.mark.parametrize("name", CASES)
def test_a_case_in_yarrrml_makes_what_its_suite_expects(shared: Path, tmp_path: Path, name: str) -> None:
    suite = "rml-fnml" if "FNML" in name else "rml-core"
    case = shared / "conformance" / suite / name
    shutil.copytree(case, tmp_path / name)
    document = tmp_path / name / "mapping.yml"
    prefixes = "{ex: 'http://example.com/', ontology: 'http://example.com/ontology/', activity: 'ACTIVITY'}"
    prefixes = prefixes.replace("ACTIVITY", "http://example.com/activity/")
    document.write_text(f"prefixes: {prefixes}\nmappings:{CASES[name]}\n", encoding="utf-8")
    with Mapping([document], "http://example.com/") as mapping:
        made = "\n".join(mapping.lines()).encode()
    assert quads(made) == quads((case / "output.nq").read_bytes())
    assert made

"""Collections and containers, by the parts of RML-CC that they use."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping

from .conftest import BASE, PREFIXES, Lines

RDF_PREFIX = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
PORTS = 'rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "ports" ]'
FILE = """rml:logicalSource [ rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ;
    rml:source [ a rml:RelativePathSource ; rml:path "ships.json" ] ]"""
WITH = URIRef("https://example.org/ns#with")

FromFile = Callable[[str, list[dict[str, object]]], list[str]]


@pytest.fixture
def from_file(tmp_path: Path) -> FromFile:
    """The lines that a mapping makes of a JSON file."""

    def run(mapping: str, ships: list[dict[str, object]]) -> list[str]:
        (tmp_path / "ships.json").write_text(json.dumps(ships), encoding="utf-8")
        (tmp_path / "mapping.ttl").write_text(PREFIXES + RDF_PREFIX + mapping, encoding="utf-8")
        with Mapping([tmp_path / "mapping.ttl"], BASE) as made:
            return list(made.lines())

    return run


def one_object(term_map: str, source: str = FILE, graph: str = "") -> str:
    return f"""<#M> {source} ; rml:subjectMap [ rml:template "{{id}}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:with ; rml:objectMap [ {term_map} ] {graph} ] ."""


def parsed(lines: list[str]) -> Graph:
    graph = Graph()
    graph.parse(data="\n".join(lines), format="nt")
    return graph


def members(graph: Graph, head: Node) -> list[str]:
    return [str(each) for each in Collection(graph, head)]


def lists(lines: list[str]) -> dict[str, list[list[str]]]:
    """The lists that each subject is `ex:with`, by the last step of the subject's path."""
    graph = parsed(lines)
    subjects = {subject for subject, _ in graph.subject_objects(WITH)}
    return {
        str(subject).rpartition("/")[2]: sorted(members(graph, head) for head in graph.objects(subject, WITH))
        for subject in subjects
    }


def test_members_keep_the_order_of_items_and_values(from_file: FromFile) -> None:
    numbers = [str(number) for number in range(30, 0, -1)]
    gather = 'rml:gather ( [ rml:reference "$.b[*]" ] [ rml:reference "$.a[*]" ] ) ; rml:gatherAs rdf:List'
    assert lists(from_file(one_object(gather), [{"id": "x", "a": ["z", "z"], "b": numbers}])) == {
        "x": [[*numbers, "z", "z"]]
    }


def test_rows_of_one_name_make_one_list_in_the_order_of_the_rows(lines: Lines) -> None:
    gather = 'rml:template "of/{sea}" ; rml:gather ( [ rml:reference "name" ] ) ; rml:gatherAs rdf:List'
    names = [f"n{number}" for number in range(2_000, 0, -1)]
    table = {"id": names, "sea": ["east", "west"] * 1_000, "name": names}
    graph = parsed(lines(RDF_PREFIX + one_object(gather, PORTS), ports=table))
    assert members(graph, URIRef(BASE + "of/east")) == names[::2]
    assert members(graph, URIRef(BASE + "of/west")) == names[1::2]
    assert len(set(graph.subjects(WITH, URIRef(BASE + "of/east")))) == 1_000


def test_a_list_under_an_iri_starts_at_the_iri(from_file: FromFile) -> None:
    gather = 'rml:constant ex:all ; rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:List'
    graph = parsed(from_file(one_object(gather), [{"id": "x", "v": "1"}, {"id": "y", "v": "2"}]))
    assert members(graph, URIRef("https://example.org/ns#all")) == ["1", "2"]
    assert len(list(graph.triples((None, RDF.rest, RDF.nil)))) == 1


@pytest.mark.parametrize("kind", ["Bag", "Seq", "Alt"])
def test_containers_number_their_members(from_file: FromFile, kind: str) -> None:
    gather = f'rml:template "c" ; rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:{kind}'
    graph = parsed(from_file(one_object(gather), [{"id": "x", "v": "1"}, {"id": "y"}, {"id": "z", "v": "2"}]))
    container = URIRef(BASE + "c")
    assert graph.value(container, RDF.type) == RDF[kind]
    assert [str(graph.value(container, RDF[f"_{number}"])) for number in (1, 2, 3)] == ["1", "2", "None"]
    assert {str(subject) for subject in graph.subjects(WITH, container)} == {BASE + "x", BASE + "z"}


def test_empty_ones_are_made_only_where_they_are_allowed(from_file: FromFile) -> None:
    ships: list[dict[str, object]] = [{"id": "x", "v": []}]
    gather = 'rml:gather ( [ rml:reference "$.v[*]" ] ) ; rml:gatherAs rdf:'
    assert from_file(one_object(gather + "List"), ships) == []
    assert from_file(one_object(gather + "Bag"), ships) == []
    allowed = " ; rml:allowEmptyListAndContainer true"
    (line,) = from_file(one_object(gather + "List" + allowed), ships)
    assert line.endswith("#nil> .")
    assert len(from_file(one_object(gather + "Bag" + allowed), ships)) == 2


def test_an_empty_row_of_a_list_with_members_refers_to_the_list(from_file: FromFile) -> None:
    gather = """rml:constant ex:all ; rml:allowEmptyListAndContainer true ;
      rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:List"""
    assert lists(from_file(one_object(gather), [{"id": "x"}, {"id": "y", "v": "1"}])) == {"x": [["1"]], "y": [["1"]]}


def test_a_product_makes_a_list_of_each_combination(from_file: FromFile) -> None:
    gather = """rml:gather ( [ rml:reference "$.a[*]" ] [ rml:reference "$.b[*]" ] ) ; rml:gatherAs rdf:List ;
      rml:strategy rml:cartesianProduct"""
    ships: list[dict[str, object]] = [{"id": "x", "a": ["1", "2"], "b": ["3", "4"]}, {"id": "y", "a": ["1"], "b": []}]
    assert lists(from_file(one_object(gather), ships)) == {"x": [["1", "3"], ["1", "4"], ["2", "3"], ["2", "4"]]}
    named = lists(from_file(one_object('rml:template "of/{id}" ; ' + gather), ships))
    assert named == {"x": [["1", "3", "1", "4", "2", "3", "2", "4"]]}


def test_gathered_lists_are_gathered_in_order(from_file: FromFile) -> None:
    gather = """rml:gatherAs rdf:List ; rml:gather ( [ rml:constant "first" ]
      [ rml:gatherAs rdf:List ; rml:gather ( [ rml:reference "$.a[*]" ] ) ]
      [ rml:gatherAs rdf:List ; rml:gather ( [ rml:reference "$.a[*]" ] ) ] )"""
    graph = parsed(from_file(one_object(gather), [{"id": "x", "a": ["1", "2"]}]))
    (head,) = graph.objects(None, WITH)
    first, left, right = list(Collection(graph, head))
    assert (str(first), members(graph, left), members(graph, right)) == ("first", ["1", "2"], ["1", "2"])
    assert left != right


def test_subjects_of_another_map_are_gathered_by_join(lines: Lines) -> None:
    mapping = f"""{RDF_PREFIX} <#Sea> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ;
        rml:iterator "seas" ] ; rml:subjectMap [ rml:template "sea/{{sea}}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:with ; rml:objectMap [ rml:gatherAs rdf:List ; rml:gather (
        [ rml:parentTriplesMap <#Port> ; rml:joinCondition [ rml:child "sea" ; rml:parent "at" ] ] ) ] ] .
      <#Port> {PORTS} ; rml:subjectMap [ rml:template "port/{{name}}" ] ."""
    found = lists(lines(mapping, seas={"sea": ["e", "w"]}, ports={"name": ["c", "a", "b"], "at": ["e", "w", "e"]}))
    assert found == {"e": [[BASE + "port/c", BASE + "port/b"]], "w": [[BASE + "port/a"]]}


def test_a_gathered_subject_has_classes_and_is_referred_to(from_file: FromFile) -> None:
    mapping = f"""<#List> {FILE} ; rml:subjectMap [ rml:class ex:Route ; rml:gatherAs rdf:List ;
        rml:gather ( [ rml:reference "$.a[*]" ] ) ] .
      <#M> {FILE} ; rml:subjectMap [ rml:template "{{id}}" ] ; rml:predicateObjectMap [ rml:predicate ex:with ;
        rml:objectMap [ rml:parentTriplesMap <#List> ] ] ; rml:predicateObjectMap [ rml:predicate ex:likes ;
        rml:objectMap [ rml:parentTriplesMap <#List> ; rml:joinCondition [ rml:child "like" ; rml:parent "id" ] ] ] ."""
    made = from_file(mapping, [{"id": "x", "a": ["1"], "like": "y"}, {"id": "y", "a": ["2", "1"], "like": "z"}])
    assert lists(made) == {"x": [["1"]], "y": [["2", "1"]]}
    graph = parsed(made)
    ((subject, liked),) = graph.subject_objects(URIRef("https://example.org/ns#likes"))
    assert (str(subject), members(graph, liked)) == (BASE + "x", ["2", "1"])
    assert len(list(graph.subjects(RDF.type, URIRef("https://example.org/ns#Route")))) == 2


def test_a_list_stands_whole_in_each_graph(from_file: FromFile) -> None:
    gather = """rml:template "{id}" ; rml:termType rml:BlankNode ; rml:gatherAs rdf:List ;
      rml:gather ( [ rml:reference "v" ] )"""
    graphs = '; rml:graph ex:g ; rml:graphMap [ rml:template "g/{g}" ]'
    ships: list[dict[str, object]] = [{"id": "x", "v": "1", "g": "1"}, {"id": "x", "v": "2", "g": "2"}]
    dataset = Dataset()
    dataset.parse(data="\n".join(from_file(one_object(gather, graph=graphs), ships)), format="nquads")
    found = {}
    for name in (BASE + "ns#g", BASE + "g/1", BASE + "g/2"):
        graph = dataset.graph(URIRef(name))
        (head,) = graph.objects(None, WITH)
        found[name.rpartition("/")[2]] = members(graph, head)
    assert found == {"ns#g": ["1", "2"], "1": ["1"], "2": ["2"]}


def test_labels_stay_when_another_part_of_the_mapping_changes(from_file: FromFile) -> None:
    gather = 'rml:gatherAs rdf:Bag ; rml:gather ( [ rml:reference "v" ] )'
    other = '<#A> rml:subjectMap [ rml:template "{id}" ] ; ' + FILE + " . "
    added = ' ; rml:predicateObjectMap [ rml:predicate ex:a ; rml:objectMap [ rml:reference "v" ] ] .'
    alone = from_file(one_object(gather), [{"id": "x", "v": "1"}])
    among = from_file(other + one_object(gather).removesuffix(" .") + added, [{"id": "x", "v": "1"}])
    assert len(alone) == 3
    assert set(alone) < set(among)


@pytest.mark.parametrize(
    ("gather", "message"),
    [
        ('rml:gather ( [ rml:reference "v" ] )', "needs exactly one rml:gatherAs"),
        ("rml:gatherAs rdf:List", "needs exactly one rml:gather,"),
        ("rml:gather ( ) ; rml:gatherAs rdf:List", "no list with at least one term map"),
        ('rml:gather [ rml:reference "v" ] ; rml:gatherAs rdf:List', "no list with at least one term map"),
        ('rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs ex:Heap', "only rdf:List"),
        ('rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:Bag ; rml:strategy ex:zip', "has the strategy"),
        ("rml:gather ( [] ) ; rml:gatherAs rdf:Bag", "exactly one rml:constant"),
        (
            'rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:Bag ; rml:allowEmptyListAndContainer "maybe"',
            "neither true nor false",
        ),
        (
            'rml:constant "a" ; rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:Bag',
            "a literal as its name",
        ),
    ],
)
def test_malformed_gather_maps_are_refused(from_file: FromFile, gather: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        from_file(one_object(gather), [{"id": "x", "v": "1"}])


def test_what_gathers_itself_is_refused(from_file: FromFile) -> None:
    nested = one_object("rml:gatherAs rdf:List ; rml:gather ( <#G> )")
    with pytest.raises(InputError, match="gather map that gathers itself"):
        from_file(nested + "<#G> rml:gatherAs rdf:List ; rml:gather ( <#G> ) .", [{"id": "x"}])
    subjects = f"""<#M> {FILE} ; rml:subjectMap [ rml:gatherAs rdf:List ; rml:gather (
        [ rml:parentTriplesMap <#M> ; rml:joinCondition [ rml:child "id" ; rml:parent "id" ] ] ) ] ."""
    with pytest.raises(InputError, match="gathers its own subjects"):
        from_file(subjects, [{"id": "x"}])


def test_predicates_and_graphs_are_not_gathered(from_file: FromFile) -> None:
    gathered = ' rml:gather ( [ rml:reference "v" ] ) ; rml:gatherAs rdf:Bag '
    with pytest.raises(InputError, match="gathers in an rml:graphMap"):
        from_file(one_object('rml:reference "v"', graph=f"; rml:graphMap [ {gathered} ]"), [{"id": "x", "v": "1"}])

"""Logical views: fields, index keys, mixed formats, joins, and what is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping

from .conftest import BASE
from .conftest import PREFIXES as FURTHER_PREFIXES

PREFIXES = FURTHER_PREFIXES + "@prefix : <http://w3id.org/rml/> .\n"

PORTS = {
    "ports": [
        {
            "name": "Anchor Bay",
            "tags": ["deep", "", "north"],
            "depth": 12.5,
            "docks": [{"code": "A", "berths": [{"n": 1}, {"n": 2}]}, {"code": "B", "berths": []}],
        },
        {"name": "Low Quay", "docks": []},
    ]
}
JSON_SOURCE = '<#ports> :source [ :path "ports.json" ] ; :referenceFormulation :JSONPath ; :iterator "$.ports[*]" .'
CSV_SOURCE = '<#ships> :source [ :path "ships.csv" ] ; :referenceFormulation :CSV .'
NAME = '[ :fieldName "name" ; :reference "name" ]'

Rows = Callable[..., list[str]]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """What a template makes of each row of the view `<#view>`, sorted."""

    def run(view: str, template: str, **files: str) -> list[str]:
        (tmp_path / "ports.json").write_text(json.dumps(PORTS), encoding="utf-8")
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_text(content, encoding="utf-8")
        triples_map = f"""
        <#M> :logicalSource <#view> ; :subject ex:s ; :predicateObjectMap [
          :predicate ex:p ; :objectMap [ :template "{template}" ; :termType :Literal ] ] ."""
        mapping = tmp_path / "mapping.ttl"
        mapping.write_text("\n".join([PREFIXES, JSON_SOURCE, CSV_SOURCE, view, triples_map]), encoding="utf-8")
        with Mapping([mapping], BASE) as made:
            return [line.split('"')[1] for line in made.lines()]

    return run


def test_nested_records_are_rows(rows: Rows) -> None:
    view = f"""<#view> :viewOn <#ports> ; :field {NAME} , [ :fieldName "dock" ; :iterator "$.docks[*]" ;
      :field [ :fieldName "code" ; :reference "code" ] ,
        [ :fieldName "berth" ; :iterator "$.berths[*]" ; :field [ :fieldName "n" ; :reference "n" ] ] ] ."""
    assert rows(view, "{name} {dock.code}{dock.berth.n}") == ["Anchor Bay A1", "Anchor Bay A2"]
    assert rows(view, "{#} {dock.#} {dock.berth.#} {dock.code}") == ["0 0 0 A", "0 0 1 A"]
    assert rows(view, "{name} {dock.code}") == ["Anchor Bay A", "Anchor Bay B"]
    assert rows(view, "{name}") == ["Anchor Bay", "Low Quay"], "a record without nested ones is kept"


def test_a_constant_is_there_for_the_records_of_its_parent_only(rows: Rows) -> None:
    view = f"""<#view> :viewOn <#ports> ; :field {NAME} , [ :fieldName "dock" ; :iterator "$.docks[*]" ;
      :field [ :fieldName "kind" ; :constant "dock" ] ] ."""
    assert rows(view, "{name} {dock.kind} {dock.kind.#}") == ["Anchor Bay dock 0"]


def test_the_index_of_many_values_is_their_place(rows: Rows) -> None:
    view = f"""<#view> :viewOn <#ports> ; :field {NAME} , [ :fieldName "tag" ; :reference "$.tags[*]" ] ,
      [ :fieldName "both" ; :template "{{name}}/{{$.tags[*]}}" ] ."""
    assert rows(view, "{tag.#} {tag}") == ["0 deep", "1 north"]
    assert rows(view, "{both.#} {both}") == ["0 Anchor Bay/deep", "1 Anchor Bay/north"]
    assert rows(view, "{name} {name.#}") == ["Anchor Bay 0", "Low Quay 0"]


def test_siblings_are_combined(rows: Rows) -> None:
    view = """<#view> :viewOn <#ports> ; :field [ :fieldName "tag" ; :reference "$.tags[*]" ] ,
      [ :fieldName "dock" ; :iterator "$.docks[*]" ; :field [ :fieldName "code" ; :reference "code" ] ] ."""
    assert rows(view, "{tag}{dock.code}") == ["deepA", "deepB", "northA", "northB"]


def test_natural_datatypes_stay(tmp_path: Path) -> None:
    (tmp_path / "ports.json").write_text(json.dumps(PORTS), encoding="utf-8")
    mapping = tmp_path / "mapping.ttl"
    mapping.write_text(
        f"""{PREFIXES} {JSON_SOURCE}
        <#below> :viewOn <#ports> ; :field [ :fieldName "d" ; :reference "depth" ] .
        <#view> :viewOn <#below> ; :field [ :fieldName "depth" ; :reference "d" ] ,
          [ :fieldName "place" ; :reference "#" ] .
        <#M> :logicalSource <#view> ; :subject ex:s ; :predicateObjectMap [
          :predicate ex:p ; :objectMap [ :reference "depth" ] , [ :reference "place" ] ] .""",
        encoding="utf-8",
    )
    with Mapping([mapping], BASE) as made:
        objects = [line.split(" ", 2)[2] for line in made.lines()]
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert objects == [f'"0"^^<{xsd}integer> .', f'"1"^^<{xsd}integer> .', f'"1.25E1"^^<{xsd}double> .']


def test_json_in_a_cell_of_csv(rows: Rows) -> None:
    view = """<#view> :viewOn <#ships> ; :field [ :fieldName "crew" ; :reference "crew" ;
      :field [ :fieldName "m" ; :referenceFormulation :JSONPath ; :iterator "$[*]" ;
        :field [ :fieldName "rank" ; :reference "$.r" ] ] ] ."""
    ships = 'name,crew\nElk,"[{""r"":1},{""r"":2}]"\nFox,\nOwl,[]\n'
    assert rows(view, "{#} {crew.m.#} {crew.m.rank}", ships_csv=ships) == ["0 0 1", "0 1 2"]
    assert rows(view, "{#}", ships_csv=ships) == ["0", "1", "2"]
    with pytest.raises(
        InputError, match=r"view, field crew.m, record 0: .*ships.csv, line 1, column 2: .* not valid JSON"
    ):
        rows(view, "{#}", ships_csv="name,crew\nElk,[\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [("a,b\n1\n", "is not valid CSV"), ("a,a\n1,2\n", "two columns with one name"), ("b\n1\n", "has no column a")],
)
def test_csv_in_json(rows: Rows, text: str, message: str) -> None:
    view = """<#texts> :source [ :path "texts.json" ] ; :referenceFormulation :JSONPath .
      <#view> :viewOn <#texts> ; :field [ :fieldName "t" ; :reference "t" ; :field
      [ :fieldName "row" ; :referenceFormulation :CSV ; :field [ :fieldName "a" ; :reference "a" ] ] ] ."""
    good = json.dumps({"t": 'a,b\n"1\u2028x",2\n,3\n'})
    assert rows(view, "{t.row.#} {t.row.a}", texts_json=good) == ["0 1\u2028x"]
    with pytest.raises(InputError, match=message):
        rows(view, "{t.row.a}", texts_json=json.dumps({"t": text}))


def test_xml_in_xml_and_in_a_cell(rows: Rows) -> None:
    formulation = (
        '[ a :XPathReferenceFormulation ; '
        ':namespace [ :namespacePrefix "p" ; :namespaceURL "http://n/" ] ]'
    )  # fmt: skip
    view = f"""<#view> :viewOn <#ships> ; :field [ :fieldName "doc" ; :reference "doc" ; :field
      [ :fieldName "a" ; :referenceFormulation {formulation} ; :iterator "p:a" ;
        :field [ :fieldName "b" ; :iterator "p:b" ; :field [ :fieldName "t" ; :reference "." ] ] ] ] ."""
    ships = "doc\n<r xmlns='http://n/'><a><b>1</b><b>2</b></a><a><b>3</b></a></r>\n"
    assert rows(view, "{doc.a.#}{doc.a.b.#}{doc.a.b.t}", ships_csv=ships) == ["001", "012", "103"]


SHIPS = "name,home\nElk,Anchor Bay\nFox,Nowhere\nOwl,Anchor Bay\n"
PORT_VIEW = f"""<#portView> :viewOn <#ports> ; :field {NAME} , [ :fieldName "dock" ; :iterator "$.docks[*]" ;
  :field [ :fieldName "code" ; :reference "code" ] ] ."""


def joined(kind: str, parent: str = "name", child: str = "home", field: str = "dock.code") -> str:
    return f"""{PORT_VIEW} <#view> :viewOn <#ships> ; :field {NAME} , [ :fieldName "home" ; :reference "home" ] ;
      {kind} [ :parentLogicalView <#portView> ; :joinCondition [ :parent "{parent}" ; :child "{child}" ] ;
        :field [ :fieldName "code" ; :reference "{field}" ] ] ."""


def test_joins(rows: Rows) -> None:
    for kind in (":leftJoin", ":innerJoin"):
        pairs = rows(joined(kind), "{#} {name} {code.#} {code}", ships_csv=SHIPS)
        assert pairs == ["0 Elk 0 A", "0 Elk 1 B", "2 Owl 0 A", "2 Owl 1 B"]
    assert rows(joined(":leftJoin"), "{name}", ships_csv=SHIPS) == ["Elk", "Fox", "Owl"]
    assert rows(joined(":innerJoin"), "{name}", ships_csv=SHIPS) == ["Elk", "Owl"]


def test_two_joins_do_not_depend_on_each_other(rows: Rows) -> None:
    view = (
        joined(":leftJoin").removesuffix(".")
        + """; :innerJoin [ :parentLogicalView <#portView> ;
      :joinCondition [ :parent "name" ; :child "home" ] , [ :parent "dock.code" ; :childMap [ :constant "B" ] ] ;
      :field [ :fieldName "other" ; :reference "dock.code" ] ] ."""
    )
    assert rows(view, "{name}{code}{other}", ships_csv=SHIPS) == ["ElkAB", "ElkBB", "OwlAB", "OwlBB"]


def test_a_view_over_a_record_table(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.ttl"
    mapping.write_text(
        PREFIXES
        + """<#view> :viewOn [ :referenceFormulation :SQL2008Table ; :iterator "t" ] ;
          :field [ :fieldName "x" ; :reference "x" ] .
        <#M> :logicalSource <#view> ; :subject ex:s ;
          :predicateObjectMap [ :predicate ex:p ; :objectMap [ :reference "x" ] ] .""",
        encoding="utf-8",
    )
    with Mapping([mapping], BASE, {"t": pa.table({"x": ["b", None, "a"]})}) as made:
        assert [line.split('"')[1] for line in made.lines()] == ["a", "b"]
        assert f"-- The table {BASE}#view" in made.explanation()


ANNOTATED = joined(":leftJoin").removesuffix(".") + "; :structuralAnnotation [ {} ] ."


@pytest.mark.parametrize(
    "annotation",
    [
        'a :PrimaryKeyAnnotation ; :onFields ( "name" )',
        'a :NotNullAnnotation ; :onFields ( "name" "home" )',
        'a :ForeignKeyAnnotation ; :onFields ( "home" ) ; :targetView <#portView> ; :targetFields ( "name" )',
    ],
)
def test_annotations_change_nothing(rows: Rows, annotation: str) -> None:
    plain = rows(joined(":leftJoin"), "{name}{code}", ships_csv=SHIPS)
    assert rows(ANNOTATED.format(annotation), "{name}{code}", ships_csv=SHIPS) == plain


ITERABLE = ':fieldName "x" ; :iterator "$" ; :field [ :fieldName "y" ; :reference "$" ]'


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (joined(":leftJoin", parent="nme"), "portView has no field nme"),
        (joined(":leftJoin", child="hme"), "view has no field hme"),
        (joined(":leftJoin", field="dock"), "portView has no field dock with a value"),
        (joined(":leftJoin", field="code"), "portView has no field code"),
        (ANNOTATED.format('a :UniqueAnnotation ; :onFields ( "nme" )'), "no field nme"),
        (ANNOTATED.format('a :OddAnnotation ; :onFields ( "name" )'), "no known class"),
        (
            ANNOTATED.format(
                'a :InclusionAnnotation ; :onFields ( "name" "home" ) ; '
                ':targetView <#portView> ; :targetFields ( "name" )'
            ),
            "other numbers of fields",
        ),
        ("<#view> :viewOn <#ships> .", "has no rml:field"),
        ('<#view> :viewOn <#ships> ; :field [ :fieldName "name" ] .', "exactly one rml:constant"),
        (f'<#view> :viewOn <#ships> ; :field {NAME} , [ :fieldName "Name" ; :constant "x" ] .', "two fields"),
        ('<#view> :viewOn <#ships> ; :field [ :fieldName "a.b" ; :constant "x" ] .', 'the name "a.b"'),
        (f"<#view> :viewOn <#ships> ; :field [ {ITERABLE} ] .", "a row holds no records"),
        (
            f"<#view> :viewOn <#ships> ; :field [ :referenceFormulation :JSONPath ; {ITERABLE} ] .",
            "put it into an expression field",
        ),
        (f"<#view> :viewOn <#portView> ; :field [ {ITERABLE} ] . {PORT_VIEW}", "whose values are flat"),
        (
            f'<#view> :viewOn <#ships> ; :field [ :fieldName "a" ; :reference "name" ; :field {NAME} ] .',
            "takes iterable fields only",
        ),
        (
            f"<#view> :viewOn <#ships> ; :field {NAME} ; :leftJoin [ :parentLogicalView <#ports> ] .",
            "ports, which is no logical view",
        ),
        (
            f"{PORT_VIEW} <#view> :viewOn <#ships> ; :field {NAME} ; :leftJoin "
            f"[ :parentLogicalView <#portView> ; :field {NAME} ] .",
            "needs an rml:joinCondition",
        ),
        (f"<#view> :viewOn <#other> ; :field {NAME} . <#other> :viewOn <#view> ; :field {NAME} .", "depends on"),
        (
            '<#view> :viewOn <#ports> ; :field <#f> . <#f> :fieldName "f" ; :iterator "$" ; :field <#f> .',
            "has the field f, which contains itself",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_name(rows: Rows, view: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        rows(view, "{name}", ships_csv=SHIPS)

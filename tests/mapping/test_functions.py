"""Functions in mappings: what each makes, where a call may stand, and what is refused."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from iomgraph.errors import InputError
from iomgraph.mapping.functions.catalogue import Example, Function, Kind, catalogue
from iomgraph.mapping.functions.reference import reference
from iomgraph.records.values import amount, partial_date

from .conftest import Lines, objects

SOURCE = 'rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "t" ]'
PREFIXES = """
@prefix grel: <http://users.ugent.be/~bjdmeest/function/grel.ttl#> .
@prefix idlab-fn: <https://w3id.org/imec/idlab/function#> .
@prefix fn: <https://w3id.org/iomgraph/function#> .
"""
EVERY_EXAMPLE = [(function, example) for function in catalogue().values() for example in function.examples]
# One mapping runs over the many texts of an example: that is what takes the time.
many = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def one_object(term_map: str) -> str:
    return f"""{PREFIXES}
    <#M> {SOURCE} ; rml:subject ex:s ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ {term_map} ] ] ."""


def execution(function: str, **inputs: str) -> str:
    """An execution whose inputs are reference "column", or RDF that is a constant."""
    given = " , ".join(
        f"[ rml:parameter {name.replace('__', ':')} ; {'' if value.startswith('rml:') else 'rml:inputValue '}{value} ]"
        for name, value in inputs.items()
    )
    return f"rml:functionExecution [ rml:function {function} {'; rml:input ' + given if given else ''} ]"


def reference_to(column: str) -> str:
    return f'rml:inputValueMap [ rml:reference "{column}" ]'


def made(lines: list[str]) -> list[str]:
    return [line.split(" ", 2)[2].removesuffix(" .") for line in lines]


def called_with_columns(function: Function, names: list[str]) -> str:
    """A term map that calls a function with each parameter from the column of its name, constants as `{name}`."""
    kinds = {each.name: each for each in function.parameters}
    inputs = [
        f"[ rml:parameter <{kinds[name].iris[0]}> ; "
        + (f'rml:inputValue "{{{name}}}" ]' if kinds[name].kind is Kind.CONSTANT else f"{reference_to(name)} ]")
        for name in names
    ]
    given = f"; rml:input {' , '.join(inputs)}" if inputs else ""
    return f"rml:functionExecution [ rml:function <{function.iri}> {given} ] ; rml:return <{function.returns[0]}>"


@pytest.mark.parametrize(("function", "example"), EVERY_EXAMPLE, ids=[each.short for each, _ in EVERY_EXAMPLE])
def test_examples_of_the_documentation(lines: Lines, function: Function, example: Example) -> None:
    columns = dict(example.given)
    term_map = called_with_columns(function, list(columns))
    for name, value in columns.items():
        term_map = term_map.replace(f'"{{{name}}}"', f'"{value}"')
    found = lines(one_object(term_map), t={name: [value] for name, value in columns.items()} or {"a": ["x"]})
    assert sorted(objects(found)) == sorted(example.made)
    if function.datatype and example.made and not function.datatype.endswith("string"):
        assert all(f'"^^<{function.datatype}>' in line for line in found)


def test_every_function_has_an_example() -> None:
    assert [each.short for each in catalogue().values() if not each.examples] == ["fn:lookup", "fn:resolveName"]


def test_the_documentation_is_what_the_data_file_says(repository: Path) -> None:
    assert (repository / "docs" / "functions.md").read_text(encoding="utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("function", catalogue().values(), ids=lambda function: function.short)
def test_sql_uses_its_own_parameters_and_functions_that_sqlglot_knows(function: Function) -> None:
    parsed: exp.Expression = exp.maybe_parse(function.sql, dialect="duckdb")
    columns = {column.name for column in parsed.find_all(exp.Column) if not column.table}
    assert columns == {each.name for each in function.parameters} - set(function.lookup)
    assert {each.name for each in parsed.find_all(exp.Anonymous)} <= {"folded_name", "uri_safe"}
    assert parsed.sql("spark")


def test_missing_value_makes_no_statement(lines: Lines) -> None:
    term_map = execution("grel:toUpperCase", grel__valueParam=reference_to("a"))
    assert made(lines(one_object(term_map), t={"a": [None, "x"]})) == ['"X"']


def test_a_predicate_names_a_parameter_too(lines: Lines) -> None:
    term_map = execution("grel:toUpperCase", grel__valueParameter=reference_to("a"))
    assert made(lines(one_object(term_map), t={"a": ["x"]})) == ['"X"']


def test_function_parameter_and_return_maps(lines: Lines) -> None:
    term_map = """rml:functionExecution [ rml:functionMap [ rml:constant grel:toUpperCase ] ;
        rml:input [ rml:parameterMap [ rml:constant grel:valueParam ] ; rml:inputValueMap [ rml:template "{a}é" ] ] ] ;
      rml:returnMap [ rml:constant grel:stringOut ]"""
    assert made(lines(one_object(term_map), t={"a": ["x y"]})) == ['"X YÉ"']


def test_nested_on_both_sides(lines: Lines) -> None:
    upper = execution("grel:toUpperCase", grel__valueParam=reference_to("a"))
    lower = execution("grel:toLowerCase", grel__valueParam=f"rml:inputValueMap [ {upper} ]")
    term_map = execution(
        "idlab-fn:concat",
        **{"idlab-fn__str": f"rml:inputValueMap [ {upper} ]", "idlab-fn__otherStr": f"rml:inputValueMap [ {lower} ]"},
    )
    assert made(lines(one_object(term_map), t={"a": ["Ab"]})) == ['"ABab"']


def test_split_makes_a_term_of_each_part_and_of_what_is_made_of_it(lines: Lines) -> None:
    split = execution("grel:string_split", grel__valueParam=reference_to("a"), grel__param_string_sep='";"')
    table = {"a": ["north; south", None, "east", ""]}
    assert made(lines(one_object(split), t=table)) == ['" south"', '"east"', '"north"']
    trimmed = execution("grel:string_trim", grel__valueParam=f"rml:inputValueMap [ {split} ]")
    assert made(lines(one_object(trimmed), t=table)) == ['"east"', '"north"', '"south"']
    again = execution(
        "grel:string_split", grel__valueParam=f"rml:inputValueMap [ {trimmed} ]", grel__param_string_sep='"t"'
    )
    assert made(lines(one_object(again), t=table)) == ['"eas"', '"h"', '"nor"', '"sou"']


def test_a_list_is_taken_as_one_where_the_parameter_takes_a_list(lines: Lines) -> None:
    split = execution("grel:string_split", grel__valueParam=reference_to("a"), grel__param_string_sep='";"')
    joined = execution(
        "grel:array_join", grel__p_array_a=f"rml:inputValueMap [ {split} ]", grel__param_string_sep='" / "'
    )
    assert made(lines(one_object(joined), t={"a": ["x;y", None]})) == ['"x / y"']
    counted = execution("grel:array_length", grel__p_array_a=f"rml:inputValueMap [ {split} ]")
    assert objects(lines(one_object(counted), t={"a": ["x;y"]})) == ["2"]


def test_a_reference_with_several_values_is_a_list(tmp_path: Path, lines: Lines) -> None:
    (tmp_path / "a.json").write_text('[{"n": ["x", "y"]}, {"n": []}]', encoding="utf-8")
    joined = execution("grel:array_join", grel__p_array_a=reference_to("n[*]"), grel__param_string_sep='"+"')
    mapping = one_object(joined).replace(
        SOURCE,
        """rml:logicalSource [ rml:referenceFormulation rml:JSONPath ; rml:iterator "$[*]" ;
          rml:source [ rml:path "a.json" ] ]""",
    )
    assert made(lines(mapping)) == ['"x+y"']


def test_all_of_several_tests(lines: Lines) -> None:
    def test(column: str) -> str:
        begins = execution(
            "grel:string_startsWith", grel__valueParam=reference_to(column), grel__param_string_sub='"x"'
        )
        return f"[ rml:parameter grel:param_rep_b ; rml:inputValueMap [ {begins} ] ]"

    call = f"rml:functionExecution [ rml:function grel:boolean_and ; rml:input {test('a')} , {test('b')} ]"
    term_map = f'rml:condition [ {call} ] ; rml:reference "c"'
    table = {"a": ["x1", "x2", "y"], "b": ["x", "y", "x"], "c": ["both", "first", "second"]}
    assert made(lines(one_object(term_map), t=table)) == ['"both"']
    either = term_map.replace("boolean_and", "boolean_or")
    assert made(lines(one_object(either), t=table)) == ['"both"', '"first"', '"second"']


def test_everywhere_a_term_is_made(lines: Lines) -> None:
    def call(column: str) -> str:
        return execution("grel:toLowerCase", grel__valueParam=reference_to(column))

    mapping = f"""{PREFIXES}
    <#M> {SOURCE} ; rml:subjectMap [ {call("s")} ; rml:graphMap [ {call("g")} ] ] ;
      rml:predicateObjectMap [ rml:predicateMap [ {call("p")} ] ;
        rml:objectMap [ {call("o")} ; rml:languageMap [ {call("l")} ] ] ,
          [ {call("o")} ; rml:datatypeMap [ {call("d")} ] ] ] ."""
    table = {"s": ["X:S"], "g": ["X:G"], "p": ["X:P"], "o": ["O"], "l": ["FR"], "d": ["X:D"]}
    assert lines(mapping, t={name: list(values) for name, values in table.items()}) == [
        '<x:s> <x:p> "o"@fr <x:g> .',
        '<x:s> <x:p> "o"^^<x:d> <x:g> .',
    ]


def test_in_a_join_condition(lines: Lines) -> None:
    folded = execution("grel:toLowerCase", grel__valueParam=reference_to("b"))
    mapping = f"""{PREFIXES}
    <#M> {SOURCE} ; rml:subjectMap [ rml:template "{{a}}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:parentTriplesMap <#Parent> ;
        rml:joinCondition [ rml:childMap [ {folded} ] ; rml:parent "c" ] ] ] .
    <#Parent> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "u" ] ;
      rml:subjectMap [ rml:template "parent/{{c}}" ] ."""
    found = lines(mapping, t={"a": ["1", "2"], "b": ["KEY", "other"]}, u={"c": ["key"]})
    assert found == ["<https://example.org/1> <https://example.org/ns#p> <https://example.org/parent/key> ."]


def test_condition_keeps_the_encoding_and_the_datatype(lines: Lines) -> None:
    condition = execution("idlab-fn:equal", grel__valueParam=reference_to("b"), grel__valueParam2='"y"')
    table = {"a": ["é 1", "2"], "b": ["y", "n"]}
    template = f'rml:condition [ {condition} ] ; rml:template "x/{{a}}"'
    assert made(lines(one_object(template), t=table)) == ["<https://example.org/x/é%201>"]
    constant = f"rml:condition [ {condition} ] ; rml:constant ex:o"
    assert made(lines(one_object(constant), t=table)) == ["<https://example.org/ns#o>"]
    typed = f'rml:condition [ {condition} ] ; rml:reference "a" ; rml:datatype xsd:token'
    assert made(lines(one_object(typed), t=table)) == ['"é 1"^^<http://www.w3.org/2001/XMLSchema#token>']
    assert made(lines(one_object(constant), t={"a": ["1"], "b": [None]})) == []


@pytest.mark.parametrize(
    ("term_map", "message"),
    [
        (
            "rml:functionExecution [ rml:function ex:none ]",
            "calls the function https://example.org/ns#none, which is none",
        ),
        ("rml:functionExecution [ ]", "without an rml:function"),
        ("rml:functionExecution [ rml:functionMap [ rml:reference 'a' ] ]", "not one constant IRI"),
        (execution("grel:toUpperCase"), "toUpperCase without the parameter http"),
        (
            execution("grel:toUpperCase", ex__none='"x"'),
            "the parameter https://example.org/ns#none; its parameters are",
        ),
        (
            execution("idlab-fn:alwaysReturnsABC") + " ; rml:return ex:none",
            "takes the return https://example.org/ns#none",
        ),
        (execution("grel:escape", grel__valueParam='"x"', grel__modeParam='"odd"'), 'value "odd" instead of html'),
        (execution("grel:escape", grel__valueParam='"x"', grel__modeParam=reference_to("a")), "is no constant"),
        (
            "rml:functionExecution [ rml:function grel:toUpperCase ; rml:input [ rml:parameter grel:valueParam ; "
            "rml:inputValue 'x' ] , [ rml:parameter grel:valueParameter ; rml:inputValue 'y' ] ]",
            "more than once",
        ),
        (
            "rml:functionExecution [ rml:function grel:toUpperCase ; rml:input [ rml:parameter grel:valueParam ] ]",
            "other than one rml:inputValue",
        ),
        ("rml:reference 'a' ; " + execution("idlab-fn:alwaysReturnsABC"), "needs exactly one"),
        (
            "rml:reference 'a' ; rml:condition [ rml:reference 'a' ] , [ rml:reference 'b' ]",
            "more than one rml:condition",
        ),
        ("rml:parentTriplesMap <#M> ; rml:condition [ rml:reference 'a' ]", "not of a term map"),
    ],
)
def test_wrong_calls_are_refused_before_a_row_is_read(lines: Lines, term_map: str, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        lines(one_object(term_map), t={"a": ["1"]})
    assert message in str(refusal.value)
    assert "the triples map https://example.org/#M" in str(refusal.value)


def test_an_execution_within_itself_is_refused(lines: Lines) -> None:
    circle = """<#E> rml:function grel:toUpperCase ; rml:input [ rml:parameter grel:valueParam ;
      rml:inputValueMap [ rml:functionExecution <#E> ] ] ."""
    with pytest.raises(InputError, match="#E as an input of itself"):
        lines(one_object("rml:functionExecution <#E>") + circle, t={"a": ["1"]})


def test_an_execution_may_be_used_twice(lines: Lines) -> None:
    shared = """<#E> rml:function grel:toUpperCase ; rml:input [ rml:parameter grel:valueParam ;
      rml:inputValueMap [ rml:reference "a" ] ] ."""
    term_map = 'rml:functionExecution <#E> ] , [ rml:functionExecution <#E> ; rml:language "fr"'
    assert made(lines(one_object(term_map) + shared, t={"a": ["x"]})) == ['"X"', '"X"@fr']


@pytest.mark.parametrize("start", ["-1", "one", "1.5", ""])
def test_what_is_no_whole_number_is_refused_with_the_map_and_the_value(lines: Lines, start: str) -> None:
    term_map = execution(
        "grel:string_substring", grel__valueParam=reference_to("a"), grel__p_int_i_from=reference_to("b")
    )
    message = re.escape(f"https://example.org/#M gives grel:string_substring what is no whole number: {start}")
    with pytest.raises(InputError, match=message):
        lines(one_object(term_map), t={"a": ["x"], "b": [start]})


LOOKUP = f"""rml:functionExecution [ rml:function fn:lookup ; rml:input
  [ rml:parameter grel:valueParam ; {reference_to("a")} ] , [ rml:parameter fn:file ; rml:inputValue "codes.csv" ] ,
  [ rml:parameter fn:keyColumn ; rml:inputValue "code" ] , [ rml:parameter fn:valueColumn ; rml:inputValue "name" ] ]"""


def test_lookup_in_a_reference_table(tmp_path: Path, lines: Lines) -> None:
    (tmp_path / "codes.csv").write_text(
        "code,name\nFRE,Freedonia\nSYL,Sylvania\nFRE,Freedonia\nNON,\n", encoding="utf-8"
    )
    assert made(lines(one_object(LOOKUP), t={"a": ["FRE", "NON", "XXX", None]})) == ['"Freedonia"']
    split = execution("grel:string_split", grel__valueParam=reference_to("a"), grel__param_string_sep='" "')
    each = LOOKUP.replace(reference_to("a"), f"rml:inputValueMap [ {split} ]")
    assert made(lines(one_object(each), t={"a": ["FRE SYL"]})) == ['"Freedonia"', '"Sylvania"']


def test_a_name_is_resolved_however_it_is_written(tmp_path: Path, lines: Lines) -> None:
    (tmp_path / "codes.csv").write_text(
        "name,code\nRépublique de Freedonie,FRE\nSylvania-Est,SYL\nFreed,A\nFREED,B\nNowhere,\n", encoding="utf-8"
    )
    resolved = LOOKUP.replace("fn:lookup", "fn:resolveName").replace('"code"', '"key"').replace('"name"', '"code"')
    names = ["  REPUBLIQUE de  Fréedonie", "sylvania est", "Freed", "Nowhere", "Free", None]
    found = lines(one_object(resolved.replace('"key"', '"name"')), t={"a": [*names]})
    assert made(found) == ['"FRE"', '"SYL"']


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("code,name\nFRE,Freedonia\nFRE,Fredonia\n", 'two values of name for the code "FRE"'),
        ("code,label\nFRE,Freedonia\n", "has no column name; it has code, label"),
        (None, r"codes\.csv cannot be read"),
    ],
)
def test_lookup_tables_that_give_no_sure_answer(tmp_path: Path, lines: Lines, table: str | None, message: str) -> None:
    if table:
        (tmp_path / "codes.csv").write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        lines(one_object(LOOKUP), t={"a": ["FRE"]})


def results(lines: Lines, function: str, values: list[str]) -> dict[str, str]:
    """What a function makes of each text, as one mapping sees them."""
    call = execution(function, grel__valueParam=reference_to("a"))
    mapping = f"""{PREFIXES}
    <#M> {SOURCE} ; rml:subjectMap [ rml:template "r/{{n}}" ] ;
      rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ {call} ] ] ."""
    found = lines(mapping, t={"n": [str(number) for number in range(len(values))], "a": list(values)})
    rows = (re.match(r'<https://example\.org/r/(\d+)> <[^>]+> "([^"]*)"', line) for line in found)
    return {values[int(row[1])]: row[2] for row in rows if row}


@many
@given(
    st.lists(
        st.from_regex(
            r"((USD|US\$|€|\$) ?)?-?[0-9]{1,4}([., '\u00a0][0-9]{1,4}){0,3}( ?(EUR|\(CHF\)|£))?", fullmatch=True
        ),
        max_size=40,
    )
)
def test_amounts_are_read_as_in_the_records(lines: Lines, texts: list[str]) -> None:
    expected = {text: amount(text).text for text in texts if amount(text).is_number}
    assert results(lines, "fn:amount", texts) == expected


@many
@given(
    st.lists(
        st.dates(date(1, 1, 1)).map(date.isoformat)
        | st.dates(date(1, 1, 1)).map(lambda day: day.isoformat()[:7])
        | st.from_regex(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", fullmatch=True)
        | st.text(st.sampled_from("0123456789-x"), max_size=11),
        max_size=40,
    ).map(lambda texts: [text for text in texts if "-00" not in text])
)
def test_dates_are_read_as_in_the_records(lines: Lines, texts: list[str]) -> None:
    dates = {text: partial_date(text) for text in texts}
    assert results(lines, "fn:earliestDay", texts) == {
        text: each.earliest for text, each in dates.items() if each.earliest
    }
    assert results(lines, "fn:latestDay", texts) == {text: each.latest for text, each in dates.items() if each.latest}
    datatypes = {text: f"http://www.w3.org/2001/XMLSchema#{each.type}" for text, each in dates.items()}
    assert results(lines, "fn:dateDatatype", texts) == datatypes

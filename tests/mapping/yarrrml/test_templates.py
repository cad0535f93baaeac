"""Any text survives as the text of a template, as the name of a reference and as a value."""

import csv
import json
from pathlib import Path

import pyoxigraph
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iomgraph.mapping import Mapping
from iomgraph.mapping.model import Reference
from iomgraph.mapping.template import parse_template as parse_rml_template
from iomgraph.mapping.yarrrml.inline_calls import InlineCall, is_call, parse_call
from iomgraph.mapping.yarrrml.templates import parse_template, rml_template

from ..conftest import BASE

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("$()\\{}~,= _"), max_size=20)
NAMES = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("$()\\{}_"), min_size=1, max_size=10)
PARTS = st.lists(TEXTS | NAMES.map(Reference), max_size=5)


def escaped(text: str) -> str:
    return "".join(f"\\{each}" if each in "$()\\" else each for each in text)


def written(part: str | Reference) -> str:
    return escaped(part) if isinstance(part, str) else f"$({escaped(part.column)})"


def joined(parts: list[str | Reference]) -> list[str | Reference]:
    made: list[str | Reference] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part != "":
            made.append(part)
    return made


@given(PARTS)
@example([r"\$(", Reference(r"a)\(b")])
def test_every_template_is_read_as_it_is_meant(parts: list[str | Reference]) -> None:
    assert list(parse_template("".join(map(written, parts)), {})) == joined(parts)


@given(PARTS)
def test_a_template_means_the_same_in_rml(parts: list[str | Reference]) -> None:
    expected = joined(parts)
    assert list(parse_rml_template(rml_template(tuple(expected))).parts) == expected


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="$()\\")))
def test_text_without_the_four_characters_needs_no_escape(text: str) -> None:
    assert "".join(map(str, parse_template(text, {}))) == text


@given(NAMES, TEXTS)
def test_what_is_filled_in_is_no_template(name: str, text: str) -> None:
    external = {name: text}
    assert parse_template(f"$(_{escaped(name)})x" if name == escaped(name) else "x", external)[-1] == (
        f"{text}x" if name == escaped(name) else "x"
    )
    assert parse_template(r"$(\_" + escaped(name) + ")", external) == (Reference(f"_{name}"),)


@given(st.lists(st.tuples(st.sampled_from(["ex:a", "b"]), PARTS), max_size=3))
def test_the_values_of_an_inline_call_are_templates(parameters: list[tuple[str, list[str | Reference]]]) -> None:
    texts = [(name, "".join(map(written, parts)).strip()) for name, parts in parameters]
    usable = [(name, text) for name, text in texts if not is_call(text) and not text.endswith("\\")]
    said = ", ".join(f"{name} = " + text.replace(",", r"\,") for name, text in usable if "$(" not in text)
    expected = tuple((name, text) for name, text in usable if "$(" not in text)
    assert parse_call(f"ex:f({said})") == InlineCall("ex:f", expected)


@pytest.mark.parametrize("text", ["f", "f(", "f(a)", "f(a=b", "f(a=b) c", "f(a=(b))", "f(a=$(b)", "(a=b)", "f(a=b,)"])
def test_text_that_is_no_call(text: str) -> None:
    with pytest.raises(ValueError, match="the call"):
        parse_call(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("$()\\{}~'\""), min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("$()\\{}~'\""), min_size=1, max_size=12),
    st.sampled_from(["xsd:token", "en~lang", None]),
)
def test_texts_and_cells_come_out_as_they_went_in(tmp_path: Path, fixed: str, cell: str, said: str | None) -> None:
    with (tmp_path / "cells.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["a"], [cell]])
    last = [said] if said else []
    objects = [{"value": escaped(fixed)}, {"value": f"{escaped(fixed)}$(a)"}]
    if said:
        key = "language" if said.endswith("~lang") else "datatype"
        objects = [{**each, key: said.removesuffix("~lang")} for each in objects]
    document = {
        "mappings": {
            "m": {
                "sources": [["cells.csv~csv"]],
                "s": "urn:x:y",
                "po": [{"p": "urn:x:p", "o": objects}, ["urn:x:q", "$(a)", *last]],
            }
        }
    }
    file = tmp_path / "mapping.yml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    with Mapping([file], BASE) as mapping:
        lines = "\n".join(mapping.lines())
    quads = pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    found = sorted((quad.predicate.value, quad.object.value) for quad in quads)
    assert found == sorted({("urn:x:p", fixed), ("urn:x:p", fixed + cell), ("urn:x:q", cell)})


def test_yaml_that_is_json(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\nx\n", encoding="utf-8")
    document = {"mappings": {"m": {"sources": [["a.csv~csv"]], "s": "urn:x:y", "po": [["urn:x:p", "$(a)"]]}}}
    file = tmp_path / "mapping.yml"
    file.write_text(json.dumps(document), encoding="utf-8")
    with Mapping([file], BASE) as mapping:
        assert list(mapping.lines()) == ['<urn:x:y> <urn:x:p> "x" .']

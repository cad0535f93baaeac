"""The documentation of the functions, made from `functions.toml`.

`python -m iomgraph.mapping.functions.reference > docs/functions.md` writes it; a test fails when it is stale.
"""

from collections.abc import Iterator

from iomgraph.mapping.functions.catalogue import Example, Function, Parameter, catalogue, prefixes

_HEAD = """# Functions

Made from `src/iomgraph/mapping/functions/functions.toml` by `make docs`.

A mapping calls a function wherever an expression may stand ([RML-FNML](https://w3id.org/rml/fnml/spec)): in subjects,
predicates, objects, graphs, datatypes, languages, join conditions and inputs of other functions.

```turtle
rml:objectMap [
  rml:functionExecution [
    rml:function grel:string_replace ;
    rml:input [ rml:parameter grel:valueParam ; rml:inputValueMap [ rml:reference "title" ] ] ,
      [ rml:parameter grel:param_find ; rml:inputValue "_" ] ,
      [ rml:parameter grel:param_replace ; rml:inputValue " " ] ] ;
  rml:return grel:stringOut ]
```

- Where a row has no value for a parameter, the result is null, unless the function says otherwise; null makes no
  statement. An empty text is a value.
- A function with many results makes a term of each. Where such a result, or a reference with several values, is the
  input of a parameter that takes a list, the list is taken as one; elsewhere each value is taken alone.
- The term is a literal in the place of an object and an IRI elsewhere, unless `rml:termType` says otherwise. Its
  datatype is that of the result, unless the mapping names one.
- `rml:condition` on an expression map gives its value only where the condition, an expression, is `true` (or `1`).
- The function, the parameters and the return are constants. A name that is not listed here, or a missing parameter, is
  refused before a row is read.
"""


def reference() -> str:
    """Markdown with every function, its parameters, its result and its examples."""
    lines = [_HEAD, "| prefix | stands for |", "|---|---|"]
    lines += [f"| `{prefix}:` | {iri} |" for prefix, iri in prefixes().items()]
    for function in catalogue().values():
        lines += ["", *_section(function)]
    return "\n".join([*lines, ""])


def _section(function: Function) -> Iterator[str]:
    yield f"## `{function.short}`"
    yield ""
    yield function.says
    if function.parameters:
        yield ""
        yield from map(_parameter, function.parameters)
    yield ""
    datatype = f", a literal of the datatype `{_short(function.datatype)}`" if function.datatype else ""
    yield f"Returns{' many times' if function.many else ''} {_names(function.returns)}{datatype}."
    if function.examples:
        yield ""
        yield from map(_example, function.examples)


def _parameter(parameter: Parameter) -> str:
    facts = [_names(parameter.iris)]
    if not parameter.required:
        facts.append("may be left out")
    if parameter.kind.value != "text":
        facts.append({"integer": "a whole number", "many": "a list", "constant": "a constant"}[parameter.kind.value])
    if parameter.choices:
        facts.append(", ".join(f"`{choice}`" for choice in parameter.choices))
    return f"- `{parameter.name}`: {'; '.join(facts)}"


def _example(example: Example) -> str:
    given = ", ".join(f"{name} {_quoted(value)}" for name, value in example.given) or "nothing"
    return f"- {given} → {', '.join(map(_quoted, example.made)) or 'null'}"


def _quoted(text: str) -> str:
    written = text.replace("\n", "\\n")
    return f'`"{written}"`'


def _names(iris: tuple[str, ...]) -> str:
    return " or ".join(f"`{_short(iri)}`" for iri in iris)


def _short(iri: str) -> str:
    return next(f"{prefix}:{iri.removeprefix(start)}" for prefix, start in prefixes().items() if iri.startswith(start))


if __name__ == "__main__":
    print(reference(), end="")

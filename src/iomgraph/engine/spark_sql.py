"""Plans as Spark SQL: sqlglot's translation, and before it what the two engines' functions do differently.

DuckDB's functions: <https://duckdb.org/docs/stable/sql/functions/overview>; Spark's:
<https://spark.apache.org/docs/latest/api/sql/>. What both call by one name but do otherwise is written here as what
DuckDB does.
"""

from collections.abc import Callable

import sqlglot
from sqlglot import exp

from iomgraph.engine.java_regex import java_regex
from iomgraph.engine.letter_case import letters_changed
from iomgraph.engine.macros import inlined
from iomgraph.errors import InputError

SPARK = "spark"
_DUCKDB = "duckdb"
_TEXTS = exp.DataType.build("ARRAY<STRING>", dialect=SPARK)


def spark_sql(plan: exp.Expr | str, *, pretty: bool = False) -> str:
    """`plan`, an expression, or its text, that DuckDB would run, as what Spark runs with the same result.

    Raises InputError where Spark has no way to do it, ValueError where a regular expression in it is not constant or
    has no twin in Java.

    >>> spark_sql(sqlglot.parse_one("SELECT regexp_full_match(a, '[a-z]+') FROM t ORDER BY a", dialect="duckdb"))
    "SELECT a RLIKE '(?d)^(?:[a-z]+)\\\\\\\\z' FROM t ORDER BY a NULLS LAST"
    """
    text = plan if isinstance(plan, str) else plan.sql(_DUCKDB)
    # Read anew from its text, each function is the node that sqlglot has for it, and each order says where null is.
    root = exp.paren(inlined(sqlglot.parse_one(text, dialect=_DUCKDB)), copy=False)
    for node in reversed(list(root.walk())):
        translated = _TRANSLATIONS.get(type(node))
        if translated is not None:
            node.replace(translated(node))
    inner: exp.Expr = root.this
    return inner.sql(SPARK, pretty=pretty)


def _full_match(node: exp.Expr) -> exp.Expr:
    return exp.RegexpLike(this=node.this, expression=_java(f"^(?:{_constant(node.expression)})$"))


def _match(node: exp.Expr) -> exp.Expr:
    return exp.RegexpLike(this=node.this, expression=_pattern(node))


def _with_pattern(node: exp.Expr) -> exp.Expr:
    node.set("expression", _pattern(node))
    return node


def _regexp_replace(node: exp.Expr) -> exp.Expr:
    pattern = _constant(node.expression)
    everywhere = node.args.get("modifiers") is not None and node.args["modifiers"].name == "g"
    # Spark replaces every match; where there can be but one, that is the first.
    if not everywhere and not pattern.startswith("^") and not pattern.endswith(r"\z"):
        raise ValueError(f"Only the first match of the regular expression {pattern} is replaced; Spark replaces all.")
    if set(_constant(node.args["replacement"])) & set("\\$"):
        raise ValueError(f"The replacement for the regular expression {pattern} has a character that Java reads.")
    return exp.RegexpReplace(this=node.this, expression=_java(pattern), replacement=node.args["replacement"])


def _pattern(node: exp.Expr) -> exp.Expr:
    return _java(_constant(node.expression))


def _java(pattern: str) -> exp.Expr:
    return exp.Literal.string(java_regex(pattern))


def _constant(node: exp.Expr) -> str:
    """The text of a literal, or of literals that are joined."""
    if isinstance(node, exp.Paren):
        return _constant(node.this)
    if isinstance(node, exp.DPipe):
        return _constant(node.this) + _constant(node.expression)
    if isinstance(node, exp.Literal) and node.is_string:
        return str(node.this)
    raise ValueError(f"The regular expression {node.sql(_DUCKDB)} is not constant.")


def _function(node: exp.Expr) -> exp.Expr:
    arguments = node.expressions
    match node.name.lower():
        case "error":
            return exp.Anonymous(this="raise_error", expressions=arguments)
        case "url_encode":
            # Java's is that of forms.
            encoded: exp.Expr = exp.Anonymous(this="url_encode", expressions=arguments)
            for found, meant in (("+", "%20"), ("*", "%2A"), ("%7E", "~")):
                encoded = _replace(encoded, found, meant)
            return encoded
        case "to_json":
            # Spark's takes no text, but a list of them; what its brackets hold begins and ends with quotation marks.
            (value,) = arguments
            listed = exp.Anonymous(this="to_json", expressions=[exp.Array(expressions=[value])])
            written = exp.Trim(this=listed, expression=exp.Literal.string("[]"), position="BOTH")
            is_there = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
            return exp.Case(ifs=[exp.If(this=is_there, true=written)])
        case "strlen":
            return exp.Anonymous(this="octet_length", expressions=arguments)
    return node


def _letter_case(function: str) -> Callable[[exp.Expr], exp.Expr]:
    def translated(node: exp.Expr) -> exp.Expr:
        changed, into = map(exp.Literal.string, letters_changed(function))
        return exp.Translate(this=node.this, from_=changed, to=into)

    return translated


def _split(node: exp.Expr) -> exp.Expr:
    """Spark splits by a regular expression; both split by "" into characters, DuckDB by null into the text itself."""
    nothing = exp.EQ(this=exp.paren(node.expression), expression=exp.Literal.string(""))
    quoted = exp.DPipe(
        this=exp.DPipe(this=exp.Literal.string(r"\Q"), expression=_replace(node.expression.copy(), r"\E", r"\E\\E\Q")),
        expression=exp.Literal.string(r"\E"),
    )
    separator = exp.Case(ifs=[exp.If(this=nothing, true=exp.Literal.string(""))], default=quoted)
    never = exp.Literal.string("(?!)")
    return exp.Anonymous(this="split", expressions=[node.this, exp.Coalesce(this=separator, expressions=[never])])


def _array_to_string(node: exp.Expr) -> exp.Expr:
    return exp.ArrayToString(this=exp.cast(node.this, _TEXTS), expression=node.expression)


def _replace(value: exp.Expr, found: str, meant: str) -> exp.Expr:
    return exp.Replace(this=value, expression=exp.Literal.string(found), replacement=exp.Literal.string(meant))


def _select(node: exp.Expr) -> exp.Expr:
    """Lists become rows by a lateral join: Spark takes but one of them among the columns of a query."""
    assert isinstance(node, exp.Select)
    listed = [each for each in node.expressions if isinstance(each.unalias(), exp.Explode)]
    if len(listed) < 2:
        return node
    arrays = exp.Anonymous(this="arrays_zip", expressions=[each.unalias().this for each in listed])
    names = [exp.to_identifier(each.alias) for each in listed]
    for each in listed:
        each.replace(exp.column(each.alias, table="unnested"))
    return node.join(_lateral("inline", arrays, "unnested", names), join_type="cross", copy=False)


def _join(node: exp.Expr) -> exp.Expr:
    """A list of the row itself, each item with its place, which counts from 1."""
    query = node.this.unnest()
    if not isinstance(query, exp.Select) or query.args.get("from_") is not None:
        return node
    if query.find(exp.Table):
        raise InputError("Spark cannot split what fn:lookup gives; run the mapping with --engine duckdb.")
    item, place = query.expressions
    variables = [exp.to_identifier(name) for name in ("item", "place")]
    counted = exp.Add(this=exp.column("place"), expression=exp.Literal.number(1))
    pair = exp.Anonymous(this="struct", expressions=[exp.column("item"), counted])
    with_places = exp.Transform(this=item.unalias().this, expression=exp.Lambda(this=pair, expressions=variables))
    names = [exp.to_identifier(each.alias) for each in (item, place)]
    node.set("this", _lateral("inline", with_places, node.this.alias, names))
    return node


def _lateral(function: str, argument: exp.Expr, name: str, columns: list[exp.Identifier]) -> exp.Lateral:
    alias = exp.TableAlias(this=exp.to_identifier(name), columns=columns)
    return exp.Lateral(this=exp.Anonymous(this=function, expressions=[argument]), alias=alias, view=False)


_TRANSLATIONS: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Anonymous: _function,
    exp.ArrayToString: _array_to_string,
    exp.Join: _join,
    exp.Lower: _letter_case("lower"),
    exp.RegexpExtract: _with_pattern,
    exp.RegexpExtractAll: _with_pattern,
    exp.RegexpFullMatch: _full_match,
    exp.RegexpLike: _match,
    exp.RegexpReplace: _regexp_replace,
    exp.Select: _select,
    exp.Split: _split,
    exp.Upper: _letter_case("upper"),
}

"""What every engine promises, asked of Spark: tables, their rows in order, results and refusals."""

from pathlib import Path

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from iomgraph.engine import CsvFiles, Engine, OrderedText
from iomgraph.errors import InputError

pytestmark = pytest.mark.xdist_group("spark")


def query(sql: str) -> exp.Query:
    parsed = sqlglot.parse_one(sql, dialect="duckdb")
    assert isinstance(parsed, exp.Query)
    return parsed


def test_csv_is_read_as_duckdb_reads_it(tmp_path: Path, duckdb: Engine, spark: Engine) -> None:
    file = tmp_path / "a b.csv"
    file.write_bytes(b'\xef\xbb\xbfid,"na,me",x\r\n1,"two\r\nlines ""q""",NULL\r\n2,, 3 \r\n3,"",-\r\n')
    made = []
    for engine in (duckdb, spark):
        engine.add_csv(str(file), CsvFiles([file], 3, ",", ["-"]), {"id": 0, "na,me": 1, "x": 2})
        made.append(
            [
                tuple(row)
                for row in engine.rows(query(f'SELECT id, "na,me", x, rowid FROM "{file}" ORDER BY rowid DESC'))
            ]
        )
        assert engine.columns(str(file)) == ["id", "na,me", "x"]
    assert made[0] == made[1]
    assert made[0][0] == ("3", None, None, 2)


def test_batches_are_numbered_on(spark: Engine) -> None:
    table = pa.table({"n": [str(number) for number in range(10)], "many": [[{"value": "x"}]] * 10})
    spark.add_batches("batches", table.to_reader(3))
    found = spark.rows(query("SELECT n, rowid, b.many[1].value FROM batches AS b ORDER BY rowid"))
    assert [tuple(row) for row in found] == [(str(number), number, "x") for number in range(10)]
    read = spark.batches(query("SELECT n, many FROM batches ORDER BY n DESC")).read_all()
    assert read.to_pylist() == table.to_pylist()[::-1]


def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, spark: Engine) -> None:
    file = tmp_path / "wide.csv"
    file.write_text("a,b\n1,2,3\n", encoding="utf-8")
    with pytest.raises(InputError, match="CSV Error on Line: 2"):
        spark.add_csv("wide", CsvFiles([file], 2, ",", []), {"a": 0})


def test_rows_of_a_result_are_numbered_in_their_order(spark: Engine) -> None:
    spark.add_table("numbers", pa.table({"n": [f"{number * 7919 % 5000:04}" for number in range(5000)]}))
    spark.add_result("in order", query('SELECT n AS "#a.b", [n] AS many FROM numbers ORDER BY n'))
    assert spark.columns("in order") == ["#a.b", "many"]
    wrong = query('SELECT count(*), sum(CASE WHEN CAST("#a.b" AS INTEGER) <> rowid THEN 1 ELSE 0 END) FROM "in order"')
    assert [tuple(row) for row in spark.rows(wrong)] == [(5000, 0)]
    spark.add_result("empty", query("SELECT n FROM numbers WHERE n = 'x'"))
    assert list(spark.rows(query("SELECT n, rowid FROM empty"))) == []


def test_names_differ_in_more_than_case(spark: Engine) -> None:
    spark.add_table("Taken", pa.table({"x": ["a"]}))
    assert spark.free_name("taken") == "taken (2)"
    assert spark.columns("none") == []


def test_text_in_the_order_of_the_bytes(duckdb: Engine, spark: Engine) -> None:
    letters = ["\U0001f600", "\uffff", "é", "z", "a", "A\t", "", "A"]
    line: exp.Expression = exp.maybe_parse("concat(t.x, CASE WHEN t.x <> '' THEN '\n' END)", dialect="duckdb")
    plan = OrderedText(query("SELECT x, x AS y FROM letters"), "t", "y", line)
    for engine in (duckdb, spark):
        engine.add_table("letters", pa.table({"x": letters}))
    assert b"".join(spark.text([plan])) == b"".join(duckdb.text([plan]))


def test_a_refused_value_is_told_in_the_words_of_the_plan(spark: Engine) -> None:
    spark.add_table("given", pa.table({"x": ["a", "b c"]}))
    refused = "<#M> makes an IRI with a character that no IRI has: b c"
    made = sqlglot.parse_one("valid_iri(x, '<#M>')", dialect="duckdb")
    plan = exp.select(exp.alias_(made, "made")).from_("given")
    for run in (
        lambda: list(spark.rows(plan)),
        lambda: spark.add_result("made", plan),
        lambda: list(spark.text([OrderedText(plan, "t", "made", exp.column("made", table="t"))])),
    ):
        with pytest.raises(InputError) as refusal:
            run()
        assert str(refusal.value) == refused


def test_what_is_looked_up(duckdb: Engine, spark: Engine) -> None:
    same = "SELECT max(l.result) FROM l WHERE l.key = (t.x || 'X')"
    alike = "SELECT CASE WHEN min(l.result) = max(l.result) THEN max(l.result) END FROM l"
    found = query(f"SELECT ({same}), ({alike} WHERE folded_name(l.key) = folded_name(t.x)) FROM t ORDER BY t.x")
    for engine in (duckdb, spark):
        engine.add_table("l", pa.table({"key": ["aX", "É-X", "e x", "a"], "result": ["1", "2", "3", "4"]}))
        engine.add_table("t", pa.table({"x": ["a", "é x", "A", None]}))
        made = [tuple(row) for row in engine.rows(found)]
        assert made == [(None, "4"), ("1", "4"), (None, None), (None, None)]


def test_a_list_of_what_was_looked_up_is_refused(spark: Engine) -> None:
    looked_up = "string_split((SELECT max(l.result) FROM l WHERE l.key = t.x), ';')"
    values = f"(SELECT unnest({looked_up}) AS item, generate_subscripts({looked_up}, 1) AS place)"
    with pytest.raises(InputError, match="cannot split what fn:lookup gives"):
        spark.sql(query(f"SELECT v.item FROM t CROSS JOIN {values} AS v"))


def test_what_java_reads_otherwise_is_not_run(spark: Engine) -> None:
    with pytest.raises(ValueError, match="may mean something else to Java"):
        spark.sql(query(r"SELECT regexp_matches('a', '\bword')"))
    with pytest.raises(ValueError, match="Spark replaces all"):
        spark.sql(query("SELECT regexp_replace('aa', 'a', 'b')"))

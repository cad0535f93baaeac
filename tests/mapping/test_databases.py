"""SQL databases as mappings read them: real servers, natural datatypes, and passwords that no output holds."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.mapping import Mapping
from tests.conformance.databases import friends_as_sql
from tests.conformance.rml import Outcome, cases, run_in
from tests.servers.databases import PASSWORD, USER, Server, mariadb, postgresql

from .conftest import BASE, PREFIXES

XSD = "http://www.w3.org/2001/XMLSchema#"
D2RQ = "@prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> ."


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    with mariadb() as server:
        yield server


def mapping(dsn: str, iterator: str, reference: str, kind: str = "Table", further: str = "") -> str:
    return mapping_of_all(dsn, iterator, [reference], kind, further)


def mapping_of_all(dsn: str, iterator: str, references: list[str], kind: str = "Table", further: str = "") -> str:
    maps = " , ".join(
        f"[ rml:predicate ex:p{number:03} ; rml:objectMap [ rml:reference '''{reference}''' ] ]"
        for number, reference in enumerate(references)
    )
    return f"""{PREFIXES} {D2RQ}
    <#M> rml:logicalSource [ rml:source [ a d2rq:Database ; d2rq:jdbcDSN '''{dsn}''' ; {further} ] ;
        rml:iterator '''{iterator}''' ; rml:referenceFormulation rml:SQL2008{kind} ] ;
      rml:subject ex:s ; rml:predicateObjectMap {maps} ."""


def terms(folder: Path, text: str) -> list[str]:
    """The objects of the quads, as they are written."""
    file = folder / "mapping.ttl"
    file.write_text(text, encoding="utf-8")
    with Mapping([file], BASE) as made:
        return [line.split(" ", 2)[2].removesuffix(" .") for line in made.lines()]


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMGRAPH_DB_USER", USER)
    monkeypatch.setenv("IOMGRAPH_DB_PASSWORD", PASSWORD)


POSTGRESQL = {
    "integer": ("7", f'"7"^^<{XSD}integer>'),
    "bigint": ("9007199254740993", f'"9007199254740993"^^<{XSD}integer>'),
    "numeric(10,2)": ("1.50", f'"1.50"^^<{XSD}decimal>'),
    "numeric": ("NaN", '"nan"'),
    "real": ("0.1", f'"1.0E-1"^^<{XSD}double>'),
    "double precision": ("37", f'"3.7E1"^^<{XSD}double>'),
    "boolean": ("true", f'"true"^^<{XSD}boolean>'),
    "date": ("2020-01-31", f'"2020-01-31"^^<{XSD}date>'),
    "timestamp": ("2020-01-31 12:00:00.12", f'"2020-01-31T12:00:00.12"^^<{XSD}dateTime>'),
    "timestamptz": ("2020-01-31 12:00:00+02", f'"2020-01-31T10:00:00Z"^^<{XSD}dateTime>'),
    "time": ("01:02:03", f'"01:02:03"^^<{XSD}time>'),
    "interval": ("1 day", '"1 day"'),
    "bytea": (r"\x0aff", f'"0AFF"^^<{XSD}hexBinary>'),
    "text": ("é", '"é"'),
    "char(3)": ("ab", '"ab "'),
    "uuid": ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", '"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"'),
    "jsonb": ("[1]", '"[1]"'),
    "integer[]": ("{1,2}", '"{1,2}"'),
    "inet": ("10.0.0.1", '"10.0.0.1/32"'),
    "money": ("1.5", '"$1.50"'),
}


@pytest.mark.usefixtures("credentials")
def test_natural_datatypes_of_postgresql(postgresql_server: Server, tmp_path: Path) -> None:
    columns = ", ".join(f'"{kind}" {kind}' for kind in POSTGRESQL)
    values = ", ".join(f"'{value}'" for value, _ in POSTGRESQL.values())
    postgresql_server.run(f'SET lc_monetary = "C"; CREATE TABLE "Kinds" ({columns});')
    postgresql_server.run(f'INSERT INTO "Kinds" VALUES ({values}); INSERT INTO "Kinds" DEFAULT VALUES;')
    expected = [term for _, term in POSTGRESQL.values()]
    query = 'SELECT * FROM public."Kinds" -- all of them'
    for table, kind in (("Kinds", "Table"), ('public."Kinds"', "Table"), (query, "Query")):
        assert terms(tmp_path, mapping_of_all(postgresql_server.dsn, table, list(POSTGRESQL), kind)) == expected


MARIADB = {
    "int": ("7", f'"7"^^<{XSD}integer>'),
    "bigint unsigned": ("18446744073709551615", f'"18446744073709551615"^^<{XSD}integer>'),
    "decimal(10,2)": ("1.50", f'"1.50"^^<{XSD}decimal>'),
    "float": ("0.1", f'"1.0E-1"^^<{XSD}double>'),
    "double": ("37", f'"3.7E1"^^<{XSD}double>'),
    "boolean": ("1", f'"true"^^<{XSD}boolean>'),
    "date": ("2020-01-31", f'"2020-01-31"^^<{XSD}date>'),
    "datetime(2)": ("2020-01-31 12:00:00.12", f'"2020-01-31T12:00:00.12"^^<{XSD}dateTime>'),
    "time": ("01:02:03", f'"01:02:03"^^<{XSD}time>'),
    "time(1)": ("26:02:03", '"26:02:03"'),
    "year": ("2020", f'"2020"^^<{XSD}integer>'),
    "bit(4)": ("5", f'"5"^^<{XSD}integer>'),
    "blob": ("ab", f'"6162"^^<{XSD}hexBinary>'),
    "text": ("é😀", '"é😀"'),
    "char(3)": ("ab", '"ab"'),
    "json": ("[1]", '"[1]"'),
}


@pytest.mark.usefixtures("credentials")
def test_natural_datatypes_of_mariadb(mariadb_server: Server, tmp_path: Path) -> None:
    columns = ", ".join(f"`{kind}` {kind}" for kind in MARIADB)
    values = ", ".join("5" if kind == "bit(4)" else f"'{value}'" for kind, (value, _) in MARIADB.items())
    mariadb_server.run(f"CREATE TABLE Kinds ({columns}); INSERT INTO Kinds VALUES ({values}); ")
    mariadb_server.run("INSERT INTO Kinds () VALUES ();")
    expected = [term for _, term in MARIADB.values()]
    assert terms(tmp_path, mapping_of_all(mariadb_server.dsn, "Kinds", list(MARIADB))) == expected
    query = 'SELECT "int" + 1 AS x FROM "Kinds"'
    assert terms(tmp_path, mapping(mariadb_server.dsn, query, "x", "Query")) == [f'"8"^^<{XSD}integer>']
    mariadb_server.run("CREATE TABLE flags (a boolean, b timestamp); SET time_zone = '+02:00';")
    mariadb_server.run("SET time_zone = '+02:00'; INSERT INTO flags VALUES (7, '2020-01-31 12:00:00');")
    assert terms(tmp_path, mapping(mariadb_server.dsn, "flags", "a")) == [f'"7"^^<{XSD}integer>']
    assert terms(tmp_path, mapping(mariadb_server.dsn, "flags", "b")) == [f'"2020-01-31T10:00:00Z"^^<{XSD}dateTime>']


def sqlite_file(folder: Path, statements: str) -> None:
    with sqlite3.connect(folder / "f.db") as database:
        database.executescript(statements)
    database.close()


@pytest.mark.parametrize(
    ("declared", "value", "expected"),
    [
        ("INTEGER", "7", f'"7"^^<{XSD}integer>'),
        ("DECIMAL(10,2)", "1.5", f'"1.5"^^<{XSD}decimal>'),
        ("REAL", "37", f'"3.7E1"^^<{XSD}double>'),
        ("BOOLEAN", "1", f'"true"^^<{XSD}boolean>'),
        ("DATE", "'2020-01-31'", f'"2020-01-31"^^<{XSD}date>'),
        ("DATE", "'in May'", '"in May"'),
        ("TIMESTAMP", "'2020-01-31 12:00:00'", f'"2020-01-31T12:00:00"^^<{XSD}dateTime>'),
        ("TIME", "'01:02:03'", f'"01:02:03"^^<{XSD}time>'),
        ("TEXT", "'é'", '"é"'),
        ("BLOB", "x'0aff'", f'"0AFF"^^<{XSD}hexBinary>'),
        ("", "1.5", f'"1.5E0"^^<{XSD}double>'),
        ("INTEGER", "'text in a column of numbers'", '"text in a column of numbers"'),
    ],
)
def test_natural_datatypes_of_sqlite(tmp_path: Path, declared: str, value: str, expected: str) -> None:
    sqlite_file(tmp_path, f'CREATE TABLE t ("A b" {declared}); INSERT INTO t VALUES ({value}), (NULL);')
    assert terms(tmp_path, mapping("jdbc:sqlite:f.db", "t", "A b")) == [expected]
    query = 'SELECT "A b" AS x FROM t ORDER BY 1'
    assert terms(tmp_path, mapping("sqlite:f.db", query, "X", "Query")) == [expected]


def test_a_database_is_only_read(tmp_path: Path) -> None:
    sqlite_file(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    with pytest.raises(InputError):
        terms(tmp_path, mapping("sqlite:f.db", "DELETE FROM t RETURNING a", "a", "Query"))
    assert terms(tmp_path, mapping("sqlite:f.db", "t", "a")) == [f'"1"^^<{XSD}integer>']


def test_many_rows_come_in_batches(tmp_path: Path) -> None:
    rows = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 25000) SELECT x FROM n"
    sqlite_file(tmp_path, f"CREATE TABLE t AS {rows};")
    assert len(terms(tmp_path, mapping("sqlite:f.db", "t", "x"))) == 25_000


def test_r2rml_reads_the_database_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite_file(tmp_path, "CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', 1);")
    monkeypatch.setenv("IOMGRAPH_DB_DSN", f"jdbc:sqlite:{tmp_path / 'f.db'}")
    for table in ('rr:tableName "t"', 'rr:sqlQuery "SELECT upper(a) AS a FROM t"'):
        text = f"""{PREFIXES} @prefix rr: <http://www.w3.org/ns/r2rml#> .
        <#M> rr:logicalTable [ {table} ] ; rr:subject ex:s ;
          rr:predicateObjectMap [ rr:predicate ex:p ; rr:objectMap [ rr:column "A" ] ] ."""
        assert [each.lower() for each in terms(tmp_path, text)] == ['"x"']


@pytest.mark.parametrize(
    ("dsn", "iterator", "kind", "further", "message"),
    [
        ("sqlite:none.db", "t", "Table", "", "none.db cannot be read"),
        ("sqlite:f.db", "u", "Table", "", "no such table: u"),
        ("sqlite:f.db", "b", "Table", "", "no such table"),
        ("sqlite:f.db", "SELECT 1 AS b", "Query", "", "has no column a; it has b"),
        ("sqlite:f.db", "SELEC", "Query", "", "syntax error"),
        ("sqlite:f.db", "t", "Table", 'd2rq:fetchSize 5', "D2RQ/0.1#fetchSize, which iomgraph does not read"),
        ("oracle://h/x", "t", "Table", "", r"oracle://h/x is of a kind that is not read; only mariadb, mysql"),
        ("postgresql://h:port/x", "t", "Table", "", "jdbcDSN is no address"),
        ("${UNSET_DSN}", "t", "Table", "", "environment variable UNSET_DSN, which is not set"),
        ("mysql://h/x?useSSL=false", "t", "Table", "", "option useSSL, which is not read"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(
    tmp_path: Path, dsn: str, iterator: str, kind: str, further: str, message: str
) -> None:
    sqlite_file(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    with pytest.raises(InputError, match=message):
        terms(tmp_path, mapping(dsn, iterator, "a", kind, further))


def mapped(folder: Path, environment: dict[str, str], *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "iomgraph.cli", "--debug", "map", "--mapping", "m.ttl", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )


@pytest.mark.parametrize("mistake", ["syntax", "twice", "term", "unset variable"])
def test_no_mistake_in_a_mapping_shows_its_password(tmp_path: Path, mistake: str) -> None:
    further = {
        "syntax": 'd2rq:password "s3cr3t" ;; [',
        "twice": 'd2rq:password "s3cr3t" , "s3cr3t 2"',
        "term": 'd2rq:password "s3cr3t" ; rml:odd "x"',
        "unset variable": 'd2rq:password "s3cr3t${UNSET_SECRET}"',
    }[mistake]
    (tmp_path / "m.ttl").write_text(mapping("postgresql://127.0.0.1:1/x", "t", "a", "Table", further), encoding="utf-8")
    done = mapped(tmp_path, {})
    assert done.returncode != 0
    assert "m.ttl" in done.stderr
    assert "s3cr3t" not in done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
@pytest.mark.parametrize(
    ("way", "fault"),
    [
        ("address", "none"),
        ("mapping", "none"),
        ("mapping", "explain"),
        ("address", "password"),
        ("mapping", "password"),
        ("environment", "table"),
        ("address", "query"),
        ("mapping", "closed port"),
        ("address", "option"),
    ],
)
def test_no_output_holds_a_password(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, way: str, fault: str
) -> None:
    server: Server = request.getfixturevalue(f"{kind}_server")
    server.run("DROP TABLE IF EXISTS secrets; CREATE TABLE secrets (a int); INSERT INTO secrets VALUES (1);")
    password = "wrong-s3cr3t" if fault == "password" else PASSWORD
    dsn, further, environment = server.dsn, "", {}
    if fault == "closed port":
        dsn = dsn.replace(dsn.split(":")[3].split("/")[0], "1")
    if way == "address":
        dsn += f"?user={USER}&password={password.replace('&', '%26')}"
    elif way == "mapping":
        further = f'd2rq:username "{USER}" ; d2rq:password "{password}"'
    else:
        environment = {"IOMGRAPH_DB_USER": USER, "IOMGRAPH_DB_PASSWORD": password}
    if fault == "option":
        dsn += f"{'&' if '?' in dsn else '?'}odd={password.replace('&', '%26')}"
    iterator, read = ("SELEC", "Query") if fault == "query" else ("nothing" if fault == "table" else "secrets", "Table")
    (tmp_path / "m.ttl").write_text(mapping(dsn, iterator, "a", read, further), encoding="utf-8")
    done = mapped(tmp_path, environment, *(["--explain"] if fault == "explain" else []))
    assert (done.returncode == 0) == (fault in ("none", "explain")), done.stderr
    output = done.stdout + done.stderr
    for secret in ("s3cr3t", PASSWORD):
        assert secret not in output
    if fault == "none":
        assert f'"1"^^<{XSD}integer>' in done.stdout


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_the_case_of_the_suite_on_a_server(
    request: pytest.FixtureRequest, shared: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    (case,) = [each for each in cases(shared / "conformance") if each.name == "RMLSTC0006a"]
    server: Server = request.getfixturevalue(f"{kind}_server")
    server.run(friends_as_sql(case.folder))
    variables = {"CONNECTIONDSN": server.dsn, "USERNAME": USER, "PASSWORD": PASSWORD}
    assert run_in(case, variables) == (Outcome.PASSED, "")


def test_rows_without_references(tmp_path: Path) -> None:
    sqlite_file(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);")
    text = mapping_of_all("sqlite:f.db", "t", []).replace("rml:subject ex:s ; rml:predicateObjectMap  .", "")
    text += "rml:subjectMap [ rml:termType rml:BlankNode ; rml:class ex:C ] ."
    assert terms(tmp_path, text) == ["<https://example.org/ns#C>"] * 2

"""`iomgraph map --engine`: the same bytes, and what is said where Spark cannot run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

MAPPING = """
@prefix rml: <http://w3id.org/rml/> .
<#M> rml:logicalSource [ rml:source [ rml:path "people.csv" ] ; rml:referenceFormulation rml:CSV ] ;
  rml:subjectMap [ rml:template "https://example.org/{id}" ] ;
  rml:predicateObjectMap [ rml:predicate <https://example.org/name> ; rml:objectMap [ rml:reference "name" ] ] .
"""
WITHOUT_PYSPARK = "import sys; sys.modules['pyspark'] = None; from iomgraph.cli import main; main()"


def run(*arguments: str | Path, python: Sequence[str] = ("-m", "iomgraph.cli"), **environment: str) -> tuple[int, str]:
    """The exit code, and what was printed: to standard output where it is 0, else to standard error."""
    done = subprocess.run(
        [sys.executable, *python, "map", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return done.returncode, done.stderr if done.returncode else done.stdout


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text('id,name\n2,"Bo ""B"""\né 1,Ann\n3,\n', encoding="utf-8")
    file = tmp_path / "mapping.ttl"
    file.write_text(MAPPING, encoding="utf-8")
    return file


@pytest.mark.xdist_group("spark")
def test_both_engines_print_the_same(mapping: Path) -> None:
    if shutil.which("java") is None and "CI" not in os.environ:
        pytest.skip("Spark needs Java 17, which is not installed: install a package such as openjdk-17-jre-headless")
    expected = run("--mapping", mapping)
    assert expected[0] == 0
    assert expected[1].count("\n") == 2
    assert run("--mapping", mapping, "--engine", "spark", "--threads", "1") == expected


def test_spark_without_pyspark(mapping: Path) -> None:
    code, said = run("--mapping", mapping, "--engine", "spark", python=("-c", WITHOUT_PYSPARK))
    assert (code, said) == (
        2,
        "The engine spark needs PySpark, which is not installed; run `pip install 'iomgraph[spark]'`.\n",
    )


def test_spark_without_java(mapping: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: run `pip install 'iomgraph[spark]'`")
    code, said = run("--mapping", mapping, "--engine", "spark", JAVA_HOME=str(tmp_path))
    assert (code, said) == (
        2,
        "The engine spark needs Java 17 or newer, which is not found; install it, or set JAVA_HOME.\n",
    )


def test_only_spark_has_a_master(mapping: Path) -> None:
    code, said = run("--mapping", mapping, "--master", "spark://127.0.0.1:7077")
    assert code == 2
    assert "Only Spark runs on a cluster" in said

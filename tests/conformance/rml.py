"""The RML conformance suites, case by case: what iomgraph makes of each mapping against what is expected.

What goes to logical targets is written and read back, and each file that is expected must be there and no other.
"""

import csv
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import chdir
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import pyoxigraph

from iomgraph.errors import InputError
from iomgraph.files import write_whole_files
from iomgraph.mapping import Mapping

from .databases import database_of, environment
from .dumps import read_dump

SUITES = ("rml-core", "rml-io", "rml-fnml", "rml-lv", "rml-cc")
_EXPECTED = ("output.nq", "default.nq")
_DEFAULT, _DUMPS = "default output", "dump*"
_BASE = "http://example.com/"

Outputs = dict[str, set[pyoxigraph.Quad]]

# The base IRI of a suite whose metadata has none; its expected quads show which it is.
_SUITE_BASES = {"rml-cc": "http://example.com/base/"}

# A refusal of what iomgraph does not know is not the error that a case expects.
_NOT_UNDERSTOOD = (
    "which iomgraph does not read",
    "are read; correct it",
    "has the unknown term type",
    "are written; correct it",
    "no triples map",
)


class Outcome(StrEnum):
    """How a case ended."""

    PASSED = "passed"
    DIFFERENT = "other quads than expected"
    REFUSED = "refused, though quads are expected"
    ACCEPTED = "quads, though an error is expected"


@dataclass(frozen=True)
class Case:
    """One case of a suite."""

    suite: str
    name: str
    folder: Path
    base: str
    error_expected: bool


def cases(conformance: Path) -> Iterator[Case]:
    """Every case of every suite below the folder `conformance`, by name."""
    for suite in SUITES:
        with (conformance / suite / "metadata.csv").open(encoding="utf-8", newline="") as stream:
            rows = sorted(csv.DictReader(stream), key=lambda row: row["ID"])
        for row in rows:
            folder = conformance / suite / row["ID"]
            base = row.get("base_iri") or _SUITE_BASES.get(suite, _BASE)
            yield Case(suite, row["ID"], folder, base, row["error"] == "true")


def run(case: Case) -> tuple[Outcome, str]:
    """Run a case; the outcome, and the sentence of a refusal."""
    try:
        outputs = made(case)
    except InputError as refusal:
        understood = not any(words in str(refusal) for words in _NOT_UNDERSTOOD)
        return (Outcome.PASSED if case.error_expected and understood else Outcome.REFUSED), str(refusal)
    if case.error_expected:
        return Outcome.ACCEPTED, ""
    return (Outcome.PASSED if outputs == expected(case) else Outcome.DIFFERENT), ""


@cache
def run_once(case: Case) -> tuple[Outcome, str]:
    """As `run`, from then on from memory."""
    return run(case)


def run_in(case: Case, variables: dict[str, str]) -> tuple[Outcome, str]:
    """Run a case in an environment with `variables`."""
    with environment(variables):
        return run(case)


def made(case: Case) -> Outputs:
    """What a case makes in a copy of its folder: the default output, and by name each file of a logical target."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / case.name
        shutil.copytree(case.folder, folder, ignore=shutil.ignore_patterns(_DUMPS))
        for path in folder.rglob("*"):
            path.chmod(0o755)
        with chdir(folder), database_of(folder), Mapping([folder / "mapping.ttl"], case.base) as mapping:
            quads = "\n".join(mapping.lines()).encode()
            write_whole_files({file: [data] for file, data in mapping.files().items()})
        return {_DEFAULT: _canonical(_parsed(quads))} | _dumps(folder)


def expected(case: Case) -> Outputs:
    """The same, as the suite has it."""
    written = [case.folder / name for name in _EXPECTED if (case.folder / name).is_file()]
    quads = written[0].read_bytes() if written else b""
    return {_DEFAULT: _canonical(_parsed(quads))} | _dumps(case.folder)


def exceptions() -> dict[str, dict[str, str]]:
    """The cases that do not pass, by suite and name, each with the reason."""
    return tomllib.loads((Path(__file__).parent / "rml_exceptions.toml").read_text(encoding="utf-8"))


def section(conformance: Path) -> str:
    """Markdown: how many cases of each suite pass, and why the others do not."""
    lines = [
        "## RML",
        "",
        "A case counts as passed only where the quads are isomorphic to the expected ones, in the default output and",
        "in the file of every logical target, or where an error is expected and it is refused for it.",
        "",
        "| suite | passed | of |",
        "|---|---|---|",
    ]
    details = []
    for suite, reasons in exceptions().items():
        own = [case for case in cases(conformance) if case.suite == suite]
        failed = [(case, outcome) for case in own if (outcome := run_once(case)[0]) is not Outcome.PASSED]
        lines.append(f"| {suite} | {len(own) - len(failed)} | {len(own)} |")
        named = [(case, outcome) for case, outcome in failed if case.name in reasons]
        details += [f"| {case.name} | {outcome} | {reasons[case.name]} |" for case, outcome in named]
        if len(failed) > len(named):
            details.append(
                f"| {len(failed) - len(named)} more of {suite} | {Outcome.REFUSED} | {reasons['otherwise']} |"
            )
    return "\n".join([*lines, "", "| case | outcome | why |", "|---|---|---|", *details, ""])


def _dumps(folder: Path) -> Outputs:
    return {file.name: _canonical(read_dump(file)) for file in folder.glob(_DUMPS)}


def _parsed(quads: bytes) -> Iterable[pyoxigraph.Quad]:
    # The suites write some IRIs that no IRI is; they are compared as they stand.
    return pyoxigraph.parse(quads, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


def _canonical(quads: Iterable[pyoxigraph.Quad]) -> set[pyoxigraph.Quad]:
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)

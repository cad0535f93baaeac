"""The gate and `validate` honour waivers; a baseline lets pass what was there before."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iomgraph.cli import main
from iomgraph.release import Releases

PAGE = "W34-805.en.txt"


@pytest.fixture
def publication(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a publication of one page, whose region and budget are broken."""
    for name in ("ontology", "mappings", "shapes", "queries"):
        (tmp_path / name).symlink_to(repository / name)
    shutil.copytree(repository / "data", tmp_path / "data", ignore=shutil.ignore_patterns("pages"))
    pages = tmp_path / "data" / "records" / "pages"
    pages.mkdir()
    text = (repository / "data" / "records" / "pages" / PAGE).read_text(encoding="utf-8")
    (pages / PAGE).write_text(text.replace("\nEurope\n", "\nAtlantis\n").replace("85000.00", "85O00"), encoding="utf-8")
    shutil.copy(repository / "publication.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    return tmp_path


def iomgraph(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_waivers_open_the_gate_and_the_manifest_says_so(publication: Path) -> None:
    waivers = publication / "data" / "waivers.csv"
    rows = [
        f"{rule},*/project/W34-805*,Agreed on,Ana,2026-11-23" for rule in ("money-amount", "project-region-unknown")
    ]
    waivers.write_text("\n".join(["rule,focus,reason,owner,expires", *rows, "no-rule,*,r,o,2026-11-23", ""]))
    done = iomgraph("publish")
    assert done.exit_code == 0, done.output
    release = Releases(publication / "releases").must_have_current()
    manifest = release.manifest()
    assert (manifest["gate"]["Violation"], manifest["gate"]["waived"]) == (0, 2)
    assert "data/waivers.csv" in manifest["knowledge"]
    report = (release.path / "report.txt").read_text(encoding="utf-8")
    assert "waived: Agreed on (Ana)" in report
    assert "  data/waivers.csv, line 4, field focus" in report.splitlines()


SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <https://example.org/> .
e:named a sh:NodeShape ; sh:targetSubjectsOf e:age ; sh:property e:name-missing .
e:name-missing sh:path e:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Give a name."@en ."""


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Validates five nodes that lack what one rule asks."""
    monkeypatch.chdir(tmp_path)
    Path("shapes.ttl").write_text(SHAPES)
    Path("data.nt").write_text(
        "".join(f'<https://example.org/{n}> <https://example.org/age> "7" .\n' for n in range(5))
    )
    return "validate", "data.nt", "--shapes", "shapes.ttl"


def test_groups_limits_waivers_and_what_fails(options: tuple[str, ...]) -> None:
    done = iomgraph(*options, "--limit", "2")
    assert done.stdout.splitlines()[:4] == [
        "Warning, 5 times: Give a name. [name-missing]",
        "  data.nt, line 1, field https://example.org/name",
        "  data.nt, line 2, field https://example.org/name",
        "  and 3 more",
    ]
    assert done.exit_code == 0
    assert iomgraph(*options, "--fail-on", "warning").exit_code == 1
    Path("waivers.csv").write_text("rule,focus,reason,owner,expires\nname-missing,https://example.org/*,r,o,9999-12-31")
    waived = iomgraph(*options, "--waivers", "waivers.csv", "--fail-on", "info")
    assert (waived.exit_code, waived.stdout.splitlines()[-1]) == (
        0,
        "No violations, no warnings, no remarks, 5 waived.",
    )
    assert iomgraph(*options, "--group-by", "file", "--format", "json").exit_code == 2


def test_a_baseline_is_the_report_of_a_release(options: tuple[str, ...]) -> None:
    missing = iomgraph(*options, "--baseline", "2020-01-01.1")
    assert missing.exit_code == 2
    assert "There is no release 2020-01-01.1" in missing.output
    release = Path("releases/2020-01-01.1")
    release.mkdir(parents=True)
    (release / "report.json").write_text('{"conforms": false, "results": [{"focus": "https://example.org/0"}]}')
    older = iomgraph(*options, "--baseline", "2020-01-01.1")
    assert older.exit_code == 2
    assert "releases/2020-01-01.1/report.json is no report of this version of iomgraph" in older.output

    assert iomgraph(*options, "--format", "json", "-o", str(release / "report.json")).exit_code == 0
    Path("releases/current").symlink_to(release.name)
    with Path("data.nt").open("a") as data:
        data.write('<https://example.org/new> <https://example.org/age> "7" .\n')
    for baseline in ("current", "2020-01-01.1"):
        done = iomgraph(*options, "--baseline", baseline, "--fail-on", "warning")
        assert done.exit_code == 1
        assert done.stdout.splitlines()[1:3] == [
            "  data.nt, line 6, field https://example.org/name",
            "  data.nt, line 1, field https://example.org/name – known",
        ]
        assert done.stdout.splitlines()[-1] == "No violations, 1 warning, no remarks, 5 known."

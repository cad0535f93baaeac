"""The files in `deploy/`, as far as they can be tried without the systems that read them."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest


def test_the_image_is_built_of_all_that_the_wheel_needs(repository: Path) -> None:
    dockerfile = (repository / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--)(.*) \S+$", dockerfile, re.MULTILINE) for name in line.split()}
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [
        *wheel["force-include"],
        *wheel["packages"],
        project["project"]["readme"],
        *project["project"]["license-files"],
    ]
    assert {name.split("/")[0] for name in needed} <= copied
    assert all((repository / name).exists() for name in copied)
    assert re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE) == ["python:3.11-slim"] * 2
    assert re.search(r"^USER iomgraph$", dockerfile, re.MULTILINE)


def test_systemd_reads_the_unit_and_finds_it_hardened(repository: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "iomgraph.service"
    text = (repository / "deploy" / unit.name).read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/iomgraph/bin/iomgraph", "/bin/true"), encoding="utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=25", unit],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout

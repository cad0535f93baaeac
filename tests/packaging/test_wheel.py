"""What `pip install .` gives works in a folder that holds none of the repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, repository], check=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, "-m", "iomgraph.cli", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_publish_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import iomgraph; print(iomgraph.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed)
    done = run(installed, tmp_path, "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    asked = run(installed, tmp_path, "query", "cq03")
    assert asked.returncode == 0, asked.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["releases"]
    assert str(installed).encode() not in (tmp_path / "releases" / "current" / "manifest.json").read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "default_publication/publication.toml",
        "default_publication/data/waivers.csv",
        "server/static/style.css",
        "validation/waivers.toml",
        "validation/formats/words.toml",
    ],
)
def test_files_beside_the_code(installed: Path, name: str) -> None:
    assert (installed / "iomgraph" / name).is_file()


def test_scripts_are_in_it_where_they_are_built(installed: Path, repository: Path) -> None:
    built = repository / "src" / "iomgraph" / "server" / "static" / "built"
    if not built.is_dir():
        pytest.skip("the scripts of the pages are not built: run `make web`, which needs npm")
    names = sorted(file.name for file in built.iterdir())
    assert names == sorted(file.name for file in (installed / "iomgraph/server/static/built").iterdir())
    assert "LICENSES.txt" in names

"""The engines that are compared: how each is made ready and started, and its version.

Each peer lives in a folder of its own below the one given: a virtual environment, or what npm or Maven installs. Node
with npm, Maven and a JDK 17 have to be there: Debian's npm, maven and openjdk-17-jdk-headless.
"""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
_POM = _HERE / "pom.xml"
_NODE_PACKAGES = ("shacl-engine", "n3", "@rdfjs/dataset", "@rdfjs/data-model")


@dataclass(frozen=True)
class Run:
    """What one run took, and what it found."""

    load: float
    validate: float
    cpu: float
    peak: float
    results: Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Contestant:
    """An engine: `command` is what takes the data and the shapes, `folder` where it runs, `most` what it can bear."""

    name: str
    version: str
    command: tuple[str, ...]
    folder: Path
    most: int

    def run(self, data: Path, shapes: Path) -> Run:
        """Run it in a process of its own; `cpu` seconds and the `peak` of memory in MiB are those of the process."""
        source = os.pathsep.join(sys.path)
        environment = {**os.environ, "PYTHONPATH": source} if self.name == "iomgraph" else {**os.environ}
        command = [*self.command, str(data), str(shapes)]
        with subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            written = process.stdout.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{self.name} has failed")
        told = json.loads(written)
        results = Counter(tuple(result) for result in told["results"])
        cpu = usage.ru_utime + usage.ru_stime
        return Run(told["load"], told["validate"], cpu, usage.ru_maxrss / 1024, results)


def contestants(peers: Path) -> list[Contestant]:
    """All of them; what is not yet installed below `peers` is installed now."""
    own = _python(sys.executable, "iomgraph", 1_000_000)
    return [
        own,
        _python(sys.executable, "pyshacl", 10_000),
        _pyrudof(peers),
        _shacl_engine(peers),
        _java(peers, "jena-shacl", "JenaShacl"),
        _java(peers, "topbraid-shacl", "TopBraidShacl"),
    ]


def _python(python: str, package: str, most: int) -> Contestant:
    asked = [python, "-c", f"from importlib.metadata import version; print(version({package!r}))"]
    version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    return Contestant(package, version, (python, str(_HERE / "engine_run.py"), package), _HERE, most)


def _pyrudof(peers: Path) -> Contestant:
    environment = peers / "pyrudof"
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pyrudof"], check=True)
    return _python(str(python), "pyrudof", 10_000)


def _shacl_engine(peers: Path) -> Contestant:
    folder = peers / "shacl-engine"
    installed = folder / "node_modules" / "shacl-engine" / "package.json"
    if not installed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}\n", encoding="utf-8")
        subprocess.run(["npm", "install", "--silent", *_NODE_PACKAGES], cwd=folder, check=True)
    version = json.loads(installed.read_text(encoding="utf-8"))["version"]
    command = ("node", "--max-old-space-size=8192", str(_HERE / "shacl_engine.mjs"))
    return Contestant("shacl-engine", version, command, folder, 10_000)


def _java(peers: Path, name: str, program: str) -> Contestant:
    """An engine whose packages are those of a profile of `pom.xml`, run by a program of our own."""
    folder = peers / name
    jars = f"{folder / 'lib'}/*"
    if not (folder / "classes" / f"{program}.class").exists():
        copied = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder / 'lib'}")
        subprocess.run(["mvn", "-q", "-f", _POM, f"-P{name}", *copied], check=True)
        sources = (_HERE / "Told.java", _HERE / f"{program}.java")
        subprocess.run(["javac", "-cp", jars, "-d", folder / "classes", *sources], check=True)
    command = ("java", "-Xmx8g", "-cp", f"{folder / 'classes'}{os.pathsep}{jars}", program)
    return Contestant(name, _version(name), command, folder, 1_000_000)


def _version(profile: str) -> str:
    (version,) = (
        each.findtext("dependencies/dependency/version", "")
        for each in ET.parse(_POM).iter("profile")
        if each.findtext("id") == profile
    )
    return version

"""The mappers that are compared: how each is installed, started and asked for its version.

Each peer lives in a virtual environment of its own, made on first use: what they pin excludes each other. What was
tried and cannot take part is in `LEFT_OUT`, with the reason.
"""

import json
import re
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import mapping_dialects

SOURCE = "projects.csv"

LEFT_OUT = {
    "RMLMapper 6.1": "hdt-java and function-agent-java, which it needs to start, are not on Maven Central",
    "CARML": "no release with a command line is on Maven Central",
}


class Tool(ABC):
    """A mapper with a number of threads or processes to run on, the same as the cores that it is given."""

    name: str
    parallel = False

    def __init__(self, cores: int) -> None:
        self.cores = cores

    @property
    def output(self) -> str:
        """The name of the file that it writes."""
        return f"{self.name}-{self.cores}.nt"

    @abstractmethod
    def install(self, environments: Path) -> str:
        """Make it ready below `environments` and say which version it is."""

    @abstractmethod
    def command(self, folder: Path) -> Sequence[str]:
        """What a user types in `folder`, which holds the source; writes the mapping, and what else it needs, there."""


class Iomgraph(Tool):
    """The package as the environment that runs the benchmark has it."""

    name = "iomgraph"
    parallel = True

    @property
    def output(self) -> str:
        return f"{self.name}-{self.cores}.nq"

    def install(self, environments: Path) -> str:
        python = Path(sys.executable)
        return ", ".join(f"{each} {_version(python, each)}" for each in ("iomgraph", "duckdb", "pyarrow"))

    def command(self, folder: Path) -> Sequence[str]:
        return [sys.executable, "-m", "iomgraph.cli", *self.arguments(folder)]

    def arguments(self, folder: Path) -> Sequence[str]:
        """What follows the name of the program."""
        (folder / "current.rml.ttl").write_text(mapping_dialects.current_terms(), encoding="utf-8")
        return ["map", "--threads", f"{self.cores}", "--mapping", "current.rml.ttl", "-o", self.output]


class MorphKGC(Tool):
    """morph-kgc, with what it pins; takes a plain text as its source."""

    name = "morph-kgc"
    parallel = True
    module = "morph_kgc"
    requirements: tuple[str, ...] = ("morph-kgc>=2.10,<2.11", "duckdb<2", "rdflib<7.3", "pandas<3")

    def install(self, environments: Path) -> str:
        self._python = _environment(environments / self.name, self.requirements)
        packages = [re.split(r"[<>=]", each)[0] for each in self.requirements]
        return ", ".join(f"{each} {_version(self._python, each)}" for each in packages)

    def command(self, folder: Path) -> Sequence[str]:
        (folder / "plain.rml.ttl").write_text(mapping_dialects.current_terms_with_plain_source(), encoding="utf-8")
        settings = folder / f"{self.output}.ini"
        settings.write_text(
            f"[CONFIGURATION]\noutput_file: {self.output}\noutput_format: N-TRIPLES\n"
            f"number_of_processes: {self.cores}\n[DataSource1]\nmappings: plain.rml.ttl\n",
            encoding="utf-8",
        )
        return [str(self._python), "-m", self.module, settings.name]


class Worph(MorphKGC):
    """worph, which reads the configuration of morph-kgc but has no processes to set."""

    name = "worph"
    parallel = False
    module = "worph"
    requirements = ("worph>=0.1.11",)


class SDMRDFizer(Tool):
    """SDM-RDFizer, which takes a folder for its output; needs the ODBC library of the system to start."""

    name = "sdm-rdfizer"

    @property
    def output(self) -> str:
        return f"{self.name}/projects.nt"

    def install(self, environments: Path) -> str:
        self._python = _environment(environments / self.name, ("rdfizer>=4.7",))
        return f"rdfizer {_version(self._python, 'rdfizer')}"

    def command(self, folder: Path) -> Sequence[str]:
        (folder / self.name).mkdir(exist_ok=True)
        (folder / "older.rml.ttl").write_text(mapping_dialects.older_terms(), encoding="utf-8")
        (folder / "sdm-rdfizer.ini").write_text(
            "[default]\nmain_directory: .\n[datasets]\nnumber_of_datasets: 1\n"
            f"output_folder: {self.name}\nall_in_one_file: no\nremove_duplicate: yes\nenrichment: yes\nname: projects\n"
            "ordered: yes\noutput_format: n-triples\nlarge_file: true\n"
            "[dataset1]\nname: projects\nmapping: older.rml.ttl\n",
            encoding="utf-8",
        )
        return [str(self._python), "-m", "rdfizer", "-c", "sdm-rdfizer.ini"]


class RocketRML(Tool):
    """RocketRML, a library of node without a command: a script of one call stands for it."""

    name = "rocketrml"

    def install(self, environments: Path) -> str:
        self._package = environments / self.name / "node_modules" / self.name
        if not self._package.exists():
            (environments / self.name).mkdir(parents=True, exist_ok=True)
            # Its scripts only build readers of XML.
            npm = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "rocketrml@2.1"]
            subprocess.run(npm, cwd=environments / self.name, check=True)
        version = json.loads((self._package / "package.json").read_text(encoding="utf-8"))["version"]
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
        return f"rocketrml {version}, node {node}"

    def command(self, folder: Path) -> Sequence[str]:
        (folder / "older.rml.ttl").write_text(mapping_dialects.older_terms(), encoding="utf-8")
        call = (
            f"require({json.dumps(str(self._package))})"
            f".parseFile('older.rml.ttl', {json.dumps(self.output)}, {{toRDF: true, replace: false}})"
            ".catch(error => { console.error(error); process.exit(1) })"
        )
        return ["node", "-e", call]


def _environment(folder: Path, requirements: Sequence[str]) -> Path:
    """The interpreter of a virtual environment that holds `requirements`."""
    python, installed = folder / "bin" / "python", folder / "installed"
    if not installed.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *requirements], check=True)
        installed.touch()
    return python


def _version(python: Path, package: str) -> str:
    code = f"import importlib.metadata; print(importlib.metadata.version({package!r}))"
    return subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True).stdout.strip()

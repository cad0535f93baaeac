"""The data that is served: invented projects as records in a table, published like any other source.

Titles, dates, states and amounts are those of `project_records`; what a project does is told in prose that names
processes and bodies of the reference data, so that a release has the participations and the evidence of real ones.
"""

import csv
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from project_records import project_records

_ROOT = Path(__file__).parents[2]
_FIELDS = (
    "project_id prima_id title language description start end status project_type budget_amount budget_currency "
    "coverage funding_year region benefiting_states other_benefiting_states address"
).split()
_TYPES = ("TCMMCB", "Community and Economic Development", "Labour Migration", "Counter-Trafficking", "Research")
_REGIONS = ("Europe", "Africa", "Asia and the Pacific", "Latin America and the Caribbean")
_FORMS = ("a senior-level meeting", "a working-level seminar", "a study visit", "a training of trainers", "research")
_LIMITS = """
[server]
# All connections of the comparison come from one address.
queries_per_client = 64
"""


def publish(projects: int, folder: Path) -> Path:
    """A publication in `folder` with one release of so many projects; returns the folder of the release."""
    for part in ("data", "mappings", "ontology", "queries", "shapes"):
        (folder / part).symlink_to(_ROOT / part)
    settings = (_ROOT / "publication.toml").read_text(encoding="utf-8")
    (folder / "publication.toml").write_text(settings + _LIMITS, encoding="utf-8")
    records = folder / "projects.csv"
    with records.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_FIELDS)
        writer.writerows(_rows(projects))
    command = [sys.executable, "-m", "iomgraph.cli", "publish", "--allow-violations", str(records)]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return (folder / "releases" / "current").resolve()


def _rows(projects: int, seed: int = 11) -> Iterator[list[str]]:
    chance = random.Random(seed)
    states = _column("states.csv", "name_en")
    processes = [name for name in _column("process_names.csv", "name", language="en") if "rocess" in name]
    bodies = [name for name in _column("organisation_names.csv", "name", language="en", match="folded") if name]
    for record in project_records(projects, seed):
        start = int(record[8][:4])
        benefiting = chance.sample(states, chance.randint(2, 5))
        prose = _prose(chance, chance.choice(processes), chance.choice(bodies), benefiting[0], chance.choice(states))
        yield [
            f"{chance.choice('ABCDEFGHIJ')}{chance.choice('BDFHJL')}.{record[0][1:]}",
            "",
            record[1],
            "en",
            f"{record[4]}. {prose}",
            record[8],
            record[9],
            chance.choice(("Active", "Completed")),
            chance.choice(_TYPES),
            record[10],
            chance.choice(("USD", "USD", "USD", "EUR")),
            "Regional",
            str(start),
            chance.choice(_REGIONS),
            " ".join(benefiting),
            "",
            record[13],
        ]


def _prose(chance: random.Random, process: str, partner: str, first: str, second: str) -> str:
    return (
        f"IOM became a partner of the {process} and provided training. The project supports the {process}, which "
        f"{partner} initiated, through {chance.choice(_FORMS)} for {first} and {second}."
    )


def _column(file: str, name: str, **wanted: str) -> list[str]:
    with (_ROOT / "data" / "reference" / file).open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return [row[name] for row in rows if all(row[key] == value for key, value in wanted.items())]

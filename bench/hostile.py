"""What iomgraph makes of cells that are hard to write: every one must come back as it was."""

import csv
import sys
from pathlib import Path

import pyoxigraph
from measuring import cost_of
from output_set import output_set, quads_by_rapper
from project_records import write_project_records
from tools import SOURCE, Iomgraph

_TITLE = "http://purl.org/dc/terms/title"


def hostile_records(tool: Iomgraph, records: int, folder: Path) -> str:
    """Map hostile records and say that two parsers read the output alike and that every English title is in it.

    Raises AssertionError where they do not, or where a title is lost or changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_project_records(folder / SOURCE, records, hostile=True)
    cost = cost_of(tool.command(folder), folder, tool.cores, folder / "log")
    output = folder / tool.output
    found = output_set(output, folder)
    by_rapper = quads_by_rapper(output)
    if by_rapper != found.quads:
        raise AssertionError(f"rapper reads {by_rapper} quads, pyoxigraph {found.quads}")
    csv.field_size_limit(sys.maxsize)
    with (folder / SOURCE).open(encoding="utf-8", newline="") as stream:
        titles = {record["title_en"] for record in csv.DictReader(stream)}
    made = {
        quad.object.value
        for quad in pyoxigraph.parse(path=output, format=pyoxigraph.RdfFormat.N_QUADS)
        if quad.predicate.value == _TITLE
        and isinstance(quad.object, pyoxigraph.Literal)
        and quad.object.language == "en"
    }
    if made != titles:
        raise AssertionError(f"titles lost or changed: {sorted(titles ^ made)[:3]}")
    return (
        f"{records:,} records with line ends, control characters, words that read as missing values, long texts and "
        f"identifiers that no IRI can hold as they are: {found.quads:,} quads in {cost.wall:.2f} s, read alike by "
        f"pyoxigraph and rapper, every one of {len(titles):,} different English titles unchanged.\n"
    )

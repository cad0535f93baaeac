"""`iomgraph inspect`: how each record was read."""

import json
from pathlib import Path

import click

from iomgraph.cli.arguments import sources_argument
from iomgraph.cli.progress import progress
from iomgraph.linking import inspection
from iomgraph.publication import Publication
from iomgraph.source_graph import read_and_link


@click.command()
@sources_argument
@click.option("--format", "report_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def inspect(publication: Publication, sources: tuple[Path, ...], report_format: str) -> None:
    """Show how SOURCES were read: fields, links, and what stayed unresolved."""
    with progress() as step:
        linked = read_and_link(sources, publication, step)
    records = inspection(linked.tables, publication, {record.key: record.warnings for record in linked.records})
    if report_format == "json":
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for record in records:
        click.echo("\n".join(_lines(record)) + "\n")


def _lines(record: dict[str, object]) -> list[str]:
    """One line per field that has a value; lists have a line for each member."""
    lines = [str(record["file"])]
    for name, value in record.items():
        if name == "file" or value in (None, []):
            continue
        members = value if isinstance(value, list) else [value]
        lines += [f"  {name}: {_shown(member)}" for member in members]
    return lines


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(part)}" for key, part in value.items() if part not in (None, []))
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)

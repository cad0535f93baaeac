"""`iomgraph map`: sources to quads."""

from pathlib import Path

import click

from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.publishing import GRAPH_SYNTAXES, mapped, written_graph

_SUFFIXES = ", ".join(f".{suffix}" for suffix in GRAPH_SYNTAXES)


@click.command(name="map")
@sources_argument
@output_option
@click.option(
    "--format",
    "syntax",
    type=click.Choice(list(GRAPH_SYNTAXES)),
    help="The RDF syntax; default: that of the output's suffix, else nq.",
)
@click.pass_obj
def map_sources(publication: Publication, sources: tuple[Path, ...], output: Path | None, syntax: str | None) -> None:
    """Map SOURCES to RDF.

    N-Quads and TriG hold every named graph; the syntaxes without named graphs hold what a query sees by default.
    """
    chosen = syntax or (output.suffix.removeprefix(".") if output else "nq")
    if chosen not in GRAPH_SYNTAXES:
        raise click.UsageError(f"The suffix of {output} is no RDF syntax: use one of {_SUFFIXES}, or --format.")
    with progress() as step, mapped(sources, publication, step) as mapping:
        data = written_graph(mapping.lines(), chosen, publication)
    write_output(data, output)

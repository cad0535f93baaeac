"""`iomgraph map`: sources to quads."""

from pathlib import Path

import click

from iomgraph.broken_rows import BrokenRows
from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.files import write_whole_files
from iomgraph.mapping import Mapping
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
@click.option(
    "--mapping",
    "mappings",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Run this RML or YARRRML file, or folder, instead of the publication's mappings, on the sources that it names "
    "itself. May be repeated.",
)
@click.option("--base", metavar="IRI", help="With --mapping: what relative IRIs are resolved against.")
@click.option(
    "--on-error",
    type=click.Choice(["stop", "skip"]),
    default="stop",
    show_default=True,
    help="With --mapping: stop at the first row that cannot be read, or leave such rows out and name them on stderr.",
)
@click.option("--explain", is_flag=True, help="Print the SQL that each triples map becomes, and map nothing.")
@click.pass_obj
def map_sources(
    publication: Publication,
    sources: tuple[Path, ...],
    output: Path | None,
    syntax: str | None,
    mappings: tuple[Path, ...],
    base: str | None,
    on_error: str,
    *,
    explain: bool,
) -> None:
    """Map SOURCES to RDF.

    N-Quads and TriG hold every named graph; the syntaxes without named graphs hold what a query sees by default, or
    with --mapping every triple. What a mapping gives a logical target of its own is written there instead.
    """
    if mappings and sources:
        raise click.UsageError("With --mapping the mapping names its own sources: leave out SOURCES.")
    chosen = syntax or (output.suffix.removeprefix(".") if output else "nq")
    if chosen not in GRAPH_SYNTAXES:
        raise click.UsageError(f"The suffix of {output} is no RDF syntax: use one of {_SUFFIXES}, or --format.")
    broken_rows = BrokenRows(skip=on_error == "skip")
    own = Mapping(mappings, base or publication.base, broken_rows=broken_rows) if mappings else None
    for sentence in broken_rows.sentences:
        click.echo(f"Left out: {sentence}", err=True)
    files: dict[Path, bytes] = {}
    with progress() as step, own or mapped(sources, publication, step) as mapping:
        if explain:
            data = mapping.explanation().encode()
        else:
            data = written_graph(mapping.lines(), chosen, publication, all_graphs=bool(mappings))
            files = mapping.files()
    if output is None:
        write_whole_files(files)
        write_output(data, None)
        return
    if output.resolve() in files:
        raise click.UsageError(f"{output} is a logical target of the mapping: name another output.")
    write_whole_files({**files, output: data})

"""`iomgraph map`: sources to quads."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import click

from iomgraph.broken_rows import BrokenRows
from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.compression import COMPRESSION_SUFFIXES, compressed
from iomgraph.engine import ENGINES, Engine, open_engine
from iomgraph.files import Piece, whole_file, write_whole_files
from iomgraph.graph_text import GRAPH_SYNTAXES, graph_text
from iomgraph.mapping import Mapping
from iomgraph.parts import write_parts
from iomgraph.publication import Publication
from iomgraph.release import write_lineage

_LINE_BASED = ("nq", "nt")
_SUFFIXES = ", ".join(f".{suffix}" for suffix in GRAPH_SYNTAXES)


@click.command(name="map")
@sources_argument
@output_option
@click.option(
    "--format",
    "syntax",
    type=click.Choice(list(GRAPH_SYNTAXES)),
    help="The RDF syntax; default: that of the output's suffix, before .gz or .zst if it is compressed; else nq.",
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
    help="Stop at the first row that cannot be read, or leave such rows out and name them on stderr.",
)
@click.option(
    "--engine",
    "engine_name",
    type=click.Choice(ENGINES),
    default="duckdb",
    show_default=True,
    help="What maps; both write the same. Spark needs iomgraph[spark] and Java 17, and pays on clusters alone.",
)
@click.option("--master", metavar="URL", help="With --engine spark: the cluster's master; default: this machine.")
@click.option(
    "--threads", type=click.IntRange(min=1), help="How many threads map; default: as many as there are cores."
)
@click.option(
    "--memory",
    default="1GiB",
    show_default=True,
    metavar="SIZE",
    help="What the tables of DuckDB may take; beyond it they go to temporary files.",
)
@click.option(
    "--parts", is_flag=True, help="Write a folder OUTPUT without its suffixes, of sorted files that make up the graph."
)
@click.option(
    "--lineage",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write for every subject the file, line, record and field that it came from to this Parquet file.",
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
    engine_name: str,
    master: str | None,
    threads: int | None,
    memory: str,
    lineage: Path | None,
    *,
    parts: bool,
    explain: bool,
) -> None:
    """Map SOURCES to RDF.

    N-Quads and TriG hold every named graph; the syntaxes without named graphs hold what a query sees by default, or
    with --mapping every triple. What a mapping gives a logical target of its own is written there instead.
    """
    if mappings and sources:
        raise click.UsageError("With --mapping the mapping names its own sources: leave out SOURCES.")
    chosen = syntax or (_suffix(output) if output else "nq")
    if chosen not in GRAPH_SYNTAXES:
        raise click.UsageError(f"The suffix of {output} is no RDF syntax: use one of {_SUFFIXES}, or --format.")
    if master and engine_name != "spark":
        raise click.UsageError("Only Spark runs on a cluster: add --engine spark, or leave --master out.")
    if parts and (output is None or chosen not in _LINE_BASED):
        raise click.UsageError("Parts are of a file of lines: name one with -o that ends in .nq or .nt.")
    broken_rows = BrokenRows(skip=on_error == "skip")
    with (
        open_engine(engine_name, threads, memory, master) as engine,
        _mapping(publication, sources, mappings, base, broken_rows, engine) as mapping,
    ):
        for sentence in broken_rows.sentences:
            click.echo(f"Left out: {sentence}", err=True)
        if explain:
            write_output([mapping.explanation().encode()], output)
            return
        text = graph_text(mapping, chosen, publication, all_graphs=bool(mappings))
        files: dict[Path, Iterable[Piece]] = {file: [data] for file, data in mapping.files().items()}
        if output and output.resolve() in files:
            raise click.UsageError(f"{output} is a logical target of the mapping: name another output.")
        with whole_file(lineage) if lineage else nullcontext() as stream:
            if stream:
                write_lineage(mapping.lineage(publication.schemas, Path.cwd()).batches(), stream)
            if output and not parts:
                files[output] = compressed(text, output)
            write_whole_files(files)
            if output is None:
                write_output(text, None)
            elif parts:
                folder, packing = _packing(output)
                write_parts(folder.with_name(folder.name.removesuffix(f".{chosen}")), text, f".{chosen}{packing}")


@contextmanager
def _mapping(
    publication: Publication,
    sources: tuple[Path, ...],
    mappings: tuple[Path, ...],
    base: str | None,
    broken_rows: BrokenRows,
    engine: Engine,
) -> Iterator[Mapping]:
    """The mappings given over their own sources, or those of the publication over records."""
    with progress() as step:
        if mappings:
            with Mapping(mappings, base or publication.base, broken_rows=broken_rows, engine=engine) as own:
                yield own
        else:
            from iomgraph.source_graph import mapped  # noqa: PLC0415 a mapping of one's own needs no linking

            with mapped(sources, publication, step, broken_rows, engine) as of_publication:
                yield of_publication


def _suffix(output: Path) -> str:
    """What names the syntax in the name of a file."""
    return _packing(output)[0].suffix.removeprefix(".")


def _packing(output: Path) -> tuple[Path, str]:
    """The file without the suffix of its compression, and that suffix."""
    return (output.with_suffix(""), output.suffix) if output.suffix in COMPRESSION_SUFFIXES else (output, "")

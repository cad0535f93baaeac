"""`iomgraph validate`: a report on sources or on RDF."""

import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.publishing import explained, validated
from iomgraph.validation import DUCKDB, ENGINES, FORMATS, write_report


class _Engine(click.Choice[str]):
    """The engines by name; `set` is what DuckDB was called."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(DUCKDB if value == "set" else value, param, ctx)


@click.command()
@sources_argument
@output_option
@click.option("--format", "report_format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Shapes to use instead of the publication's; a Turtle file or a folder. May be repeated.",
)
@click.option("--language", help="The language of the messages; default: the publication's first.")
@click.option(
    "--engine",
    type=_Engine(ENGINES),
    default=DUCKDB,
    show_default=True,
    help="What validates; all find the same. DuckDB and Spark take each constraint as one query over all nodes, "
    "pySHACL node after node. Spark needs iomgraph[spark] and Java 17, and pays on clusters alone.",
)
@click.option("--master", metavar="URL", help="With --engine spark: the cluster's master; default: this machine.")
@click.option("--explain", is_flag=True, help="Tell how each constraint is evaluated, and why so; no report.")
@click.pass_obj
def validate(
    publication: Publication,
    sources: tuple[Path, ...],
    output: Path | None,
    report_format: str,
    shapes: tuple[Path, ...],
    language: str | None,
    engine: str,
    master: str | None,
    *,
    explain: bool,
) -> None:
    """Hold SOURCES, or RDF files, against the shapes.

    Each result names the file, the line and the field. The exit code is 1 where there is a violation.
    """
    if language and language not in publication.languages:
        raise click.UsageError(
            f"There are no messages in {language}: choose one of {', '.join(publication.languages)}."
        )
    if explain and engine != DUCKDB:
        raise click.UsageError("--explain tells of the queries that DuckDB runs: leave out --engine.")
    if master and engine != "spark":
        raise click.UsageError("Only Spark runs on a cluster: add --engine spark, or leave --master out.")
    with progress() as step:
        if explain:
            text = explained(sources, shapes, publication, step)
        else:
            report = validated(sources, shapes, publication, step, engine, master=master)
    if explain:
        write_output([text.encode()], output)
        return
    text = write_report(report, report_format, language or publication.languages[0])
    write_output([text.encode()], output)
    if not report.publishable:
        sys.exit(1)

"""`iomgraph validate`: a report on sources or on RDF."""

import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.publishing import explained, explained_since, validated, validated_since
from iomgraph.validation import ENGINES, FORMATS, SET, write_report


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
    type=click.Choice(ENGINES),
    default=SET,
    show_default=True,
    help="set: each constraint one query over all nodes; pyshacl: all of it by pySHACL.",
)
@click.option("--explain", is_flag=True, help="Tell how each constraint is evaluated, and why so; no report.")
@click.option("--since", metavar="RELEASE", help="Look only at what differs from this release; the report is the same.")
@click.pass_obj
def validate(
    publication: Publication,
    sources: tuple[Path, ...],
    output: Path | None,
    report_format: str,
    shapes: tuple[Path, ...],
    language: str | None,
    engine: str,
    since: str | None,
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
    if explain and engine != SET:
        raise click.UsageError("--explain tells of the set engine: leave out --engine.")
    if since and engine != SET:
        raise click.UsageError("--since is of the set engine: leave out --engine.")
    with progress() as step:
        if explain:
            text = (
                explained_since(since, sources, shapes, publication, step)
                if since
                else explained(sources, shapes, publication, step)
            )
        elif since:
            report = validated_since(since, sources, shapes, publication, step)
        else:
            report = validated(sources, shapes, publication, step, engine)
    if explain:
        write_output([text.encode()], output)
        return
    text = write_report(report, report_format, language or publication.languages[0])
    write_output([text.encode()], output)
    if not report.publishable:
        sys.exit(1)

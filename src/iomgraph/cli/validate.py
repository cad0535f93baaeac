"""`iomgraph validate`: a report on sources or on RDF."""

import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.publishing import validated
from iomgraph.validation import FORMATS, write_report


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
@click.pass_obj
def validate(
    publication: Publication,
    sources: tuple[Path, ...],
    output: Path | None,
    report_format: str,
    shapes: tuple[Path, ...],
    language: str | None,
) -> None:
    """Hold SOURCES, or RDF files, against the shapes.

    Each result names the file, the line and the field. The exit code is 1 where there is a violation.
    """
    if language and language not in publication.languages:
        raise click.UsageError(
            f"There are no messages in {language}: choose one of {', '.join(publication.languages)}."
        )
    with progress() as step:
        report = validated(sources, shapes, publication, step)
    text = write_report(report, report_format, language or publication.languages[0])
    write_output([text.encode()], output)
    if not report.publishable:
        sys.exit(1)

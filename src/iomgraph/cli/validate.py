"""`iomgraph validate`: a report on sources or on RDF."""

import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.publishing import explained, validated
from iomgraph.validation import ENGINES, FORMATS, SET, Site, write_report


@click.command()
@sources_argument
@output_option
@click.option("--format", "report_format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Shapes to use instead of the publication's; an RDF file or a folder. May be repeated.",
)
@click.option(
    "--site", help="Where the site is served: the HTML report links its pages instead of the resources' addresses."
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
@click.pass_obj
def validate(
    publication: Publication,
    sources: tuple[Path, ...],
    output: Path | None,
    report_format: str,
    shapes: tuple[Path, ...],
    site: str | None,
    language: str | None,
    engine: str,
    *,
    explain: bool,
) -> None:
    """Hold SOURCES, or RDF files, against the shapes.

    Each result names the file, the line and the field, in an RDF file the property. The exit code is 1 where there
    is a violation, 2 where the shapes are ill-formed.
    """
    if language and language not in publication.languages:
        raise click.UsageError(
            f"There are no messages in {language}: choose one of {', '.join(publication.languages)}."
        )
    if site and report_format != "html":
        raise click.UsageError("--site is for links in the HTML report: add --format html.")
    if explain and engine != SET:
        raise click.UsageError("--explain tells of the set engine: leave out --engine.")
    with progress() as step:
        if explain:
            text = explained(sources, shapes, publication, step)
        else:
            report = validated(sources, shapes, publication, step, engine)
    if explain:
        write_output([text.encode()], output)
        return
    linked = Site(publication.base, site) if site else None
    text = write_report(report, report_format, language or publication.languages[0], linked)
    write_output([text.encode()], output)
    if not report.publishable:
        sys.exit(1)

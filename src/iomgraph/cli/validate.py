"""`iomgraph validate`: a report on sources or on RDF."""

import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import SHOWN, output_option, sources_argument
from iomgraph.cli.output import colour_wanted, write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.publishing import allowances, explained, explained_since, validated, validated_since
from iomgraph.validation import ENGINES, FORMATS, SET, Grouping, Severity, Site, text_report, write_report


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
@click.option(
    "--group-by",
    type=click.Choice(Grouping, case_sensitive=False),
    help="What the results in a block of text have in common; default: cause, the one thing to mend.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"How many results of a block of text are shown; default: {SHOWN}."
)
@click.option(
    "--waivers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The table of results to let pass; default: the publication's.",
)
@click.option("--baseline", metavar="RELEASE", help="Let pass what the report of this release, or of current, has.")
@click.option(
    "--fail-on",
    type=click.Choice(Severity, case_sensitive=False),
    default=Severity.VIOLATION,
    show_default="violation",
    help="The least severity of results for which the exit code is 1.",
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
    site: str | None,
    language: str | None,
    engine: str,
    group_by: Grouping | None,
    limit: int | None,
    waivers: Path | None,
    baseline: str | None,
    fail_on: Severity,
    since: str | None,
    *,
    explain: bool,
) -> None:
    """Hold SOURCES, or RDF files, against the shapes.

    Each result names the file, the line and the field, in an RDF file the property. The exit code is 1 where there
    is a violation that is neither waived nor in the baseline, 2 where the shapes are ill-formed.
    """
    if language and language not in publication.languages:
        raise click.UsageError(
            f"There are no messages in {language}: choose one of {', '.join(publication.languages)}."
        )
    if site and report_format != "html":
        raise click.UsageError("--site is for links in the HTML report: add --format html.")
    if explain and engine != SET:
        raise click.UsageError("--explain tells of the set engine: leave out --engine.")
    if since and engine != SET:
        raise click.UsageError("--since is of the set engine: leave out --engine.")
    if report_format != "text" and (group_by is not None or limit is not None):
        raise click.UsageError("--group-by and --limit are for text: leave them out, or leave out --format.")
    # What is validated in part leaves waivers of the rest unused.
    tell_unused = waivers is not None or not (sources or shapes)
    allowed = allowances(publication, waivers, baseline, tell_unused=tell_unused)
    with progress() as step:
        if explain:
            text = (
                explained_since(since, sources, shapes, publication, step)
                if since
                else explained(sources, shapes, publication, step)
            )
        elif since:
            report = allowed.applied_to(validated_since(since, sources, shapes, publication, step))
        else:
            report = allowed.applied_to(validated(sources, shapes, publication, step, engine))
    if explain:
        write_output([text.encode()], output)
        return
    language = language or publication.languages[0]
    if report_format == "text":
        by, shown = group_by or Grouping.CAUSE, SHOWN if limit is None else limit
        text = text_report(report, language, by=by, limit=shown, colour=colour_wanted(output))
    else:
        text = write_report(report, report_format, language, Site(publication.base, site) if site else None)
    write_output([text.encode()], output)
    if report.has(fail_on):
        sys.exit(1)

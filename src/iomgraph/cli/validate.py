"""`iomgraph validate`: a report on sources or on RDF."""

import sys
from pathlib import Path
from typing import Any

import click

from iomgraph.cli.arguments import SHOWN, language_option, output_option, sources_argument
from iomgraph.cli.output import colour_wanted, write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.validating import allowances, explained, explained_since, validated, validated_since
from iomgraph.validation import DUCKDB, ENGINES, FORMATS, Grouping, Severity, Site, text_report, write_report


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
@language_option
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=DUCKDB,
    show_default=True,
    help="What validates; all find the same. DuckDB and Spark take each constraint as one query over all nodes, "
    "pySHACL node after node. Spark needs iomgraph[spark] and Java 17, and pays on clusters alone.",
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
@click.option("--master", metavar="URL", help="With --engine spark: the cluster's master; default: this machine.")
@click.option("--explain", is_flag=True, help="Tell how each constraint is evaluated, and why so; no report.")
@click.option("--since", metavar="RELEASE", help="Look only at what differs from this release; results are the same.")
@click.pass_obj
def validate(
    publication: Publication,
    sources: tuple[Path, ...],
    output: Path | None,
    report_format: str,
    shapes: tuple[Path, ...],
    site: str | None,
    language: str,
    engine: str,
    master: str | None,
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
    _check_options(click.get_current_context().params)
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
            report = allowed.applied_to(validated(sources, shapes, publication, step, engine, master=master))
    if explain:
        write_output([text.encode()], output)
        return
    if report_format == "text":
        by, shown = group_by or Grouping.CAUSE, SHOWN if limit is None else limit
        text = text_report(report, language, by=by, limit=shown, colour=colour_wanted(output))
    else:
        text = write_report(report, report_format, language, Site(publication.base, site) if site else None)
    write_output([text.encode()], output)
    if report.has(fail_on):
        sys.exit(1)


def _check_options(options: dict[str, Any]) -> None:
    """Raise UsageError for options that do not go together."""
    engine, report_format = options["engine"], options["report_format"]
    of_text = options["group_by"] is not None or options["limit"] is not None
    wrong = {
        "--site is for links in the HTML report: add --format html.": options["site"] and report_format != "html",
        "--explain tells of the queries that DuckDB runs: leave out --engine.": options["explain"] and engine != DUCKDB,
        "--since looks at little, which DuckDB does: leave out --engine.": options["since"] and engine != DUCKDB,
        "Only Spark runs on a cluster: add --engine spark, or leave --master out.": options["master"]
        and engine != "spark",
        "--group-by and --limit are for text: leave them out, or leave out --format.": of_text
        and report_format != "text",
    }
    for sentence, is_wrong in wrong.items():
        if is_wrong:
            raise click.UsageError(sentence)

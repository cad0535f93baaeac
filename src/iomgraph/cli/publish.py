"""`iomgraph publish`: the main job."""

import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import SHOWN, sources_argument
from iomgraph.cli.output import colour_wanted
from iomgraph.cli.progress import progress
from iomgraph.cli.pruned import pruned_line
from iomgraph.publication import Publication
from iomgraph.publishing import publish as publish_sources
from iomgraph.validation import Severity, text_report


@click.command()
@sources_argument
@click.option("--allow-violations", is_flag=True, help="Publish although there are violations; the manifest says so.")
@click.pass_obj
def publish(publication: Publication, sources: tuple[Path, ...], *, allow_violations: bool) -> None:
    """Read SOURCES (pages, tables, folders), map, validate and release them.

    Without SOURCES those of publication.toml are published. Violations keep the graph from being released:
    the report is printed, the exit code is 1 and the release before stays served.
    """
    with progress() as step:
        done = publish_sources(sources, publication, step, allow_violations=allow_violations)
    if done.release is None:
        language = publication.languages[0]
        click.echo(text_report(done.report, language, limit=SHOWN, colour=colour_wanted(None)), nl=False)
        click.echo("Nothing was released: mend the violations, or publish with --allow-violations.", err=True)
        sys.exit(1)
    quads = done.release.manifest()["counts"]["quads"]
    warnings = done.report.count(Severity.WARNING)
    for pruned in done.pruned:
        click.echo(pruned_line(pruned))
    click.echo(f"Released {done.release.id}: {quads} quads, {warnings} warnings, in {done.release.path}.")

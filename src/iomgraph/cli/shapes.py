"""`iomgraph shapes`: mistakes in the shapes themselves, and what of the data they look at."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from iomgraph.checking_shapes import shapes_checked, shapes_coverage
from iomgraph.cli.arguments import language_option, output_option, sources_argument
from iomgraph.cli.output import write_output
from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.rdf.prefixes import prefixes_for
from iomgraph.validation import FORMATS, write_report
from iomgraph.validation.coverage_tables import COVERAGE_FORMATS

_shapes_option: Callable[[Any], Any] = click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Shapes to look at instead of the publication's; an RDF file or a folder. May be repeated.",
)


@click.group()
def shapes() -> None:
    """Look at the shapes themselves."""


@shapes.command()
@_shapes_option
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Sources, or RDF files, that the targets should match; default: the release that is served. May be repeated.",
)
@output_option
@click.option("--format", "report_format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@language_option
@click.pass_obj
def check(
    publication: Publication,
    shapes: tuple[Path, ...],
    data: tuple[Path, ...],
    output: Path | None,
    report_format: str,
    language: str,
) -> None:
    """Find mistakes in the shapes: ill-formed, contradictory, misspelt, without effect or message.

    Each result names the file and the line. The exit code is 1 where there is a violation.
    """
    with progress() as step:
        report = shapes_checked(data, shapes, publication, step)
    write_output([write_report(report, report_format, language).encode()], output)
    if not report.publishable:
        sys.exit(1)


@shapes.command()
@sources_argument
@_shapes_option
@output_option
@click.option("--format", "table_format", type=click.Choice(list(COVERAGE_FORMATS)), default="text", show_default=True)
@click.pass_obj
def coverage(
    publication: Publication,
    sources: tuple[Path, ...],
    shapes: tuple[Path, ...],
    output: Path | None,
    table_format: str,
) -> None:
    """Show which classes and properties of SOURCES, or of RDF files, no shape looks at.

    Those that no shape looks at come first.
    """
    with progress() as step:
        found = shapes_coverage(sources, shapes, publication, step)
    write_output([COVERAGE_FORMATS[table_format](found, prefixes_for(publication.base)).encode()], output)

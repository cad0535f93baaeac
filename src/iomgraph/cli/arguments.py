"""Arguments and options that several commands have."""

from pathlib import Path

import click

sources_argument = click.argument("sources", nargs=-1, type=click.Path(path_type=Path))

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file."
)

# How many results of a group a report shows.
SHOWN = 10

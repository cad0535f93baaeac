"""Arguments and options that several commands have."""

from pathlib import Path

import click

sources_argument = click.argument("sources", nargs=-1, type=click.Path(path_type=Path))

output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file."
)


def _known_language(context: click.Context, _: click.Parameter, language: str | None) -> str:
    """The language, by default the publication's first. Raises UsageError where it has none of it."""
    languages: tuple[str, ...] = context.obj.languages
    if language and language not in languages:
        raise click.UsageError(f"There are no messages in {language}: choose one of {', '.join(languages)}.")
    return language or languages[0]


language_option = click.option(
    "--language", callback=_known_language, help="The language of the messages; default: the publication's first."
)

# How many results of a group a report shows.
SHOWN = 10

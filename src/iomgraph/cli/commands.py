"""The command group: options that every command has, and how errors are told."""

import importlib
import logging
import warnings
from pathlib import Path
from typing import Any

import click

from iomgraph import __version__
from iomgraph.errors import InputError
from iomgraph.publication import locate, read_publication


class Refusal(click.ClickException):
    """Something could not be done: one sentence on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, file=file, err=file is None)


# Where each command is: it is imported when it is called, so that no command waits for the libraries of another.
_COMMANDS = {
    "inspect": "inspect:inspect",
    "map": "map:map_sources",
    "publish": "publish:publish",
    "push": "push:push",
    "query": "query:query",
    "release": "release:release",
    "serve": "serve:serve",
    "shapes": "shapes:shapes",
    "validate": "validate:validate",
}


class Commands(click.Group):
    """Turns what a stage refuses into a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(f"iomgraph.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with `--debug` errors come as they were raised."""
        try:
            return super().invoke(ctx)
        except InputError as error:
            if ctx.params["debug"]:
                raise
            raise Refusal(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params["debug"]:
                raise
            raise Refusal(
                f"iomgraph failed where it should not have ({type(error).__name__}: {error}); "
                "run it again with --debug before the command and report what it prints."
            ) from error


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="iomgraph")
@click.option("--debug", is_flag=True, help="Show a traceback where something fails.")
@click.option(
    "--publication",
    "publication_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The publication.toml to use; default: the one in this folder, else the one iomgraph ships.",
)
@click.pass_context
def main(context: click.Context, /, publication_file: Path | None, **_debug: bool) -> None:
    """Project records in; a validated, versioned, published knowledge graph out."""
    # rdflib prints a traceback for each ill-typed literal; the report says it in words.
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="rdflib")
    here = Path.cwd()
    context.obj = read_publication(publication_file or locate(here), here)

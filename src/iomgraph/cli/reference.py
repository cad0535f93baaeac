"""The command reference of the documentation, made from the commands themselves.

`python -m iomgraph.cli.reference > docs/cli.md` writes it; a test fails when it is stale.
"""

from collections.abc import Iterator

import click

from iomgraph.cli.commands import main

_HEAD = """# Commands

Made from the commands themselves by `make docs`.

Exit codes: 0 done; 1 the data does not conform; 2 it could not be done.
"""


def reference() -> str:
    """Markdown with the help of every command."""
    parts = [_HEAD]
    for path, command in _commands(main, ("iomgraph",)):
        context = click.Context(command, info_name=" ".join(path), terminal_width=100, max_content_width=100)
        parts.append(f"## `{' '.join(path)}`\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _commands(inner, (*path, name))


if __name__ == "__main__":
    print(reference(), end="")

"""`iomgraph query`: a SPARQL query on the current release or on a remote endpoint."""

import sys
from pathlib import Path

import click

from iomgraph.cli.output import write_output
from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.querying import QUERY_FORMATS, query_endpoint, query_release


@click.command()
@click.argument("name")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the current release.")
@click.option("--format", "answer_format", type=click.Choice(list(QUERY_FORMATS)), default="table", show_default=True)
@click.pass_obj
def query(publication: Publication, name: str, endpoint: str | None, answer_format: str) -> None:
    """Run the query NAME: a stored one (as cq01), a file, or - for standard input.

    SELECT and ASK answer as a table, or in one of the SPARQL result formats; CONSTRUCT and DESCRIBE as Turtle.
    """
    text = _text(publication, name)
    answer = (
        query_endpoint(text, endpoint, answer_format) if endpoint else query_release(text, publication, answer_format)
    )
    write_output([answer], None)


def _text(publication: Publication, name: str) -> str:
    if name == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    file = Path(name)
    if not file.is_file():
        stored = [each for each in publication.queries.glob("*.rq") if each.stem == name]
        stored = stored or [each for each in publication.queries.glob("*.rq") if each.stem.startswith(f"{name}-")]
        if len(stored) != 1:
            raise InputError(
                f"There is no query {name}: name a file, - for standard input, or one of "
                f"{', '.join(each.stem for each in sorted(publication.queries.glob('*.rq')))}."
            )
        file = stored[0]
    try:
        return _decoded(file.read_bytes(), str(file))
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); name a text file with a SPARQL query.") from error


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"The query from {name} is not encoded as UTF-8 ({error.reason}); save it again.") from error

"""`iomgraph serve`: the site and the endpoint."""

import click

from iomgraph.publication import ACCESS_LOGS, Publication
from iomgraph.release import Releases
from iomgraph.server.serving import serve as serve_publication


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--access-log",
    type=click.Choice(ACCESS_LOGS),
    help="A line of JSON for each request, on standard error; full: with path and query. Default: the publication's.",
)
@click.pass_obj
def serve(publication: Publication, host: str, port: int, access_log: str | None) -> None:
    """Serve the current release as pages, Turtle and SPARQL, and follow it when it changes."""
    Releases(publication.releases).must_have_current()
    serve_publication(publication.file, host, port, access_log)

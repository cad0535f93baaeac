"""`iomgraph push`: what was published, brought elsewhere."""

import click

from iomgraph.cli.progress import progress
from iomgraph.publication import Publication
from iomgraph.pushing import Destination, push_release


@click.group()
def push() -> None:
    """Bring a release to a SPARQL store: the difference only."""


@push.command()
@click.argument("url")
@click.option("--endpoint", metavar="URL", help="Where queries go; default: that of [store], else the first URL.")
@click.option("--release", "release_id", metavar="ID", help="Another release than the one that is served.")
@click.option(
    "--protocol",
    type=click.Choice(["update", "gsp"]),
    default="update",
    show_default=True,
    help="What URL takes: SPARQL Update, or the Graph Store Protocol.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.pass_obj
def store(
    publication: Publication, url: str, endpoint: str | None, release_id: str | None, protocol: str, dry_run: bool
) -> None:
    """Bring a release into the SPARQL store that is filled at URL.

    Who asks is told by IOMGRAPH_STORE_USER and IOMGRAPH_STORE_PASSWORD, or IOMGRAPH_STORE_TOKEN, in the environment.
    A push that was interrupted goes on where it stopped.
    """
    with progress() as step:
        done = push_release(publication, release_id, Destination(url, endpoint, protocol), step, dry_run=dry_run)
    for each in done.graphs:
        click.echo(f"{each.graph}: {each.added} added, {each.removed} removed, {each.quads} in all")
    if dry_run:
        click.echo(f"The store holds {done.before or 'no whole release'}; nothing was changed.")
    elif done.before == done.release:
        click.echo(f"The store held release {done.release} already.")
    else:
        click.echo(f"The store holds release {done.release}.")

"""`iomgraph release`: the releases, what they hold, and which one is served."""

import json
import sys

import click

from iomgraph.publication import Publication
from iomgraph.release import Release, Releases, roll_back, verify

_format_option = click.option(
    "--format", "report_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def release() -> None:
    """List, show, verify and roll back releases."""


@release.command("list")
@_format_option
@click.pass_obj
def list_releases(publication: Publication, report_format: str) -> None:
    """List the releases, oldest first; the one that is served is marked."""
    releases = Releases(publication.releases)
    current = releases.current()
    rows = [
        {"release": each.id, "current": each == current, "quads": each.manifest()["counts"]["quads"]}
        for each in releases.all()
    ]
    if report_format == "json":
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['release']}  {row['quads']} quads{'  current' if row['current'] else ''}")


@release.command()
@click.argument("release_id", required=False)
@_format_option
@click.pass_obj
def show(publication: Publication, release_id: str | None, report_format: str) -> None:
    """Show what a release holds; without RELEASE_ID the one that is served."""
    manifest = _chosen(publication, release_id).manifest()
    if report_format == "json":
        click.echo(json.dumps(manifest, ensure_ascii=False, indent=2))
        return
    gate, counts = manifest["gate"], manifest["counts"]
    click.echo(f"Release {manifest['release']} of {manifest['base']}")
    click.echo(f"Made by iomgraph {manifest['software']['iomgraph']} from {len(manifest['sources'])} records")
    click.echo(
        f"Gate: {gate['Violation']} violations, {gate['Warning']} warnings, {gate['Info']} remarks, "
        f"{gate.get('waived', 0)} waived"
    )
    if gate["allowed_violations"]:
        click.echo("Published with --allow-violations")
    click.echo(f"{counts['quads']} quads")
    for name, number in counts["classes"].items():
        click.echo(f"  {number} {name}")
    for name, file in manifest["files"].items():
        click.echo(f"{file['sha256']}  {file['bytes']}  {name}")


@release.command("verify")
@click.argument("release_id", required=False)
@click.pass_obj
def verify_release(publication: Publication, release_id: str | None) -> None:
    """Hold a release against its manifest; without RELEASE_ID the one that is served."""
    chosen = _chosen(publication, release_id)
    findings = verify(chosen)
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo(f"Release {chosen.id} is whole.")


@release.command()
@click.argument("release_id")
@click.pass_obj
def rollback(publication: Publication, release_id: str) -> None:
    """Serve the release RELEASE_ID again."""
    chosen = roll_back(Releases(publication.releases), release_id)
    click.echo(f"Release {chosen.id} is served.")


def _chosen(publication: Publication, release_id: str | None) -> Release:
    releases = Releases(publication.releases)
    return releases.get(release_id) if release_id else releases.must_have_current()

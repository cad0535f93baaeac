"""`iomgraph release`: the releases, what they hold, and which one is served."""

import json
import sys
from pathlib import Path

import click

from iomgraph.cli.arguments import language_option, output_option
from iomgraph.cli.output import write_output
from iomgraph.cli.pruned import pruned_line
from iomgraph.errors import InputError
from iomgraph.publication import Publication
from iomgraph.release import CURRENT, Release, Releases, is_signed, prune, roll_back, surplus, verify
from iomgraph.release.difference import Patch, html_difference, json_difference, rdf_patch, summary, text_difference

_format_option = click.option(
    "--format", "report_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def release() -> None:
    """List, show, compare, verify, roll back and prune releases."""


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
    if dataset := manifest.get("dataset"):
        click.echo(f"{dataset['sha256']}  {dataset['canonicalization']} hash of the dataset")
    for name, file in manifest["files"].items():
        click.echo(f"{file['sha256']}  {file['bytes']}  {name}")


@release.command("verify")
@click.argument("release_id", required=False)
@click.pass_obj
def verify_release(publication: Publication, release_id: str | None) -> None:
    """Hold a release against its manifest; without RELEASE_ID the one that is served.

    Where publication.toml has [signature], it has to be signed by who may.
    """
    chosen = _chosen(publication, release_id)
    findings = verify(chosen, publication.signature)
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo(f"Release {chosen.id} is whole{' and signed' if publication.signature else ''}.")
    if not publication.signature and is_signed(chosen):
        click.echo("Its signature was not checked: publication.toml has no [signature].")


@release.command()
@click.argument("release_id")
@click.pass_obj
def rollback(publication: Publication, release_id: str) -> None:
    """Serve the release RELEASE_ID again."""
    chosen = roll_back(Releases(publication.releases), release_id)
    click.echo(f"Release {chosen.id} is served.")


@release.command("prune")
@click.option(
    "--keep", type=click.IntRange(min=1), help="How many releases are kept; default: `keep` of publication.toml."
)
@click.option("--dry-run", is_flag=True, help="Only tell what would be taken away.")
@click.pass_obj
def prune_releases(publication: Publication, keep: int | None, *, dry_run: bool) -> None:
    """Take away all but the last releases, and tell how large they were.

    The one that is current stays, and so do those that `iomgraph serve` answers from at the moment.
    """
    kept = keep or publication.keep
    if kept is None:
        raise InputError(f"{publication.file} does not say how many releases to keep; set `keep`, or give --keep.")
    releases = Releases(publication.releases)
    found = surplus(releases, kept) if dry_run else prune(releases, kept)
    for each in found:
        click.echo(pruned_line(each, dry_run=dry_run))
    taken = [each.bytes for each in found if not each.is_served]
    would = " would be" if dry_run else ""
    click.echo(f"{len(taken)} releases{would} taken away, {sum(taken)} bytes; {len(releases.all())} are there.")


@release.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--format",
    "difference_format",
    type=click.Choice(["text", "html", "json", "rdf-patch"]),
    default="text",
    show_default=True,
    help="rdf-patch is what `iomgraph release apply` makes NEW of OLD with.",
)
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="How many resources text tells of."
)
@language_option
@output_option
@click.pass_obj
def diff(
    publication: Publication,
    old: str,
    new: str | None,
    difference_format: str,
    limit: int,
    language: str,
    output: Path | None,
) -> None:
    """Tell what changed from the release OLD to NEW; without NEW to the one that is served."""
    before, after = _chosen(publication, old), _chosen(publication, new)
    if difference_format == "rdf-patch":
        write_output(rdf_patch(before, after, publication.base), output)
        return
    told = summary(before, after, publication, (language, *publication.languages))
    text = {
        "text": lambda: text_difference(told, language, limit),
        "html": lambda: html_difference(told, language),
        "json": lambda: json_difference(told),
    }[difference_format]()
    write_output([text.encode()], output)


@release.command("apply")
@click.argument("patch", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("graph", type=click.Path(path_type=Path, dir_okay=False))
@output_option
def apply_patch(patch: Path, graph: Path, output: Path | None) -> None:
    """Apply PATCH, an RDF Patch of `release diff`, to GRAPH, the graph.nq of the release that it was made from.

    What it makes is the graph.nq of the other release, to the byte: the SHA-256 of both stand in the patch.
    """
    write_output(Patch.read(patch).applied_to(graph), output)


def _chosen(publication: Publication, release_id: str | None) -> Release:
    releases = Releases(publication.releases)
    return releases.must_have_current() if release_id in (None, CURRENT) else releases.get(release_id)

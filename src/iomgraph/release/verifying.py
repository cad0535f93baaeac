"""A release held against its own manifest, and the manifest against its checksum."""

import hashlib
import json
from pathlib import Path
from typing import Any

from iomgraph.errors import InputError
from iomgraph.publication import SignatureSettings
from iomgraph.rdf.dataset_hash import ALGORITHM, dataset_hash
from iomgraph.rdf.sorted_quads import SortedQuads
from iomgraph.release.directory import BESIDE_MANIFEST, GRAPH, MANIFEST, MANIFEST_CHECKSUM, Release, checksum_line
from iomgraph.release.signature import verify_signature


def verify(release: Release, signature: SignatureSettings | None = None) -> list[str]:
    """What is not as it was published, one sentence for each file that is missing, changed or not listed.

    With `signature` it has to be signed as that says. Where the manifest is not as it was, nothing can be held against
    it: that is all that is said then. Raises InputError where the signature cannot be checked.
    """
    findings = _of_manifest(release.path)
    if signature and not findings:
        findings = verify_signature(release.path, signature)
    if findings:
        return findings
    manifest = json.loads((release.path / MANIFEST).read_bytes())
    listed = manifest["files"]
    present = {file.relative_to(release.path).as_posix() for file in release.path.rglob("*") if not file.is_dir()}
    present -= BESIDE_MANIFEST
    findings = [f"{name} is missing." for name in sorted(listed.keys() - present)]
    findings += [f"{name} is not listed in the manifest." for name in sorted(present - listed.keys())]
    changed = [
        (name, finding)
        for name in sorted(listed.keys() & present)
        if (finding := _of_file(release.path, name, listed[name]["sha256"]))
    ]
    findings += [finding for _, finding in changed]
    if GRAPH in present and GRAPH not in dict(changed):
        findings += _of_dataset(release, manifest)
    return findings


def _of_manifest(folder: Path) -> list[str]:
    if missing := [name for name in (MANIFEST, MANIFEST_CHECKSUM) if not (folder / name).is_file()]:
        return [f"{name} is missing." for name in missing]
    try:
        made = checksum_line((folder / MANIFEST).read_bytes())
        if made == (folder / MANIFEST_CHECKSUM).read_bytes():
            return []
    except OSError as error:
        return [f"{Path(error.filename).name} cannot be read ({error.strerror})."]
    return [f"{MANIFEST} has the SHA-256 {made[:64].decode()}, {MANIFEST_CHECKSUM} does not say so; one was changed."]


def _of_file(folder: Path, name: str, said: str) -> str | None:
    try:
        with (folder / name).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})."
    return None if digest == said else f"{name} has the SHA-256 {digest}, the manifest says {said}."


def _of_dataset(release: Release, manifest: dict[str, Any]) -> list[str]:
    said = manifest["dataset"]["sha256"]
    try:
        with SortedQuads(release.graph) as quads:
            made = dataset_hash(quads)
    except InputError as error:
        return [str(error)]
    return [] if made == said else [f"{GRAPH} has the {ALGORITHM} hash {made}, the manifest says {said}."]

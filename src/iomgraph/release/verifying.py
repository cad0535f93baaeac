"""A release held against its own manifest."""

import hashlib

from iomgraph.release.directory import MANIFEST, Release


def verify(release: Release) -> list[str]:
    """What differs from the manifest, one sentence for each file that is missing, changed or not listed.

    Raises InputError where the manifest itself cannot be read.
    """
    listed = release.manifest().get("files", {})
    present = {file.name for file in release.path.iterdir()} - {MANIFEST}
    findings = [f"{name} is missing." for name in sorted(listed.keys() - present)]
    findings += [f"{name} is not listed in the manifest." for name in sorted(present - listed.keys())]
    for name in sorted(listed.keys() & present):
        with (release.path / name).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != listed[name]["sha256"]:
            findings.append(f"{name} has the SHA-256 {digest}, the manifest says {listed[name]['sha256']}.")
    return findings

"""The signature of a release: of its manifest, which names every other file by its digest, in a file beside it.

Made and checked by a tool that is installed, in that tool's own format, so that anybody can check it without iomgraph:
ssh-keygen (<https://man.openbsd.org/ssh-keygen#Y>) or minisign (<https://jedisct1.github.io/minisign/>). The tool gets
no terminal: what needs a passphrase is refused rather than waited for.
"""

import subprocess
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.publication import MINISIGN, SignatureSettings
from iomgraph.release.directory import MANIFEST, SIGNATURES, Release

# The purpose that a signature of ssh-keygen is for; this one is for files of any kind.
_NAMESPACE = "file"
_SECONDS = 60
_PACKAGES = {"minisign": "minisign", "ssh-keygen": "openssh-client"}


def sign(folder: Path, release_id: str, settings: SignatureSettings, key: Path) -> bytes:
    """The signature by `key` of the manifest in `folder`, which is to be the release `release_id`.

    Raises InputError where the tool is not installed, or cannot use the key.
    """
    manifest = folder / MANIFEST
    if settings.tool == MINISIGN:
        file = folder / SIGNATURES[MINISIGN]
        # The comment is signed too; by default it would have the time, which is another each time.
        comment = ("-t", f"iomgraph release {release_id}")
        done = _run(settings, "-S", "-s", key, "-m", manifest, "-x", file, *comment)
        signature = file.read_bytes() if done.returncode == 0 else b""
    else:
        done = _run(settings, "-Y", "sign", "-q", "-f", key, "-n", _NAMESPACE, text=manifest.read_bytes())
        signature = done.stdout
    if done.returncode != 0 or not signature:
        raise InputError(
            f"{settings.tool} cannot sign with {key} ({_reason(done)}); name a key that can be read without a "
            "passphrase, or for ssh-keygen the .pub of one that ssh-agent holds, as key of [signature]."
        )
    return signature


def verify_signature(folder: Path, settings: SignatureSettings) -> list[str]:
    """What is wrong with the signature of the release in `folder`, a sentence if anything is.

    Raises InputError where the tool is not installed, or where there is no file of those who may sign.
    """
    manifest, signature = folder / MANIFEST, folder / SIGNATURES[settings.tool]
    if not settings.signers.is_file():
        raise InputError(f"There is no file {settings.signers}, which signers of [signature] names; name who may sign.")
    if not signature.is_file():
        return [f"{signature.name} is missing: the release is not signed."]
    if settings.tool == MINISIGN:
        done = _run(settings, "-V", "-q", "-p", settings.signers, "-m", manifest, "-x", signature)
    else:
        whose = ("-f", settings.signers, "-s", signature)
        done = _run(settings, "-Y", "find-principals", *whose)
        if done.returncode == 0:
            principal = done.stdout.decode(errors="replace").splitlines()[0].split(",")[0]
            about = ("-I", principal, "-n", _NAMESPACE)
            done = _run(settings, "-Y", "verify", *whose, *about, text=manifest.read_bytes())
    if done.returncode == 0:
        return []
    return [f"{signature.name} is no signature of this {MANIFEST} by who may sign it ({_reason(done)})."]


def is_signed(release: Release) -> bool:
    """Whether a signature lies beside the manifest, by whomever."""
    return any((release.path / name).exists() for name in SIGNATURES.values())


def _run(
    settings: SignatureSettings, *arguments: str | Path, text: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(  # noqa: S603  # one of two tools, no shell
            [settings.tool, *map(str, arguments)],
            input=text,
            capture_output=True,
            check=False,
            start_new_session=True,
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        raise InputError(
            f"{settings.tool} is not installed, which [signature] of publication.toml names; install it "
            f"(Debian: {_PACKAGES[settings.tool]})."
        ) from None
    except subprocess.TimeoutExpired:
        raise InputError(
            f"{settings.tool} gave no answer for {_SECONDS} seconds; see whether its key waits for somebody."
        ) from None


def _reason(done: "subprocess.CompletedProcess[bytes]") -> str:
    said = (done.stderr or done.stdout).decode(errors="replace").split("\n")
    return " ".join(" ".join(said).split()) or f"exit code {done.returncode}"

"""Releases signed by real tools with keys made for the test."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.publication import MINISIGN, SSH_KEYGEN, SignatureSettings, read_publication
from iomgraph.release import Release, Releases, new_release, verify
from iomgraph.release.directory import SIGNATURES, checksum_line

PASSPHRASE = "open-sesame"


def keys(tool: str, folder: Path, passphrase: str = "") -> SignatureSettings:
    """A new key in `folder`, and who may sign: who has it."""
    folder.mkdir()
    key, public = folder / "key", folder / "key.pub"
    if tool == MINISIGN:
        no_password = [] if passphrase else ["-W"]
        command = ["minisign", "-G", *no_password, "-p", str(public), "-s", str(key)]
        subprocess.run(command, input=f"{passphrase}\n" * 2, text=True, capture_output=True, check=True)
        return SignatureSettings(tool, public, key)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", str(key)], check=True)
    signers = folder / "allowed_signers"
    signers.write_text(f"releases@example.org {public.read_text(encoding='ascii')}", encoding="ascii")
    return SignatureSettings(tool, signers, key)


@pytest.fixture(params=[SSH_KEYGEN, MINISIGN])
def tool(request: pytest.FixtureRequest) -> str:
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed")
    return str(request.param)


def published(folder: Path, settings: SignatureSettings | None) -> Release:
    with new_release(Releases(folder / "releases"), "2026-01-02") as release:
        release.write_graph([b"<http://x/s> <http://x/p> <http://x/o> <http://x/g> .\n"])
        return release.finish({"title": "one"}, settings)


def test_what_is_signed_is_verified(tool: str, tmp_path: Path) -> None:
    settings = keys(tool, tmp_path / "keys")
    release = published(tmp_path, settings)
    assert (release.path / SIGNATURES[tool]).is_file()
    assert SIGNATURES[tool] not in release.manifest()["files"]
    assert verify(release, settings) == []
    assert verify(release, replace(settings, key=None)) == []
    assert verify(release) == []


def test_a_key_signs_the_same_release_in_the_same_bytes(tool: str, tmp_path: Path) -> None:
    settings = keys(tool, tmp_path / "keys")
    signatures = [
        (published(tmp_path / name, settings).path / SIGNATURES[tool]).read_bytes() for name in ("first", "second")
    ]
    assert signatures[0] == signatures[1]


def test_a_manifest_that_was_changed_with_its_checksum_is_found(tool: str, tmp_path: Path) -> None:
    settings = keys(tool, tmp_path / "keys")
    release = published(tmp_path, settings)
    manifest = release.path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"one", b"two"))
    (release.path / "manifest.json.sha256").write_bytes(checksum_line(manifest.read_bytes()))
    assert verify(release) == []
    (finding,) = verify(release, settings)
    assert finding.startswith(f"{SIGNATURES[tool]} is no signature of this manifest.json by who may sign it (")


def test_a_wrong_key_a_changed_and_a_missing_signature_are_told(tool: str, tmp_path: Path) -> None:
    settings = keys(tool, tmp_path / "keys")
    release = published(tmp_path, settings)
    (finding,) = verify(release, keys(tool, tmp_path / "others"))
    assert finding.startswith(f"{SIGNATURES[tool]} is no signature of this manifest.json by who may sign it (")
    signature = release.path / SIGNATURES[tool]
    whole = signature.read_text(encoding="ascii")
    line = whole.splitlines()[1]
    signature.write_text(whole.replace(line, line[:20] + line[20:].swapcase()), encoding="ascii")
    (finding,) = verify(release, settings)
    assert finding.startswith(f"{SIGNATURES[tool]} is no signature of this manifest.json by who may sign it (")
    signature.unlink()
    assert verify(release, settings) == [f"{signature.name} is missing: the release is not signed."]


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_key_that_cannot_be_used_keeps_the_release_from_being_made(
    tool: str, tmp_path: Path, passphrase: str
) -> None:
    settings = keys(tool, tmp_path / "keys", PASSPHRASE)
    if not passphrase:
        settings = replace(settings, key=tmp_path / "none")
    with pytest.raises(InputError, match=f"{tool} cannot sign with .*; name a key") as told:
        published(tmp_path, settings)
    assert "\n" not in str(told.value)
    assert PASSPHRASE not in str(told.value)
    assert Releases(tmp_path / "releases").all() == []


def test_a_tool_that_is_not_there(tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = keys(tool, tmp_path / "keys")
    release = published(tmp_path, settings)
    with pytest.raises(InputError, match=r"There is no file .*none"):
        verify(release, replace(settings, signers=tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match=f"{tool} is not installed"):
        verify(release, settings)


def test_settings_of_a_publication(repository: Path, tmp_path: Path) -> None:
    text = (repository / "publication.toml").read_text(encoding="utf-8")
    file = tmp_path / "publication.toml"
    file.write_text(f'{text}\n[signature]\ntool = "minisign"\nsigners = "release.pub"\n', encoding="utf-8")
    assert read_publication(file, tmp_path).signature == SignatureSettings(MINISIGN, tmp_path / "release.pub")
    for wrong, told in (
        ('tool = "gpg"\nsigners = "a"', "ssh-keygen or minisign"),
        ('tool = "minisign"', "lacks the setting 'signers'"),
        ('tool = "minisign"\nsigners = "a"\npassphrase = "b"', "wrong type"),
    ):
        file.write_text(f"{text}\n[signature]\n{wrong}\n", encoding="utf-8")
        with pytest.raises(InputError, match=told):
            read_publication(file, tmp_path)

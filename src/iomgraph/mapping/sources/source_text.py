"""The bytes of a source file, out of their compression and encoding.

RML-IO, sections "Compression" and "Encoding": <https://w3id.org/rml/io/spec>
"""

import gzip
import io
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource

_ENCODINGS = {None: "utf-8-sig", "UTF-8": "utf-8-sig", "UTF-16": "utf-16"}


def source_text(source: LogicalSource) -> str:
    """The text of the source's file.

    Raises InputError where it cannot be read, unpacked or decoded.
    """
    encoding = encoding_of(source)
    try:
        return _unpacked(source).decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source.file} is not encoded as {source.encoding or 'UTF-8'} ({error}); correct it."
        ) from error


@contextmanager
def plain_file(source: LogicalSource) -> Iterator[Path]:
    """The source as a plain UTF-8 file, for the length of the `with` block."""
    original = _file(source)
    if source.compression in (None, "none") and source.encoding in (None, "UTF-8"):
        yield original
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / original.name
        file.write_text(source_text(source), encoding="utf-8")
        yield file


def _unpacked(source: LogicalSource) -> bytes:
    try:
        data = _file(source).read_bytes()
        match source.compression:
            case None | "none":
                return data
            case "gzip":
                return gzip.decompress(data)
            case "zstd":
                with pa.CompressedInputStream(io.BytesIO(data), "zstd") as stream:
                    return stream.read()
            case "zip":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    return archive.read(_only(archive.namelist(), source))
            case "targzip" | "targz" | "tarxz":
                with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                    member = archive.extractfile(_only(archive.getnames(), source))
                    return member.read() if member else b""
    except OSError as error:
        raise InputError(f"{source.file} cannot be read ({error.strerror or error}); name another file.") from error
    except (EOFError, zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error) as error:
        raise InputError(f"{source.file} cannot be unpacked as {source.compression} ({error}); correct it.") from error
    raise InputError(f"{source.file} has the compression {source.compression}, which is not read; unpack it.")


def _file(source: LogicalSource) -> Path:
    if source.file is None:
        raise InputError(f"A logical source with the reference formulation {source.formulation} needs an rml:path.")
    return source.file


def _only(names: list[str], source: LogicalSource) -> str:
    if len(names) != 1:
        raise InputError(f"{source.file} holds {len(names)} files instead of one; pack one file alone.")
    return names[0]


def encoding_of(source: LogicalSource) -> str:
    """Python's name of the source's encoding; a byte order mark is no text. Raises InputError where it is not read."""
    encoding = _ENCODINGS.get(source.encoding)
    if encoding is None:
        raise InputError(f"{source.file} has the encoding {source.encoding}; only UTF-8 and UTF-16 are read.")
    return encoding


@contextmanager
def opened(source: LogicalSource) -> Iterator[BinaryIO]:
    """The bytes of the source's file for reading piece by piece, for the length of the `with` block.

    Raises InputError where it cannot be read or unpacked, also later on in the block.
    """
    try:
        if source.compression in (None, "none"):
            with _file(source).open("rb") as stream:
                yield stream
        elif source.compression == "gzip":
            with gzip.open(_file(source)) as unpacked:
                yield cast("BinaryIO", unpacked)
        else:
            yield io.BytesIO(_unpacked(source))
    except OSError as error:
        raise InputError(f"{source.file} cannot be read ({error.strerror or error}); name another file.") from error
    except (EOFError, zlib.error) as error:
        raise InputError(f"{source.file} cannot be unpacked as {source.compression} ({error}); correct it.") from error

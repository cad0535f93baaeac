"""The bytes of a file that is written compressed: the same data, the same bytes.

RML-IO, section "Compression formats": <https://w3id.org/rml/io/spec>
"""

import gzip
import io
import lzma
import tarfile
import zipfile

# The suffix that each compression gives to the name of what it holds.
COMPRESSIONS = {"none": "", "gzip": ".gz", "zip": ".zip", "targz": ".tar.gz", "targzip": ".tar.gz", "tarxz": ".tar.xz"}


def packed(data: bytes, compression: str, name: str) -> bytes:
    """`data` in one of `COMPRESSIONS`, for a file called `name`.

    >>> gzip.decompress(packed(b"x", "gzip", "a.nq.gz"))
    b'x'
    """
    member = name.removesuffix(COMPRESSIONS[compression])
    match compression:
        case "gzip":
            return gzip.compress(data, mtime=0)
        case "zip":
            return _zip(data, member)
        case "targz" | "targzip":
            return gzip.compress(_tar(data, member), mtime=0)
        case "tarxz":
            return lzma.compress(_tar(data, member))
    return data


def _zip(data: bytes, member: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as stream:
        # A ZipInfo without a date has the first that the format knows.
        stream.writestr(zipfile.ZipInfo(member), data, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _tar(data: bytes, member: str) -> bytes:
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as stream:
        entry = tarfile.TarInfo(member)
        entry.size = len(data)
        stream.addfile(entry, io.BytesIO(data))
    return archive.getvalue()

"""The bytes of a source file, within the limits that keep one bad file from taking all memory."""

from pathlib import Path

from iomgraph.errors import InputError

LIMIT = 10_000_000
LIMIT_IN_WORDS = "10 MB"
LINES = 200_000


def read_page_bytes(file: Path, name: str) -> bytes:
    """The bytes of a page; raises InputError where it is larger than a page can be, empty or unreadable."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError as error:
        raise unreadable(name, error) from error
    if len(data) > LIMIT:
        raise InputError(
            f"{name} has more than {LIMIT_IN_WORDS}, which no page of a project has; "
            "remove it from the sources or save it as a table."
        )
    if data.count(b"\n") + data.count(b"\r") > LINES:
        raise InputError(
            f"{name} has more than {LINES} lines, which no page of a project has; remove it from the sources."
        )
    return _not_blank(data, name)


def read_table_bytes(file: Path, name: str) -> bytes:
    """The bytes of a table; raises InputError where a line is too long, and where it is empty or unreadable."""
    lines = []
    try:
        with file.open("rb") as stream:
            while line := stream.readline(LIMIT + 1):
                lines.append(line)
                if len(line) > LIMIT:
                    raise InputError(
                        f"{name}, line {len(lines)}: the line has more than {LIMIT_IN_WORDS}; "
                        "check that the file is complete and that its quotes are closed."
                    )
    except OSError as error:
        raise unreadable(name, error) from error
    return _not_blank(b"".join(lines), name)


def unreadable(name: str, error: OSError) -> InputError:
    """The error for a file that the system does not give out."""
    return InputError(f"{name} cannot be read ({error.strerror}); check the path and its permissions.")


def _not_blank(data: bytes, name: str) -> bytes:
    if not data.strip(b" \t\r\n\f\xef\xbb\xbf\x00"):
        raise InputError(f"{name} is empty; remove it from the sources or save it again.")
    return data

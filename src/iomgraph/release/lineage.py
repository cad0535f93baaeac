"""The lineage of a release: for every subject the file, line, record and field that it came from, in Parquet.

The rows are sorted by subject, so that the statistics of the row groups lead to the rows of one subject without
reading the others: <https://parquet.apache.org/docs/file-format/>.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from iomgraph.errors import InputError

LINEAGE = "lineage.parquet"
_SHOWN = ("file", "line", "field", "record")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a subject comes from; `record` is the key of the source record, None in a table of reference data."""

    file: str
    line: int | None
    field: str
    record: str | None


def write_lineage(batches: pa.RecordBatchReader, stream: BinaryIO) -> None:
    """Write rows with the columns subject, file, line, record and field, sorted by subject."""
    with pq.ParquetWriter(stream, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def origins(release: Path, subject: str) -> list[Origin]:
    """Where `subject` comes from, as the release in the folder `release` says: by file, line and field.

    Nothing where it comes from no source, as the ontology's terms do, and in releases that were made before there was
    lineage. Raises InputError where the lineage is damaged.
    """
    return origins_of_each(release, [subject]).get(subject, [])


def origins_of_each(release: Path, subjects: Collection[str]) -> dict[str, list[Origin]]:
    """What `origins` says of each of `subjects`, in one reading; those that come from no source are left out.

    Raises InputError where the lineage is damaged.
    """
    file = release / LINEAGE
    if not file.exists() or not subjects:
        return {}
    try:
        rows = pq.read_table(
            file, columns=["subject", *_SHOWN], filters=[("subject", "in", list(subjects))]
        ).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{file} cannot be read ({error}); publish the release again.") from error
    found: dict[str, set[Origin]] = {}
    for row in rows:
        origin = Origin(row["file"], row["line"], row["field"] or "", row["record"])
        found.setdefault(row["subject"], set()).add(origin)
    return {
        subject: sorted(distinct, key=lambda origin: (origin.file, origin.line or 0, origin.field))
        for subject, distinct in found.items()
    }

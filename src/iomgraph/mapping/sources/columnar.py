"""What the files of columnar formats have in common: a schema with types, and their rows in batches."""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.chosen_columns import chosen_columns
from iomgraph.mapping.sources.source_files import each_file, unpacked_file
from iomgraph.mapping.sources.typed_tables import add_typed

# The schema of a file, and what reads its columns of these names.
Opened = tuple[pa.Schema, Callable[[list[str]], Iterator[pa.RecordBatch]]]


def load_columnar(
    engine: Engine, source: LogicalSource, references: AbstractSet[str], kind: str, opened: Callable[[Path], Opened]
) -> Relation:
    """The relation of files of a `kind` that `opened` reads; their values have natural datatypes.

    Files that fit a pattern follow each other by name and have one schema. Raises InputError where a file is none of
    its kind, lacks a column, or has another schema than the first.
    """
    sources = each_file(source)
    with _file(sources[0], kind, opened) as (schema, _):
        pass
    # What is not referred to is not read.
    chosen = chosen_columns(str(source.file), schema.names, references)
    read = pa.schema([schema.field(place) for place in chosen.values()])

    def batches() -> Iterator[pa.RecordBatch]:
        for each in sources:
            with _file(each, kind, opened) as (own, batches_of):
                if not own.equals(schema):
                    raise InputError(
                        f"{each.file} has other columns or types than {sources[0].file}; give both the same, or read "
                        "them as two sources."
                    )
                yield from batches_of(read.names)

    reader = pa.RecordBatchReader.from_batches(read, batches())
    return add_typed(engine, str(source.file), reader, references, source.nulls)


@contextmanager
def _file(source: LogicalSource, kind: str, opened: Callable[[Path], Opened]) -> Iterator[Opened]:
    try:
        with unpacked_file(source) as file:
            yield opened(file)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{source.file} cannot be read as {kind} ({reason}); correct it.") from error

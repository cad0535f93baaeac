"""Arrow files and streams, also called Feather, with the natural datatypes of their columns.

Apache Arrow, section "IPC", <https://arrow.apache.org/docs/format/Columnar.html>.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

import pyarrow as pa

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.columnar import Opened, load_columnar

FORMULATIONS = ("https://w3id.org/iomgraph/formulation#Arrow",)

_FILE_MAGIC = b"ARROW1"


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A table with the columns that are referred to.

    Raises InputError where a file is no Arrow, a column is missing, or its type has no datatype in RDF.
    """
    return load_columnar(engine, source, references, "Arrow", _opened)


def _opened(file: Path) -> Opened:
    stream = pa.OSFile(str(file), "rb")
    is_file = stream.read(len(_FILE_MAGIC)) == _FILE_MAGIC
    stream.seek(0)
    if not is_file:
        return (batches := pa.ipc.open_stream(stream)).schema, lambda columns: _selected(batches, columns)
    blocks = pa.ipc.open_file(stream)
    numbers = range(blocks.num_record_batches)
    return blocks.schema, lambda columns: _selected((blocks.get_batch(number) for number in numbers), columns)


def _selected(batches: Iterator[pa.RecordBatch], columns: list[str]) -> Iterator[pa.RecordBatch]:
    return (batch.select(columns) for batch in batches)

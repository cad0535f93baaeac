"""Tables whose columns have types, as relations whose values have datatypes."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import pyarrow as pa

from iomgraph.engine import Engine
from iomgraph.mapping.relation import Relation, Shape
from iomgraph.mapping.sources.chosen_columns import chosen_columns
from iomgraph.mapping.sources.natural_datatypes import TYPED_VALUE, plain_texts, shape_of, typed_values


def add_typed(
    engine: Engine,
    name: str,
    batches: pa.RecordBatchReader,
    references: AbstractSet[str],
    nulls: Sequence[str] = (),
) -> Relation:
    """Add a table of the columns that are referred to, each value with its natural datatype.

    Empty texts and the texts `nulls` are missing. Raises InputError where the table has no such column, or one of a
    type that RDF has no datatype for.
    """
    chosen = chosen_columns(name, batches.schema.names, references)
    shapes = {reference: shape_of(name, batches.schema.field(place)) for reference, place in chosen.items()}
    fields = [(reference, TYPED_VALUE if shapes[reference] is Shape.TYPED else pa.string()) for reference in chosen]
    # A table needs a column, also where the mapping refers to none.
    typed = pa.schema(fields or [("number", pa.null())])
    missing = pa.array(["", *nulls], pa.string())

    def read() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            arrays = [
                typed_values(batch.column(place))
                if shapes[reference] is Shape.TYPED
                else plain_texts(batch.column(place), missing)
                for reference, place in chosen.items()
            ]
            yield pa.RecordBatch.from_arrays(arrays or [pa.nulls(batch.num_rows)], schema=typed)

    table = engine.free_name(name)
    engine.add_batches(table, pa.RecordBatchReader.from_batches(typed, read()))
    return Relation(table, shapes)

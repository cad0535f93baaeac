"""RDF files, read by a SPARQL SELECT query.

RML-IO, reference formulation formats:SPARQL_Results_CSV: the iterator is the query, a reference one of its variables.
"""

from collections.abc import Set as AbstractSet

import pyoxigraph

from iomgraph.broken_rows import BrokenRows
from iomgraph.engine import Engine
from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalSource
from iomgraph.mapping.relation import Relation
from iomgraph.mapping.sources.nested_values import Value, add_nested
from iomgraph.mapping.sources.source_text import plain_file
from iomgraph.rdf.documents import read_quads
from iomgraph.rdf.query_text import QueryText

FORMULATIONS = ("http://www.w3.org/ns/formats/SPARQL_Results_CSV",)


def load(engine: Engine, source: LogicalSource, references: AbstractSet[str], broken_rows: BrokenRows) -> Relation:
    """A relation with a row for each solution.

    Raises InputError where the file is no RDF, the query is no SELECT, asks another endpoint, or lacks a variable.
    """
    query = source.iterator or ""
    if QueryText(query).calls_another_endpoint:
        raise InputError(f"{source.file}: the iterator asks another endpoint with SERVICE, which is refused.")
    store = pyoxigraph.Store()
    with plain_file(source) as file:
        store.extend(read_quads(file))
    try:
        solutions = store.query(query)
    except SyntaxError as error:
        raise InputError(f"{source.file}: the iterator is no SPARQL ({error}); correct it.") from error
    if not isinstance(solutions, pyoxigraph.QuerySolutions):
        raise InputError(f"{source.file}: the iterator is no SELECT query; write one.")
    names = {variable.value for variable in solutions.variables}
    missing = sorted(references - names)
    if missing:
        raise InputError(f"{source.file}: the query has no variable {missing[0]}; it has {', '.join(sorted(names))}.")
    rows = ({name: _values(solution[name]) for name in references} for solution in solutions)
    return add_nested(engine, f"{source.file} {query}", sorted(references), rows)


def _values(term: object) -> list[Value]:
    return [Value(term.value, None)] if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.Literal) else []

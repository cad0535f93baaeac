"""An rdflib graph that reads each query once.

pySHACL asks the text of a SPARQL constraint again for every focus node, and reading it takes longer than answering.
"""

from typing import Any

import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


class PreparedQueries(rdflib.Graph):
    """A graph whose `query` keeps what it has read of each text."""

    def __init__(self) -> None:
        super().__init__()
        self._prepared: dict[str, Query] = {}

    def query(self, query_object: str | Query, *arguments: Any, **named: Any) -> Result:
        """As `rdflib.Graph.query`; a text that comes again is not read again."""
        if isinstance(query_object, str):
            namespaces = named.get("initNs") or dict(self.namespaces())
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object, initNs=namespaces)
            query_object = self._prepared[query_object]
        return super().query(query_object, *arguments, **named)

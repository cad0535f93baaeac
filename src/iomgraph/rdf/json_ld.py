"""JSON-LD compacted with a context that stands in the document: nothing has to be fetched to read it.

JSON-LD 1.1: <https://www.w3.org/TR/json-ld11/>
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph
from rdflib.plugins.serializers.jsonld import from_rdf

from iomgraph.errors import InputError
from iomgraph.rdf.rdflib_graph import rdflib_graph


def read_context(file: Path) -> dict[str, Any]:
    """The terms of the JSON-LD context document `file`.

    Raises InputError where the file cannot be read or holds no `@context` object.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}); name the JSON-LD context in publication.toml."
        ) from error
    except ValueError as error:
        raise InputError(f"{file} is no JSON ({error}); correct it.") from error
    context = document.get("@context") if isinstance(document, dict) else None
    if not isinstance(context, dict):
        raise InputError(f"{file} has no @context object; write the terms as one object.")
    return context


def compacted(triples: Iterable[pyoxigraph.Triple], context: dict[str, Any]) -> bytes:
    """The triples as one JSON-LD document, compacted with `context`, in an order of its own."""
    found = from_rdf(rdflib_graph(triples), context_data=context, use_native_types=False)  # type: ignore[no-untyped-call]
    node = {key: value for key, value in found.items() if key != "@context"} if isinstance(found, dict) else {}
    nodes = found if isinstance(found, list) else node.get("@graph", [node] if node else [])
    document = {"@context": context, "@graph": _sorted(nodes)}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _sorted(value: Any) -> Any:
    """Keys and the members of sets in the order of their text; lists keep theirs under `@list`."""
    if isinstance(value, dict):
        return {key: value[key] if key == "@list" else _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value

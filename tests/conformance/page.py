"""The page of results: `python -m tests.conformance.page > docs/conformance.md` writes it."""

import os
from pathlib import Path

from tests.conformance import graph_store, rml, shacl, sparql11


def page(conformance: Path) -> str:
    """Markdown: a section for each family of suites below the folder `conformance`."""
    head = "# Conformance\n\nMade by `make docs` from the suites themselves; a test fails when it is stale.\n"
    families = (rml, shacl, sparql11, graph_store)
    return "\n".join([head, *(family.section(conformance) for family in families)])


if __name__ == "__main__":
    shared = Path(os.environ.get("IOMGRAPH_SHARED", Path(__file__).parents[3] / "shared"))
    print(page(shared / "conformance"), end="")

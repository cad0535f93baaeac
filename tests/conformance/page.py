"""The page of results: `python -m tests.conformance.page > docs/conformance.md` writes it."""

import os
from pathlib import Path

from tests.conformance import rml, shacl, sparql11


def page(conformance: Path) -> str:
    """Markdown: a section for each family of suites below the folder `conformance`."""
    head = "# Conformance\n\nMade by `make docs` from the suites themselves; a test fails when it is stale.\n"
    return "\n".join([head, rml.section(conformance), shacl.section(conformance), sparql11.section(conformance)])


if __name__ == "__main__":
    shared = Path(os.environ.get("IOMGRAPH_SHARED", Path(__file__).parents[3] / "shared"))
    print(page(shared / "conformance"), end="")

"""`python -m iomgraph.cli` is `iomgraph`."""

from iomgraph.cli import main

main()

"""The command line. Each command reads its options, calls one function of a stage and prints."""

from iomgraph.cli.commands import main

__all__ = ["main"]

"""How a release that is kept no more is told."""

from iomgraph.release import Surplus


def pruned_line(surplus: Surplus, *, dry_run: bool = False) -> str:
    """One line: the release, its size, and what became of it, or would in a `dry_run`."""
    became = "still served, so it stays" if surplus.is_served else "would be taken away" if dry_run else "taken away"
    return f"{surplus.release.id}  {surplus.bytes} bytes  {became}"

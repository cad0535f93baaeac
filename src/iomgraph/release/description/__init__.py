"""A release described for programs, as a file of itself: what it holds, what it was made of, and how it is had."""

from iomgraph.release.description.making import Making
from iomgraph.release.description.whole import DESCRIPTION, release_description

__all__ = ["DESCRIPTION", "Making", "release_description"]

"""What two releases do not have in common: for people, for programs, and as a patch that makes one of the other."""

from iomgraph.release.difference.both_releases import Change
from iomgraph.release.difference.changed_fields import ChangedField
from iomgraph.release.difference.changed_resources import ChangedResource, Summary, summary
from iomgraph.release.difference.html import html_difference
from iomgraph.release.difference.json import json_difference
from iomgraph.release.difference.rdf_patch import Patch, rdf_patch
from iomgraph.release.difference.text import text_difference

__all__ = [
    "Change",
    "ChangedField",
    "ChangedResource",
    "Patch",
    "Summary",
    "html_difference",
    "json_difference",
    "rdf_patch",
    "summary",
    "text_difference",
]

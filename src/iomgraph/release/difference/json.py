"""A difference for programs."""

import json
from dataclasses import asdict
from typing import Any

from iomgraph.release.difference.both_releases import Change
from iomgraph.release.difference.changed_resources import Summary


def json_difference(summary: Summary) -> str:
    """All of the summary, its members named as its fields are."""
    members = {"old": summary.old, "new": summary.new, "quads": asdict(summary.quads), **asdict(summary)}
    return json.dumps(members, ensure_ascii=False, indent=2, default=_value) + "\n"


def _value(value: Any) -> str:
    assert isinstance(value, Change)
    return value.value

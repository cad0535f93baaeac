"""IATI activities in XML, versions 1.01 to 2.03, a record for each activity.

IATI Standard, https://iatistandard.org/en/iati-standard/203/activity-standard/.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from iomgraph.errors import InputError
from iomgraph.records.activity_fields import LEFTOVERS
from iomgraph.records.activity_file import ActivityFile
from iomgraph.records.activity_record import record_of_activity
from iomgraph.records.activity_rows import ActivityRows, leftover
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.record import Record
from iomgraph.records.source_file import unreadable

SUFFIXES = (".xml",)


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record]:
    """The records of a file, one activity after the other; what stands outside of them goes with the last.

    Nothing is refused for what an activity says. Raises InputError where the file is no well-formed XML, holds no
    activity, or declares a document type, which IATI has none of.
    """
    last: Record | None = None
    taken: set[tuple[etree._Element, str]] = set()
    try:
        with file.open("rb") as stream:
            activities = ActivityFile(stream, name)
            for activity in activities:
                warnings = activities.without_namespace(activity)
                rows = ActivityRows(activity, knowledge.activity_fields)
                taken |= {place for place in rows.taken if place[0] is activities.root}
                if last is not None:
                    yield last
                last = record_of_activity(activity, rows, name, knowledge, warnings)
    except OSError as error:
        raise unreadable(name, error) from error
    if last is None:
        raise InputError(f"{name}, line 1: there is no iati-activity in it; remove it from the sources.")
    outside = [leftover(value) for value in activities.outside if (value.element, value.key) not in taken]
    yield replace(last, rows={**last.rows, LEFTOVERS: [*last.rows.get(LEFTOVERS, ()), *outside]})

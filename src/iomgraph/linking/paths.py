"""The paths below `id/` of what linking finds (docs/architecture.md, Addresses)."""

from iomgraph.rdf.iri_safe import iri_safe


def project_path(project: str) -> str:
    """The path of a project, by its key.

    >>> project_path("F 1/2")
    'project/F%201%2F2'
    """
    return f"project/{iri_safe(project)}"


def activity_path(project: str, record: str, ordinal: int) -> str:
    """The path of the activity that stands at `ordinal` in the record's list."""
    return f"{project_path(project)}/activity/{record}-{ordinal}"


def participation_path(undertaking: str, role: str, party: str, record: str) -> str:
    """The path of a party's participation (`party` is the last segment of its path), as one record says it."""
    return f"{undertaking}/participation/{role}/{party}/{record}"


def last_segment(path: str) -> str:
    """The part of a path after its last slash."""
    return path.rsplit("/", 1)[-1]

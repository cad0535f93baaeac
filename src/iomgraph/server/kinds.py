"""The kinds of resource that have a list of their own, and where the list stands."""

from dataclasses import dataclass

from iomgraph.server import terms
from iomgraph.server.served import ServedRelease


@dataclass(frozen=True)
class Kind:
    """A list of resources: its path, the key of its heading in `texts.toml`, its classes."""

    path: str
    key: str
    classes: tuple[str, ...]

    def members(self, release: ServedRelease) -> list[str]:
        """The resources of this kind, sorted by IRI."""
        return release.members_of(self.classes)


def kinds(base: str) -> tuple[Kind, ...]:
    """The lists of the publication at `base`, in the order in which people are offered them."""
    own = base + "ns#"
    return (
        Kind("/projects", "projects", (own + "Project",)),
        Kind("/processes", "processes", (own + "ConsultationProcess",)),
        Kind("/states", "states", (own + "State",)),
        Kind("/organisations", "organisations", (terms.ORGANIZATION, own + "Fund")),
        Kind("/vocabulary", "vocabulary", (terms.SCHEME,)),
    )


def kind_of(classes: list[str], base: str) -> Kind | None:
    """The list in which a resource of `classes` stands."""
    return next((kind for kind in kinds(base) if set(kind.classes) & set(classes)), None)

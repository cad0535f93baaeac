"""The kinds of resource that have a list of their own: where it stands, what it shows and what narrows it."""

from dataclasses import dataclass
from enum import Enum

from iomgraph.server import terms

PROJECTS = "projects"
"""The key of the kind that lists projects."""
VOCABULARY = "vocabulary"
"""The key of the kind that lists vocabularies."""


class Reach(Enum):
    """How a facet finds the values of a resource."""

    VALUE = "the values of its properties"
    YEAR = "the years of the dates that its properties have"
    PARTY = "who takes part in it"
    UNDERTAKING = "what it takes part in"


@dataclass(frozen=True)
class Facet:
    """What a list can be narrowed by. `key` names it in addresses and in `texts.toml`.

    For Reach.PARTY and Reach.UNDERTAKING `properties` are the classes of what is at the other end.
    """

    key: str
    properties: tuple[str, ...]
    reach: Reach = Reach.VALUE


@dataclass(frozen=True)
class Column:
    """A column of a list: the values of `properties`, or, with `counted`, how many in another list have the resource.

    `counted` is the key of the other kind and that of its facet.
    """

    key: str
    properties: tuple[str, ...] = ()
    counted: tuple[str, str] | None = None


@dataclass(frozen=True)
class Kind:
    """A list of resources: its path, the key of its heading in `texts.toml`, its classes."""

    path: str
    key: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...] = ()
    facets: tuple[Facet, ...] = ()
    # What the list can be sorted by, beside the label: `code`, `start` and `budget`.
    sorts: tuple[str, ...] = ()


def kinds(base: str) -> tuple[Kind, ...]:
    """The lists of the publication at `base`, in the order in which people are offered them."""
    own = base + "ns#"
    state, process = own + "State", own + "ConsultationProcess"
    benefiting = (own + "benefitingState", own + "otherBenefitingState")
    return (
        Kind(
            "/projects",
            PROJECTS,
            (own + "Project",),
            columns=(
                Column("code", (terms.IDENTIFIER,)),
                Column("start", (terms.START,)),
                Column("end", (terms.END,)),
                Column("status", (own + "status",)),
                Column("type", (own + "projectType",)),
                Column("state", benefiting),
                Column("budget", (own + "budget",)),
            ),
            facets=(
                Facet("region", (own + "region",)),
                Facet("type", (own + "projectType",)),
                Facet("status", (own + "status",)),
                Facet("year", (terms.START,), Reach.YEAR),
                Facet("state", benefiting),
                Facet("process", (own + "supportsProcess",)),
            ),
            sorts=("code", "start", "budget"),
        ),
        Kind(
            "/processes",
            "processes",
            (process,),
            columns=(
                Column("type", (own + "processType",)),
                Column("start", (terms.START,)),
                Column("states", counted=("states", "process")),
                Column("projects", counted=("projects", "process")),
            ),
            facets=(
                Facet("type", (own + "processType",)),
                Facet("year", (terms.START,), Reach.YEAR),
                Facet("state", (state,), Reach.PARTY),
            ),
            sorts=("start",),
        ),
        Kind(
            "/states",
            "states",
            (state,),
            columns=(
                Column("code", (own + "alpha3",)),
                Column("projects", counted=("projects", "state")),
                Column("processes", counted=("processes", "state")),
            ),
            facets=(Facet("process", (process,), Reach.UNDERTAKING),),
            sorts=("code",),
        ),
        Kind(
            "/organisations",
            "organisations",
            (terms.ORGANIZATION, own + "Fund"),
            columns=(
                Column("code", (terms.IDENTIFIER,)),
                Column("type", (terms.TYPE,)),
                Column("state", (terms.LOCATION,)),
            ),
            facets=(
                Facet("type", (terms.TYPE,)),
                Facet("state", (terms.LOCATION,)),
                Facet("process", (process,), Reach.UNDERTAKING),
            ),
            sorts=("code",),
        ),
        Kind("/vocabulary", VOCABULARY, (terms.SCHEME,)),
    )


def kind_of(classes: list[str], base: str) -> Kind | None:
    """The list in which a resource of `classes` stands."""
    return next((kind for kind in kinds(base) if set(kind.classes) & set(classes)), None)

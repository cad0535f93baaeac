"""What is published and from where: the file `publication.toml`."""

import tomllib
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from iomgraph.errors import InputError

FILE_NAME = "publication.toml"
SSH_KEYGEN, MINISIGN = "ssh-keygen", "minisign"
ACCESS_LOGS = ("off", "short", "full")


@dataclass(frozen=True)
class Limits:
    """What one query may have, and how many are answered at a time; `[limits]` of `publication.toml`.

    A query has `query_seconds`, its answer `stream_seconds` more to be sent where it is larger than `buffer_bytes`.
    """

    query_seconds: float = 30.0
    stream_seconds: float = 300.0
    memory_bytes: int = 1 << 30
    buffer_bytes: int = 8 << 20
    workers: int = 16
    queue: int = 64
    cache_bytes: int = 256 << 20
    earlier_releases: int = 2


@dataclass(frozen=True)
class Service:
    """What SERVICE in a query may call; `[service]` of `publication.toml`.

    `allow` are names of hosts; one call may bring `rows` rows and `answer_bytes` bytes and take `seconds`.
    """

    allow: tuple[str, ...] = ()
    rows: int = 10_000
    answer_bytes: int = 8 << 20
    seconds: float = 10.0


@dataclass(frozen=True)
class Server:
    """How the site stands on the network; `[server]` of `publication.toml`.

    Only `trusted_proxies`, addresses or networks, may say for whom they ask. A client may make `burst` requests at
    once and `requests_per_second` from then on, 0 for no limit, and have `queries_per_client` answered at a time, 0 for
    three quarters of the workers. Requests get `stop_seconds` to end when the server is told to.
    """

    trusted_proxies: tuple[str, ...] = ()
    requests_per_second: float = 0.0
    burst: int = 100
    queries_per_client: int = 0
    access_log: str = "short"
    stop_seconds: int = 30

    def __post_init__(self) -> None:
        for each in self.trusted_proxies:
            ip_network(each)
        if self.access_log not in ACCESS_LOGS:
            raise ValueError(f"access_log is one of {', '.join(ACCESS_LOGS)}")


@dataclass(frozen=True)
class StoreSettings:
    """What answers queries; `[store]` of `publication.toml`.

    `oxigraph` is the store of this process, in memory, or on disk where `graph.nq` is larger than `disk_above_bytes`;
    `sparql` is a SPARQL 1.1 store elsewhere, whose queries go to `endpoint`.
    """

    type: str = "oxigraph"
    endpoint: str = ""
    connect_seconds: float = 5.0
    push_seconds: float = 300.0
    disk_above_bytes: int = 1 << 30

    @property
    def is_remote(self) -> bool:
        """Whether the store is elsewhere."""
        return self.type == "sparql"


@dataclass(frozen=True)
class SignatureSettings:
    """How releases are signed; `[signature]` of `publication.toml`.

    `tool` signs with `key`, without which nothing is signed here; `signers` is who may: allowed signers of ssh-keygen,
    or a public key of minisign.
    """

    tool: str
    signers: Path
    key: Path | None = None

    def __post_init__(self) -> None:
        if self.tool not in (SSH_KEYGEN, MINISIGN):
            raise ValueError(f"tool of [signature] is {self.tool!r}; write {SSH_KEYGEN} or {MINISIGN}")


@dataclass(frozen=True)
class Publication:
    """One publication: the addresses it mints and the files it is made of.

    All paths are absolute. `releases` lies in the folder in which iomgraph runs, everything else
    beside `publication.toml`. So many releases as `keep` says are kept, None for all.
    """

    file: Path
    base: str
    title: dict[str, str]
    publisher: str
    licence: str
    languages: tuple[str, ...]
    currency: str
    sources: tuple[Path, ...]
    reference: Path
    schemas: Path
    ontology: tuple[Path, ...]
    context: Path
    mappings: tuple[Path, ...]
    shapes: tuple[Path, ...]
    waivers: Path | None
    queries: Path
    releases: Path
    keep: int | None
    default_graphs: tuple[str, ...]
    ontology_graph: str
    limits: Limits
    service: Service
    server: Server
    store: StoreSettings
    signature: SignatureSettings | None


def locate(start: Path) -> Path:
    """The `publication.toml` that holds in the folder `start`: its own, else the one iomgraph ships.

    >>> locate(Path("/")).name
    'publication.toml'
    """
    own = start / FILE_NAME
    if own.is_file():
        return own
    package = Path(__file__).parent
    shipped = package / "default_publication" / FILE_NAME
    return shipped if shipped.is_file() else package.parents[1] / FILE_NAME


def read_publication(file: Path, working_folder: Path) -> Publication:
    """Read `file`; `working_folder` is where releases are kept.

    Raises InputError where the file is missing, is no TOML or lacks a setting.
    """
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}); name a publication.toml.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is not valid TOML ({error}); correct it.") from error
    try:
        return _publication(settings, file.resolve(), working_folder.resolve())
    except KeyError as error:
        raise InputError(f"{file} lacks the setting {error}; add it.") from error
    except (TypeError, AttributeError) as error:
        raise InputError(f"{file} has a setting of the wrong type ({error}); correct it.") from error
    except ValueError as error:
        raise InputError(f"{file} has a setting of the wrong value ({error}); correct it.") from error


def _publication(settings: dict[str, Any], file: Path, working_folder: Path) -> Publication:
    folder = file.parent

    def paths(name: str) -> tuple[Path, ...]:
        return tuple(folder / path for path in settings[name])

    base, graphs = settings["base"], settings["graphs"]
    return Publication(
        file=file,
        base=base,
        title=dict(settings["title"]),
        publisher=settings["publisher"]["name"],
        licence=settings["licence"],
        languages=tuple(settings["languages"]),
        currency=settings["currency"],
        sources=paths("sources"),
        reference=folder / settings["reference"],
        schemas=folder / settings["schemas"],
        ontology=paths("ontology"),
        context=folder / settings["context"],
        mappings=paths("mappings"),
        shapes=paths("shapes"),
        waivers=folder / settings["waivers"] if "waivers" in settings else None,
        queries=folder / settings["queries"],
        releases=working_folder / settings["releases"],
        keep=_keep(settings.get("keep")),
        default_graphs=tuple(base + graph for graph in graphs["default"]),
        ontology_graph=base + graphs["ontology"],
        limits=Limits(**settings.get("limits", {})),
        service=Service(**_table(settings, "service")),
        server=Server(**_table(settings, "server")),
        store=_store(settings.get("store", {}), file),
        signature=_signature(settings["signature"], folder) if "signature" in settings else None,
    )


def _keep(setting: object) -> int | None:
    if setting is None:
        return None
    if not isinstance(setting, int) or isinstance(setting, bool) or setting < 1:
        raise ValueError(f"keep is {setting!r}, and the number of releases that are kept is 1 or more")
    return setting


def _table(settings: dict[str, Any], name: str) -> dict[str, Any]:
    """A table of settings, its lists made what cannot change."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in settings.get(name, {}).items()}


def _signature(settings: dict[str, Any], folder: Path) -> SignatureSettings:
    paths = {name: folder / path for name, path in settings.items() if name != "tool"}
    return SignatureSettings(settings["tool"], **{"signers": folder / settings["signers"], **paths})


def _store(settings: dict[str, Any], file: Path) -> StoreSettings:
    store = StoreSettings(**settings)
    if store.type not in ("oxigraph", "sparql"):
        raise InputError(f"{file}: type of [store] is {store.type!r}; write oxigraph or sparql.")
    if store.is_remote and not store.endpoint:
        raise InputError(f"{file} lacks the endpoint of [store]; add the URL that queries go to.")
    return store

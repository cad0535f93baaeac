"""What a release was made of, and by what: PROV-O, <https://www.w3.org/TR/prov-o/>.

There is no time in it beside the day of the release: the same sources give the same description.
"""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import quote

from pyoxigraph import Literal

from iomgraph import __version__
from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.statistics_in_void import Statement
from iomgraph.records import Record
from iomgraph.release.description.checksum import checksum
from iomgraph.release.description.making import Making

_PROV = WELL_KNOWN["prov"]
_IS_A = WELL_KNOWN["rdf"] + "type"
_LABEL = WELL_KNOWN["rdfs"] + "label"
# The digest of such a record is that of the bytes of its file.
_PAGES = ("labelled", "unlabelled")


def provenance(making: Making, document: str, publisher: str) -> Iterator[Statement]:
    """The publishing, the sources, mappings, shapes and further knowledge that it used, and the software."""
    publishing, software = f"{document}#publishing", f"{document}#software"
    yield making.dataset, _IS_A, _PROV + "Entity"
    yield making.dataset, _PROV + "wasGeneratedBy", publishing
    yield publishing, _IS_A, _PROV + "Activity"
    yield publishing, _PROV + "wasAssociatedWith", software
    yield publishing, _PROV + "wasAssociatedWith", publisher
    yield software, _IS_A, _PROV + "SoftwareAgent"
    yield software, _LABEL, Literal("iomgraph")
    yield software, WELL_KNOWN["owl"] + "versionInfo", Literal(__version__)
    yield from _sources(making, document, publishing)
    for use, files in making.knowledge.items():
        collection = f"{document}#{use}"
        yield publishing, _PROV + "used", collection
        yield collection, _IS_A, _PROV + "Collection"
        yield collection, _LABEL, Literal(use, language="en")
        for name, sha256 in files.items():
            file = f"{collection}-{quote(name, safe='')}"
            yield collection, _PROV + "hadMember", file
            yield from _entity(file, name)
            yield from checksum(file, sha256)


def _sources(making: Making, document: str, publishing: str) -> Iterator[Statement]:
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in making.records:
        by_file[record.file].append(record)
    for name, records in sorted(by_file.items()):
        file = f"{document}#source-{quote(name, safe='')}"
        yield publishing, _PROV + "used", file
        yield making.dataset, _PROV + "wasDerivedFrom", file
        yield from _entity(file, name)
        if records[0].layout in _PAGES:
            yield from checksum(file, records[0].sha256)
        # The graph has the digest of each.
        for key in sorted({record.key for record in records}):
            yield file, _PROV + "hadMember", f"{making.publication.base}id/source/{key}"


def _entity(iri: str, name: str) -> Iterator[Statement]:
    yield iri, _IS_A, _PROV + "Entity"
    yield iri, _LABEL, Literal(name)

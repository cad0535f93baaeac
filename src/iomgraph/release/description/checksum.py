"""The digest of a file, as DCAT has it: <https://www.w3.org/TR/vocab-dcat-3/#Class:Checksum>."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from iomgraph.rdf.prefixes import WELL_KNOWN
from iomgraph.rdf.statistics_in_void import Statement

_SPDX = WELL_KNOWN["spdx"]
_HEX = NamedNode(WELL_KNOWN["xsd"] + "hexBinary")


def checksum(of: str, sha256: str) -> Iterator[Statement]:
    """That what the IRI `of`, which has a fragment, names has this SHA-256."""
    node = f"{of}-sha256"
    yield of, _SPDX + "checksum", node
    yield node, WELL_KNOWN["rdf"] + "type", _SPDX + "Checksum"
    yield node, _SPDX + "algorithm", _SPDX + "checksumAlgorithm_sha256"
    yield node, _SPDX + "checksumValue", Literal(sha256, datatype=_HEX)

"""Logical targets: the files that a mapping itself writes, beside its default output.

RML-IO, sections "Logical Target vocabulary" and "Logical Target in RML": <https://w3id.org/rml/io/spec>. A quad goes to
the targets of every term map that had a part in it, and to the default output where there are none.
"""

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.mapping.model import LogicalTarget, TermMap, TriplesMap
from iomgraph.mapping.packing import COMPRESSIONS, packed
from iomgraph.rdf.formats import FORMATS, written

_ENCODINGS = ("UTF-8", "UTF-16")


def checked_target(target: LogicalTarget, mapping: Path) -> LogicalTarget:
    """`target` as it is.

    Raises ValueError, with what it does wrong, where its file lies neither below the folder of the file `mapping` nor
    below the working folder, or where its format, encoding or compression is not written.
    """
    if not any(target.file.is_relative_to(folder) for folder in (mapping.resolve().parent, Path.cwd().resolve())):
        raise ValueError(f"writes to {target.file}, outside the folder of the mapping and the working folder")
    for name, value, known in (
        ("serialization", target.serialization, FORMATS),
        ("encoding", target.encoding, _ENCODINGS),
        ("compression", target.compression, COMPRESSIONS),
    ):
        if value not in known:
            raise ValueError(f"writes {target.file} with the {name} {value}; only {', '.join(known)} are written")
    return target


def targets_of(term_map: TermMap) -> frozenset[LogicalTarget]:
    """The targets of a term map, of its datatype map and of its language map."""
    parts = (term_map, term_map.datatype, term_map.language)
    return frozenset(target for part in parts if part is not None for target in part.targets)


def distinct_files(targets: Iterable[LogicalTarget], triples_maps: Sequence[TriplesMap]) -> list[LogicalTarget]:
    """The targets, each once, by file.

    Raises InputError where two of them write one file in different ways, or where a file is one that the mapping reads.
    """
    read = {triples_map.file.resolve() for triples_map in triples_maps}
    read |= {file.resolve() for triples_map in triples_maps for file in triples_map.source.files()}
    by_file: dict[Path, LogicalTarget] = {}
    for target in targets:
        if target.file in read:
            raise InputError(f"{target.file} is read by the mapping and cannot be its target; name another file.")
        if by_file.setdefault(target.file, target) != target:
            raise InputError(f"{target.file} is the target of two formats, encodings or compressions; keep one.")
    return [by_file[file] for file in sorted(by_file)]


def content(target: LogicalTarget, lines: Sequence[str]) -> bytes:
    """What the target's file holds when `lines` of N-Quads go to it.

    Raises InputError where the format has no way to write one of them.
    """
    text = written(lines, target.serialization)
    if target.encoding == "UTF-16":
        # An XML declaration names the encoding.
        text = text.replace('<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" encoding="UTF-16"?>', 1)
        data = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    else:
        data = text.encode()
    return packed(data, target.compression, target.file.name)

"""Pages saved as text."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from iomgraph.records.decoding import decode
from iomgraph.records.formats import html
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.page import Page, text_lines
from iomgraph.records.page_record import record_of_page
from iomgraph.records.record import Record
from iomgraph.records.source_file import read_page_bytes

SUFFIXES = (".txt", ".text")

_MARKUP = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype html|html)\b", re.IGNORECASE)


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record]:
    """The record of a page saved as text; one that holds HTML is read as HTML."""
    data = read_page_bytes(file, name)
    text = decode(data, name)
    if _MARKUP.match(text):
        yield from html.read(file, name, knowledge)
        return
    page = Page(name, hashlib.sha256(data).hexdigest(), text_lines(text))
    yield record_of_page(page, knowledge)

"""Pages saved as HTML."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from iomgraph.errors import InputError
from iomgraph.records.decoding import decode, fit
from iomgraph.records.html_page import html_lines
from iomgraph.records.knowledge import Knowledge
from iomgraph.records.page import Page
from iomgraph.records.page_record import record_of_page
from iomgraph.records.record import Record
from iomgraph.records.source_file import read_page_bytes

SUFFIXES = (".html", ".htm", ".xhtml")

# Browsers look for the encoding in the first 1024 bytes only: https://html.spec.whatwg.org/#charset
_HEAD = 1024
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)


def read(file: Path, name: str, knowledge: Knowledge) -> Iterator[Record]:
    """The record of a page saved as HTML; raises InputError where it is cut off or not about a project."""
    data = read_page_bytes(file, name)
    declared = _CHARSET.search(data[:_HEAD])
    text = decode(data, name, declared[1].decode() if declared else None)
    if "<html" in text.lower() and "</html" not in text.lower():
        raise InputError(f"{name} ends before its </html>: it is cut off; save the page again.")
    lines, language, address = html_lines(text)
    for line in lines:
        fit(line.text, name, line.number)
    page = Page(name, hashlib.sha256(data).hexdigest(), lines, language, address)
    yield record_of_page(page, knowledge)

"""A page in HTML as lines: each block, row, item and line break as a reader would see it."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from iomgraph.records.page import Line, LineWriter, Markup, text_lines

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu ol option p pre search "
    "section summary table tbody td textarea tfoot th thead tr ul xmp".split()
)
_UNSEEN = frozenset(
    "applet audio button canvas datalist embed footer head iframe input map math nav noscript object script "
    "select style svg template video".split()
)
_UNSEEN_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
_PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
_ITEMS = frozenset({"li", "dt", "th"})
_INDENTING = frozenset({"li", "dd", "td"})
_LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})


@dataclass
class _Walk:
    """Where the walk through the elements stands."""

    writer: LineWriter = field(default_factory=LineWriter)
    line: int = 1
    pieces: list[str] = field(default_factory=list)
    starts_at: int | None = None
    mark: str = ""
    lead: str = ""
    heading: int = 0
    depth: int = 0
    inner: int = 0
    preformatted: int = 0


def html_lines(text: str) -> tuple[tuple[Line, ...], str | None, str | None]:
    """The lines of an HTML page, and the language and the address that its markup names.

    Scripts, styles, forms' controls and what is marked as navigation are left out, as a reader would.
    """
    root = _parse(text)
    if root is None:
        return text_lines(text), None, None
    _pair_columns(root)
    walk = _Walk()
    _visit(root, walk)
    lines = tuple(walk.writer.lines)
    if len(lines) <= 1 and "\n" in text.strip():
        # Text that was given an HTML suffix: its own line ends are the only structure it has.
        lines = text_lines("".join(root.itertext()))
    return lines, _language(root), _address(root)


def _parse(text: str) -> html.HtmlElement | None:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _pair_columns(root: html.HtmlElement) -> None:
    """Put each value beside its label where a table has labels in one row and the values in the next."""
    for row in list(root.iter("tr")):
        labels, group = row.findall("th"), row.getparent()
        below = row.getnext()
        if below is None and group is not None and group.tag == "thead" and group.getnext() is not None:
            below = next(group.getnext().iter("tr"), None)
        values = [] if below is None else below.findall("td")
        if len(row) == len(labels) == len(values) >= 2:
            for label, value in zip(labels, values, strict=True):
                label.addnext(value)


def _visit(root: html.HtmlElement, walk: _Walk) -> None:
    unseen: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if unseen is None and event == "start":
            if element.sourceline:
                walk.line = max(walk.line, element.sourceline)
            if _is_unseen(element):
                unseen = element
            else:
                _open(element, walk)
                _write(element.text, walk)
        elif event == "end" and (unseen is None or unseen is element):
            if unseen is None:
                _close(element, walk)
            unseen = None
            if element is not root:
                _write(element.tail, walk)
    _flush(walk)


def _open(element: Any, walk: _Walk) -> None:
    tag = element.tag
    if tag == "br":
        _flush(walk, even_empty=True)
    if tag in _PREFORMATTED or _keeps_line_ends(element):
        walk.preformatted += 1
    if tag in _LISTS:
        walk.depth += 1
    if tag in _BLOCKS:
        _flush(walk)
    if tag in _ITEMS:
        walk.mark = f"{tag}{walk.depth}"
    walk.inner += tag in _INDENTING
    if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        walk.heading = int(tag[1])


def _close(element: Any, walk: _Walk) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        _flush(walk, even_empty=tag in {"p", "div", "li", "td", "dd"} and len(element) == 0)
    elif "".join(walk.pieces).strip() and not walk.lead:
        walk.lead = "".join(walk.pieces)
    if tag in _ITEMS:
        walk.mark = ""
    walk.inner -= tag in _INDENTING
    if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        walk.heading = 0
    if tag in _LISTS:
        walk.depth -= 1
    if tag in _PREFORMATTED or _keeps_line_ends(element):
        walk.preformatted -= 1


def _write(text: str | None, walk: _Walk) -> None:
    """Take up the text between two tags; line ends count only where the element keeps them."""
    if not text:
        return
    for number, part in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            walk.line += 1
            if walk.preformatted:
                _flush(walk, even_empty=True)
            else:
                walk.pieces.append(" ")
        if part.strip() and walk.starts_at is None:
            walk.starts_at = walk.line
        walk.pieces.append(part)


def _flush(walk: _Walk, *, even_empty: bool = False) -> None:
    raw = "".join(walk.pieces)
    if not walk.preformatted:
        # White space collapses as in a browser; no-break spaces stay, as they may indent.
        raw = " ".join(raw.replace("\u00a0", "\0").split()).replace("\0", "\u00a0")
    if raw.strip():
        lead = walk.lead if len(walk.lead.strip()) < len(raw.strip()) else ""
        indent = 2 * walk.depth + (1 if walk.inner and not walk.mark else 0)
        markup = Markup(walk.mark, lead, indent, walk.heading)
        walk.writer.add(raw, walk.starts_at or walk.line, markup)
        walk.mark = ""
    elif even_empty:
        walk.writer.add("", walk.line)
    walk.pieces, walk.starts_at, walk.lead = [], None, ""


def _is_unseen(element: Any) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return (
        element.tag in _UNSEEN
        or element.get("role") in _UNSEEN_ROLES
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or "display:none" in style
    )


def _keeps_line_ends(element: Any) -> bool:
    return "white-space:pre" in element.get("style", "").replace(" ", "").lower()


def _language(root: html.HtmlElement) -> str | None:
    declared = str(root.get("lang") or root.get("xml:lang") or "")
    return re.split("[-_]", declared.strip().lower(), maxsplit=1)[0] or None


def _address(root: html.HtmlElement) -> str | None:
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for address in root.xpath(path):
            if str(address).strip().startswith(("http://", "https://")):
                return str(address).strip()
    return None

"""The stored questions: each `.rq` file opens with a title and a sentence that says what it asks."""

import re
from dataclasses import dataclass
from pathlib import Path

_TITLE = re.compile(r"^#\s*title:\s*(.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Example:
    """A stored question."""

    name: str
    title: str
    sentence: str
    query: str


def read_examples(folder: Path) -> list[Example]:
    """The questions of `folder` by file name; a file without a title goes by its name."""
    return [_example(file) for file in sorted(folder.glob("*.rq"))]


def _example(file: Path) -> Example:
    text = file.read_text(encoding="utf-8")
    title, sentence = file.stem, ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        titled = _TITLE.match(line)
        if titled:
            title = titled.group(1).strip()
        elif not sentence:
            sentence = line.lstrip("#").strip()
    return Example(file.stem, title, sentence, text)

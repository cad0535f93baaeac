"""What becomes of rows that cannot be read."""

from dataclasses import dataclass, field

from iomgraph.errors import InputError


@dataclass
class BrokenRows:
    """Stops at the first broken row or, with `skip`, leaves broken rows out and keeps what was wrong with each.

    >>> broken = BrokenRows(skip=True)
    >>> broken.found("a.csv, line 3: the row has 2 cells and the header 3; quote the text that holds the delimiter.")
    >>> len(broken.sentences)
    1
    """

    skip: bool = False
    sentences: list[str] = field(default_factory=list)

    def found(self, sentence: str) -> None:
        """Say that a row is broken: what is wrong, with file and line, and what to do.

        Raises InputError with `sentence` unless broken rows are skipped.
        """
        if not self.skip:
            raise InputError(sentence)
        self.sentences.append(sentence)

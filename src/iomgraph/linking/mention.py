"""The mention: a name of a state, an organisation or a process, where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in one part of a record: `text == part[start:end]`.

    `id` is None where the reference data has no such name; `name` is then the name in full, by which the
    mentions of one organisation are known. A state inside the name of an organisation acts through it
    where `acts_for_state`.
    """

    part: str
    kind: str
    id: str | None
    text: str
    start: int
    end: int
    name: str
    acts_for_state: bool = True

    @property
    def entity(self) -> str | None:
        """The path of the entity below `id/`."""
        return None if self.id is None else f"{self.kind}/{self.id}"

    def holds(self, other: "Mention") -> bool:
        """Whether the other stands inside this one, and is shorter."""
        return self.start <= other.start and other.end <= self.end and other.end - other.start < self.end - self.start

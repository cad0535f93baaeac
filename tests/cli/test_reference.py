from pathlib import Path

from iomgraph.cli.reference import reference


def test_the_command_reference_is_what_the_commands_say(repository: Path) -> None:
    assert (repository / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), "run `make docs`"

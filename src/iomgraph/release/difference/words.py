"""The words of a difference in one language."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def words(language: str) -> dict[str, str]:
    """The words in `language`, in English where there are none."""
    every = tomllib.loads(files("iomgraph.release.difference").joinpath("words.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = every.get(language, every["en"])
    return found

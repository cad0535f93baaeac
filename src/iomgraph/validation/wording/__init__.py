"""Reasons and remedies: what a rule asks, what was found and what would pass, in words."""

from iomgraph.validation.wording.facts import NAMES, DataFacts, Facts, Questions
from iomgraph.validation.wording.wording import Answering, Wording, nothing_known
from iomgraph.validation.wording.words import LANGUAGES

__all__ = ["LANGUAGES", "NAMES", "Answering", "DataFacts", "Facts", "Questions", "Wording", "nothing_known"]

"""What formats of plain text say of a result, in sentences of its own."""

from collections.abc import Iterator

from iomgraph.validation.result import Result, short


def title(result: Result) -> str:
    """A short name of the rule: the end of its address."""
    return result.rule_name or short(result.component)


def advice(result: Result, language: str) -> str:
    """What is wrong, why, what would pass, and the causes below, each on a line of its own."""
    return "\n".join(_lines(result, language, ""))


def _lines(result: Result, language: str, indent: str) -> Iterator[str]:
    name, message = result.name(language), result.message(language) or short(result.component)
    texts = [f"{name}: {message}" if name else message, result.reason(language), result.remedy(language)]
    yield indent + " ".join(text for text in texts if text)
    for detail in result.details:
        yield from _lines(detail, language, f"{indent}- ")

"""Messages that a report would lack."""

from collections.abc import Iterable, Iterator, Sequence

from rdflib import SH
from rdflib.term import Identifier, Literal

from iomgraph.validation.constraints.shape_based import Property
from iomgraph.validation.constraints.sparql import SparqlConstraint
from iomgraph.validation.shapes_check.mistake import Mistake
from iomgraph.validation.shapes_check.readable import Readable


def of_messages(readable: Readable, languages: Sequence[str]) -> Iterator[Mistake]:
    """The shapes whose results would have no message of their own, or none in one of the languages."""
    for node, shape in {shape.node: shape for _, shape in readable.reporting()}.items():
        own = [each for each in shape.constraints if not isinstance(each, Property)]
        said = {each.declared: each.messages for each in own if isinstance(each, SparqlConstraint) and each.messages}
        if shape.messages:
            yield from _in_languages(node, shape.messages, languages)
        elif any(not isinstance(each, SparqlConstraint) or not each.messages for each in own):
            yield Mistake("message-missing", node)
        for constraint, messages in said.items():
            yield from _in_languages(constraint or node, messages, languages)


def _in_languages(node: Identifier, messages: Iterable[Literal], languages: Sequence[str]) -> Iterator[Mistake]:
    written = {(message.language or "").partition("-")[0] for message in messages}
    if len(languages) == 1 and "" in written:  # nobody needs the tag where there is one language
        return
    missing = [language for language in languages if language.partition("-")[0] not in written]
    if missing:
        yield Mistake("message-language-missing", node, SH.message, None, {"term": ", ".join(missing)})

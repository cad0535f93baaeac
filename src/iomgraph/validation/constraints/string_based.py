"""sh:minLength, sh:maxLength, sh:pattern, sh:languageIn, sh:uniqueLang.

SHACL, section 4.4, https://www.w3.org/TR/shacl/#core-components-string.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rdflib import SH, XSD
from rdflib.term import Literal, URIRef

from iomgraph.validation.constraints.value_nodes import ValueNodeConstraint
from iomgraph.validation.parameters import Parameters
from iomgraph.validation.patterns import IllFormedPatternError, python_pattern
from iomgraph.validation.shape import Constraint, Scope
from iomgraph.validation.sql_text import quoted
from iomgraph.validation.triples import Kind


@dataclass(frozen=True, slots=True)
class MinLength(ValueNodeConstraint):
    """Each value node is no blank node, and its text has so many characters at least."""

    component: ClassVar[URIRef] = SH.MinLengthConstraintComponent
    least: int

    def condition(self, scope: Scope) -> str:
        """Whether it is long enough."""
        del scope
        return f"t.kind <> {Kind.BLANK_NODE:d} AND length(t.lexical) >= {self.least}"

    def default_message(self) -> str:
        """The least length."""
        return f"The value is shorter than {self.least} characters."


@dataclass(frozen=True, slots=True)
class MaxLength(ValueNodeConstraint):
    """Each value node is no blank node, and its text has so many characters at most."""

    component: ClassVar[URIRef] = SH.MaxLengthConstraintComponent
    most: int

    def condition(self, scope: Scope) -> str:
        """Whether it is short enough."""
        del scope
        return f"t.kind <> {Kind.BLANK_NODE:d} AND length(t.lexical) <= {self.most}"

    def default_message(self) -> str:
        """The greatest length."""
        return f"The value is longer than {self.most} characters."


@dataclass(frozen=True, slots=True)
class Pattern(ValueNodeConstraint):
    """The text of each value node matches a regular expression."""

    component: ClassVar[URIRef] = SH.PatternConstraintComponent
    pattern: str
    flags: str

    def condition(self, scope: Scope) -> str:
        """Whether it is among those that match."""
        return scope.matching(self.pattern, self.flags)

    def default_message(self) -> str:
        """The pattern."""
        return f"The value does not match the pattern {self.pattern}"


@dataclass(frozen=True, slots=True)
class LanguageIn(ValueNodeConstraint):
    """Each value node is a text in one of the languages."""

    component: ClassVar[URIRef] = SH.LanguageInConstraintComponent
    ranges: tuple[str, ...]

    def condition(self, scope: Scope) -> str:
        """Whether a basic language range matches, as langMatches of SPARQL says it: RFC 4647, section 3.3.1."""
        del scope
        matches = [
            "t.language IS NOT NULL" if each == "*" else f"starts_with(t.language || '-', {quoted(each.lower() + '-')})"
            for each in self.ranges
        ]
        return f"({' OR '.join(matches) or 'false'})"

    def default_message(self) -> str:
        """The languages."""
        return f"The language of the value is none of {', '.join(self.ranges)}."


@dataclass(frozen=True, slots=True)
class UniqueLang(Constraint):
    """No two value nodes have one language."""

    component: ClassVar[URIRef] = SH.UniqueLangConstraintComponent

    def query(self, scope: Scope) -> str:
        """Each language that comes more than once."""
        return (
            f"SELECT v.focus, NULL AS value, NULL AS path FROM {scope.values} v JOIN terms t ON t.id = v.value "
            "WHERE t.language IS NOT NULL GROUP BY v.focus, t.language HAVING count(*) > 1"
        )

    def default_message(self) -> str:
        """The rule."""
        return "Several values have one language."


def read(parameters: Parameters) -> Iterator[Constraint]:
    """The constraints of this family that a shape has."""
    if (least := parameters.whole_number(SH.minLength)) is not None:
        yield MinLength(least)
    if (most := parameters.whole_number(SH.maxLength)) is not None:
        yield MaxLength(most)
    flags = parameters.text(SH.flags) or ""
    for pattern in parameters.literals(SH.pattern):
        try:
            python_pattern(str(pattern), flags)
        except IllFormedPatternError as error:
            raise parameters.ill_formed(SH.pattern, f"is no regular expression: {error}") from error
        yield Pattern(str(pattern), flags)
    languages = parameters.at_most_one(SH.languageIn)
    if languages is not None:
        members = parameters.members(SH.languageIn, languages)
        if not all(isinstance(each, Literal) and each.datatype in (None, XSD.string) for each in members):
            raise parameters.ill_formed(SH.languageIn, "has a member that is no plain text")
        yield LanguageIn(tuple(map(str, members)))
    parameters.only_on_property_shapes(SH.uniqueLang)
    if parameters.boolean(SH.uniqueLang):
        yield UniqueLang()

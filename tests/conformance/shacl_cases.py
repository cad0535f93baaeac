"""Random shapes over random graphs, the same for the same seed.

Literals are ill-typed, huge, of many datatypes and languages; classes have subclasses in either graph.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import rdflib
from rdflib import RDF, RDFS, SH, XSD
from rdflib.term import BNode, Identifier, Literal, URIRef

EX = rdflib.Namespace("http://example.org/")
_NODES: list[Identifier] = [*(EX[f"n{number}"] for number in range(7)), BNode("b0"), BNode("b1")]
CLASSES = [EX[f"C{number}"] for number in range(5)]
PROPERTIES = [EX.p, EX.q, EX.r]
_TYPED = {
    XSD.integer: ["0", "1", "-1", "007", "7", "+7", "12345678901234567890123456789", "-12345678901234567890", "x"],
    XSD.decimal: ["0.0", "1.50", "1.5", "-1.5", "12345678901234567890.123456789012345678901", "0.1", "7", "seven"],
    XSD.double: ["1.5E0", "0.1", "1e400", "-INF", "INF", "NaN", "7", "1e"],
    XSD.byte: ["7", "127", "300", "-128"],
    XSD.nonNegativeInteger: ["7", "-7"],
    XSD.boolean: ["true", "false", "maybe"],
    XSD.date: ["2020-02-29", "2020-02-30", "2021-01-01", "1999-12-31", "then"],
    XSD.dateTime: [
        *("2020-02-29T12:00:00", "2020-02-29T12:00:00Z", "2020-02-29T13:00:00+01:00", "2020-02-29T12:00:00.5"),
        *("2020-02-29T11:00:00Z", "noon", "2021-01-01T00:00:00"),
    ],
    XSD.gYear: ["2020", "2019"],
    EX.unit: ["7", "8"],
}  # fmt: skip
_TEXTS = ["", "a", "b", "abc", "ABC", "a b", "ä", "2020-02-29", "naïve\ncafé", 'say "so"\\', "🦉"]
_LANGUAGES = ["en", "en-gb", "fr", "de-ch-1996"]
_PATTERNS = ["^a", "b$", "[A-Z]+", r"\d", r"^\w+$", "(a)b", "ä", ".", r"\s", "^$", "c", "a|b"]


@dataclass(frozen=True)
class RandomCase:
    """What the shapes of one graph are held against."""

    data: rdflib.Graph
    shapes: rdflib.Graph


def random_case(seed: int) -> RandomCase:
    """The case of a seed."""
    return CaseMaker(random.Random(seed)).case()


class CaseMaker:
    """Draws data and shapes by `chance`."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._shapes = rdflib.Graph()
        self._blank = 0
        self._nesting = 0

    def case(self) -> RandomCase:
        """A graph with shapes for it."""
        data = rdflib.Graph()
        for _ in range(self._chance.randint(5, 40)):
            data.add((self.node(), self._chance.choice(PROPERTIES), self.value()))
        for _ in range(self._chance.randint(1, 8)):
            data.add((self.node(), RDF.type, self._chance.choice(CLASSES)))
        for graph in (data, self._shapes):
            for _ in range(self._chance.randint(0, 2)):
                graph.add((self._chance.choice(CLASSES), RDFS.subClassOf, self._chance.choice(CLASSES)))
        for number in range(self._chance.randint(1, 3)):
            self._targeted(EX[f"shape{number}"])
        return RandomCase(data, self._shapes)

    def node(self) -> Identifier:
        """One of a few nodes."""
        return self._chance.choice(_NODES)

    def _literal(self) -> Literal:
        kind = self._chance.random()
        if kind < 0.2:
            return Literal(self._chance.choice(_TEXTS))
        if kind < 0.4:
            return Literal(self._chance.choice(_TEXTS), lang=self._chance.choice(_LANGUAGES))
        datatype = self._chance.choice(list(_TYPED))
        return Literal(self._chance.choice(_TYPED[datatype]), datatype=datatype, normalize=False)

    def value(self) -> Identifier:
        """A node or a literal."""
        return self.node() if self._chance.random() < 0.45 else self._literal()

    def _new(self) -> BNode:
        self._blank += 1
        return BNode(f"shape{self._blank}")

    def _add(self, shape: Identifier, predicate: URIRef, value: Identifier) -> None:
        self._shapes.add((shape, predicate, value))

    def _list(self, members: list[Identifier]) -> Identifier:
        rest: Identifier = RDF.nil
        for member in reversed(members):
            node = self._new()
            self._add(node, RDF.first, member)
            self._add(node, RDF.rest, rest)
            rest = node
        return rest

    def _targeted(self, shape: URIRef) -> None:
        self._add(shape, RDF.type, SH.NodeShape)
        for _ in range(self._chance.randint(1, 2)):
            match self._chance.randrange(5):
                case 0:
                    self._add(shape, SH.targetNode, self._node_or_literal())
                case 1:
                    self._add(shape, SH.targetClass, self._chance.choice(CLASSES))
                case 2:
                    self._add(shape, SH.targetSubjectsOf, self._chance.choice(PROPERTIES))
                case 3:
                    self._add(shape, SH.targetObjectsOf, self._chance.choice(PROPERTIES))
                case 4:
                    self._add(shape, RDF.type, RDFS.Class)
                    self._add(self._chance.choice(CLASSES), RDFS.subClassOf, shape)
        if self._chance.random() < 0.1:
            self._add(shape, SH.severity, self._chance.choice([SH.Warning, SH.Info]))
        self._constraints(shape, depth=0, has_path=False)
        for _ in range(self._chance.randint(0, 2)):
            self._add(shape, SH.property, self._property(depth=1))

    def _node_or_literal(self) -> Identifier:
        return self._chance.choice([node for node in _NODES if isinstance(node, URIRef)] + [self._literal()])

    def _property(self, depth: int) -> Identifier:
        shape = self._new()
        self._add(shape, SH.path, self._path(2))
        if self._chance.random() < 0.15:
            self._add(shape, SH.message, Literal("so", lang="en"))
        if self._chance.random() < 0.05:
            self._add(shape, SH.deactivated, Literal("true", datatype=XSD.boolean))
        self._constraints(shape, depth, has_path=True)
        return shape

    def _path(self, depth: int) -> Identifier:
        if depth == 0 or self._chance.random() < 0.6:
            return self._chance.choice(PROPERTIES)
        node = self._new()
        match self._chance.randrange(6):
            case 0:
                # Of one property only: see INVERSE in `shacl_differences`.
                self._add(node, SH.inversePath, self._chance.choice(PROPERTIES))
            case 1:
                return self._list([self._path(depth - 1), self._path(depth - 1)])
            case 2:
                self._add(node, SH.alternativePath, self._list([self._path(depth - 1), self._path(depth - 1)]))
            case 3:
                self._add(node, SH.zeroOrMorePath, self._path(depth - 1))
            case 4:
                self._add(node, SH.oneOrMorePath, self._path(depth - 1))
            case 5:
                self._add(node, SH.zeroOrOnePath, self._path(depth - 1))
        return node

    def _nested(self, depth: int) -> Identifier:
        if self._chance.random() < 0.7:
            return self._nested_node_shape(depth)
        self._nesting += 1
        shape = self._property(depth + 1)
        self._nesting -= 1
        return shape

    def _nested_node_shape(self, depth: int) -> Identifier:
        self._nesting += 1
        shape = self._new()
        self._add(shape, RDF.type, SH.NodeShape)
        self._constraints(shape, depth + 1, has_path=False)
        self._nesting -= 1
        return shape

    def _constraints(self, shape: Identifier, depth: int, *, has_path: bool) -> None:
        for _ in range(self._chance.randint(1, 3)):
            kinds = [*_OF_VALUES, *(_OF_SHAPES if depth < 2 else []), *(_OF_PATHS if has_path else [])]
            if self._nesting:
                kinds = [kind for kind in kinds if kind not in _COMPARING]
            self._constraint(shape, self._chance.choice(kinds), depth)

    def _constraint(self, shape: Identifier, kind: URIRef, depth: int) -> None:
        if (shape, kind, None) in self._shapes:
            return
        self._add(shape, kind, self._parameter(kind, depth))
        for further, likely, value in self._further(kind):
            if self._chance.random() < likely:
                self._add(shape, further, value)

    def _parameter(self, kind: URIRef, depth: int) -> Identifier:
        if kind in _CHOICES:
            return self._chance.choice(_CHOICES[kind])
        if kind in _BOUNDS:
            return self._bound()
        if kind == SH.minLength:
            return Literal(self._chance.randint(1 if self._nesting else 0, 3))
        if kind == SH.languageIn:
            return self._list([Literal(self._chance.choice(["en", "fr", "de"])) for _ in range(2)])
        if kind in (SH["in"], SH.hasValue):
            terms = [self._iri_or_literal() for _ in range(self._chance.randint(1, 5))]
            return self._list(terms) if kind == SH["in"] else terms[0]
        return self._shape_or_shapes(kind, depth)

    def _shape_or_shapes(self, kind: URIRef, depth: int) -> Identifier:
        if kind == SH.node:
            return self._nested_node_shape(depth)
        if kind == SH.property:
            return self._property(depth + 1)
        if kind in (SH["not"], SH.qualifiedValueShape):
            return self._nested(depth)
        return self._list([self._nested(depth) for _ in range(self._chance.randint(1, 3))])

    def _further(self, kind: URIRef) -> Iterator[tuple[URIRef, float, Identifier]]:
        """What may stand beside a parameter, and how likely."""
        if kind == SH.pattern:
            yield SH.flags, 0.3, Literal(self._chance.choice(["i", "m", "im"]))
        elif kind == SH.closed:
            yield SH.ignoredProperties, 0.5, self._list([RDF.type, self._chance.choice(PROPERTIES)])
        elif kind == SH.qualifiedValueShape:
            yield SH.qualifiedMinCount, 1, Literal(self._chance.randint(0, 2))
            yield SH.qualifiedMaxCount, 1, Literal(self._chance.randint(0, 2))
            yield SH.qualifiedValueShapesDisjoint, 0.3, _TRUE

    def _bound(self) -> Literal:
        while True:
            bound = self._literal()
            if bound.language is None and bound.value is not None:
                return bound

    def _iri_or_literal(self) -> Identifier:
        return self._chance.choice([*_NODES[:4], self._literal(), self._literal()])


_TRUE = Literal("true", datatype=XSD.boolean)
_COUNTS = [Literal(number) for number in range(4)]
_BOUNDS = (SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive)
_CHOICES: dict[URIRef, list[Identifier]] = {
    SH["class"]: [*CLASSES],
    SH.datatype: [*_TYPED, XSD.string, RDF.langString],
    SH.nodeKind: [SH.IRI, SH.BlankNode, SH.Literal, SH.BlankNodeOrIRI, SH.BlankNodeOrLiteral, SH.IRIOrLiteral],
    **{kind: [*_COUNTS] for kind in (SH.minCount, SH.maxCount, SH.maxLength)},
    SH.pattern: [Literal(pattern) for pattern in _PATTERNS],
    SH.uniqueLang: [_TRUE],
    SH.closed: [_TRUE],
    **{kind: [*PROPERTIES] for kind in (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)},
}
_OF_VALUES = [
    *(SH["class"], SH.datatype, SH.nodeKind, *_BOUNDS),
    *(SH.minLength, SH.maxLength, SH.pattern, SH.languageIn, SH.equals, SH.disjoint, SH["in"], SH.hasValue, SH.closed),
]
_OF_SHAPES = [SH["not"], SH["and"], SH["or"], SH.xone, SH.node, SH.property]
# Where the engines are known to differ; within another shape a difference would show as one of that shape.
_COMPARING = {*_BOUNDS, SH.lessThan, SH.lessThanOrEquals}
_OF_PATHS = [SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals, SH.qualifiedValueShape]

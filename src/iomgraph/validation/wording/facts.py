"""What the words of a result need to know of the data: asked once for all results, in a few queries over the tables."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial

import pyarrow as pa
from rdflib import DCTERMS, FOAF, RDF, RDFS, SDO, SKOS
from rdflib.term import BNode, Identifier, Literal, URIRef

from iomgraph.engine import Engine
from iomgraph.validation.classes import Classes
from iomgraph.validation.path import Path
from iomgraph.validation.path_queries import values_query
from iomgraph.validation.sql_text import id_list
from iomgraph.validation.triples import Kind, Triples
from iomgraph.validation.wording.candidates import Candidates, Having, Instances, Members

NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title, SDO.name, FOAF.name)
"""The properties by which a node is called, the preferred one first."""

_KEPT_VALUES = 50
_FEW = 12
_NEAREST = 3
# How alike two texts are: one minus the part of the letters that differ. Names further apart are no help.
_ALIKE = 0.7
# An edit distance with transpositions costs eighty times as much as Jaro-Winkler, which finds what is worth that.
_WORTH_COMPARING = 0.8
# So many pairs of texts are compared in about a second; a graph with more leaves results without a nearest name.
_MOST_PAIRS = 6_000_000
_FOLDED = "strip_accents(lower(trim({})))"
_LOCAL_NAME = r"regexp_extract({}, '([^/#]*)[/#]?$', 1)"


@dataclass(frozen=True, slots=True)
class Compared:
    """Values that words name: those that a path leads to, and of these, where it is bounded, those `among` some."""

    path: Path
    among: Candidates | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A term that would pass, and whether it is called exactly so."""

    term: Identifier
    exact: bool


@dataclass(frozen=True)
class Questions:
    """What is to be asked: values of focus nodes by path, names and types of nodes, what is nearest to a value."""

    values: dict[Compared, set[Identifier]] = field(default_factory=lambda: defaultdict(set))
    named: set[Identifier] = field(default_factory=set)
    typed: set[Identifier] = field(default_factory=set)
    nearest: dict[Candidates, set[Identifier]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True)
class Facts:
    """The answers; what was not asked, or cannot be known, is missing in them.

    `values` has how many values there are, and the first of them; `few` all candidates where they are so few.
    """

    values: dict[tuple[Compared, Identifier], tuple[int, tuple[Identifier, ...]]] = field(default_factory=dict)
    names: dict[Identifier, dict[str, str]] = field(default_factory=dict)
    types: dict[Identifier, tuple[Identifier, ...]] = field(default_factory=dict)
    nearest: dict[tuple[Candidates, Identifier], tuple[Near, ...]] = field(default_factory=dict)
    few: dict[Candidates, tuple[Identifier, ...]] = field(default_factory=dict)


class DataFacts:
    """Answers questions from the tables of one data graph."""

    def __init__(self, triples: Triples, classes: Classes) -> None:
        self._triples = triples
        self._classes = classes

    def answers(self, questions: Questions) -> Facts:
        """The facts that are asked for."""
        facts = Facts()
        self._add_values(questions, facts)
        self._add_nearest(questions, facts)
        self._add_types(questions, facts)
        self._add_names(questions, facts)
        return facts

    def _add_values(self, questions: Questions, facts: Facts) -> None:
        ids = self._triples.ids(node for nodes in questions.values.values() for node in nodes)
        found: list[tuple[Compared, int, int, list[int]]] = []
        for compared, nodes in questions.values.items():
            asked = pa.array([ids[node] for node in nodes if node in ids], pa.int32())
            self._engine.add_table("asked_focus", pa.table({"node": asked}))
            closures: list[str] = []
            values = values_query(compared.path, "asked_focus", self._triples.id, partial(self._closure, closures))
            within = f"WHERE v.value IN ({self._nodes(compared.among)})" if compared.among else ""
            first = f"list_slice(list(v.value ORDER BY t.lexical, t.language, t.datatype), 1, {_KEPT_VALUES})"
            counted = f"FROM ({values}) v JOIN terms t ON t.id = v.value {within} GROUP BY v.focus"
            found += [(compared, *row) for row in self._engine.rows(f"SELECT v.focus, count(*), {first} {counted}")]
            self._engine.remove(*closures)
            facts.values.update({(compared, node): (0, ()) for node in nodes})
        self._engine.remove("asked_focus")
        numbers = {number for _, focus, _, values in found for number in (focus, *values)}
        terms = self._triples.terms(numbers)
        for compared, focus, count, first_values in found:
            facts.values[compared, terms[focus]] = count, tuple(terms[value] for value in first_values)

    def _closure(self, tables: list[str], start: str, edges: str) -> str:
        tables.append(f"asked_closure{len(tables)}")
        self._engine.add_closure(tables[-1], start, edges)
        return tables[-1]

    def _add_nearest(self, questions: Questions, facts: Facts) -> None:
        groups = list(questions.nearest)
        if not groups:
            return
        ids = self._triples.ids((*NAMES, SKOS.altLabel))
        each_group = (f"SELECT {number} AS grp, id FROM ({self._nodes(group)})" for number, group in enumerate(groups))
        self._engine.add_result("candidates", " UNION ".join(each_group))
        local_names = [number for number, group in enumerate(groups) if isinstance(group, Members)]
        self._engine.add_result("called", _called(list(ids.values()), local_names))
        asked = self._asked(questions, groups)
        self._engine.add_table("asked_texts", _table(asked))
        rows = list(self._engine.rows(_NEAREST_TERMS))
        few = list(self._engine.rows(_FEW_TERMS))
        self._engine.remove("candidates", "called", "asked_texts")
        terms = self._triples.terms({row[1] for row in (*rows, *few)})
        found: dict[int, list[Near]] = defaultdict(list)
        for number, term, score in rows:
            found[number].append(Near(terms[term], exact=score == 1))
        for number, (group, value, _, _) in enumerate(asked):
            facts.nearest[groups[group], value] = tuple(found[number])
        members: dict[int, list[Identifier]] = defaultdict(list)
        for group, term in few:
            members[group].append(terms[term])
        facts.few.update({groups[group]: tuple(each) for group, each in members.items()})

    def _nodes(self, group: Candidates) -> str:
        """SQL for the candidates (`id`)."""
        match group:
            case Members(terms):
                return f"SELECT id FROM terms WHERE id IN {id_list([self._triples.id(term) for term in terms])}"
            case Instances(class_):
                return self._classes.instances(class_)
            case Having(predicate, value):
                p, o = self._triples.id(predicate), self._triples.id(value)
                return f"SELECT s AS id FROM triples WHERE p = {p} AND o = {o}"

    def _asked(self, questions: Questions, groups: list[Candidates]) -> list[tuple[int, Identifier, str, bool]]:
        """Group, value, text and whether it is the end of an address, within the bound of what is compared."""
        sizes = dict(self._engine.rows("SELECT grp, count(*) FROM called GROUP BY 1"))
        pairs = sum(sizes.get(number, 0) * len(questions.nearest[group]) for number, group in enumerate(groups))
        share = min(1.0, _MOST_PAIRS / pairs) if pairs else 1.0
        asked = []
        for number, group in enumerate(groups):
            values = sorted(questions.nearest[group], key=str)
            asked += [
                (number, value, *_text_of(value))
                for value in values[: max(1, int(len(values) * share))]
                if not isinstance(value, BNode)
            ]
        return asked

    def _add_types(self, questions: Questions, facts: Facts) -> None:
        pairs = self._of_nodes(questions.typed, [RDF.type], "SELECT n.s, n.o, 0, 0")
        terms = self._triples.terms({number for row in pairs for number in row[:2]})
        types: dict[Identifier, list[Identifier]] = defaultdict(list)
        for node, type_, *_ in pairs:
            types[terms[node]].append(terms[type_])
        facts.types.update({node: tuple(sorted(types[node], key=str)) for node in questions.typed})

    def _add_names(self, questions: Questions, facts: Facts) -> None:
        named = {near.term for each in facts.nearest.values() for near in each}
        named |= {type_ for each in facts.types.values() for type_ in each}
        named |= {term for each in facts.few.values() for term in each}
        named |= {term for _, each in facts.values.values() for term in each}
        rows = self._of_nodes(named | questions.named, list(NAMES), "SELECT n.s, n.p, t.language, t.lexical")
        terms = self._triples.terms({number for row in rows for number in row[:2]})
        for node, _, language, text in sorted(
            rows, key=lambda row: (NAMES.index(URIRef(terms[row[1]])), row[2] or "", row[3])
        ):
            facts.names.setdefault(terms[node], {}).setdefault(language or "", text)

    def _of_nodes(
        self, nodes: Iterable[Identifier], predicates: list[URIRef], select: str
    ) -> list[tuple[int, int, str | None, str]]:
        """What `select` takes of the triples `n` of these nodes and predicates, with the terms `t` of their objects."""
        ids = self._triples.ids([*predicates, *(node for node in nodes if isinstance(node, URIRef))])
        of = id_list([ids.pop(predicate) for predicate in predicates if predicate in ids])
        self._engine.add_table("asked_nodes", pa.table({"node": pa.array(ids.values(), pa.int32())}))
        query = (
            f"{select} FROM asked_nodes a JOIN triples n ON n.s = a.node JOIN terms t ON t.id = n.o WHERE n.p IN {of}"
        )
        rows = list(self._engine.rows(query))
        self._engine.remove("asked_nodes")
        return rows

    @property
    def _engine(self) -> Engine:
        return self._triples.engine


_NEAREST_TERMS = f"""
WITH asked AS (SELECT number, grp, {_FOLDED.format("text")} AS text, address FROM asked_texts),
alike AS (
  SELECT q.number, c.id, q.text AS asked, c.text FROM asked q JOIN called c ON c.grp = q.grp
    AND (q.address OR NOT c.address) WHERE jaro_winkler_similarity(q.text, c.text) >= {_WORTH_COMPARING}),
scored AS (
  SELECT number, id, max(1 - damerau_levenshtein(asked, text) / greatest(length(asked), length(text))) AS score
  FROM alike GROUP BY number, id),
ranked AS (
  SELECT number, id, score, max(score) OVER (PARTITION BY number) AS best,
    row_number() OVER (PARTITION BY number ORDER BY score DESC, lexical) AS rank
  FROM scored JOIN terms USING (id) WHERE score >= {_ALIKE})
SELECT number, id, score FROM ranked
WHERE rank <= {_NEAREST} AND 1 - score <= 2 * (1 - best) ORDER BY number, rank"""
_FEW_TERMS = f"""
SELECT grp, id FROM candidates JOIN terms USING (id)
WHERE grp IN (SELECT grp FROM candidates GROUP BY grp HAVING count(*) <= {_FEW}) ORDER BY grp, lexical"""


def _called(names: list[int], local_names: list[int]) -> str:
    """SQL for what each candidate is called; the end of its `address` is no name but in the groups of `local_names`."""
    end = _LOCAL_NAME.format("t.lexical")
    return (
        f"SELECT DISTINCT c.grp, c.id, {_FOLDED.format('t.lexical')} AS text, false AS address FROM candidates c "
        f"JOIN triples n ON n.s = c.id JOIN terms t ON t.id = n.o WHERE n.p IN {id_list(names)} UNION ALL "
        f"SELECT c.grp, c.id, {_FOLDED.format('t.lexical')}, false FROM candidates c JOIN terms t USING (id) "
        f"WHERE t.kind = {Kind.LITERAL:d} UNION ALL "
        f"SELECT c.grp, c.id, {_FOLDED.format(end)}, (c.grp IN {id_list(local_names)}) IS NOT TRUE FROM candidates c "
        f"JOIN terms t USING (id) WHERE t.kind = {Kind.IRI:d}"
    )


def _table(asked: Collection[tuple[int, Identifier, str, bool]]) -> pa.Table:
    return pa.table(
        {
            "number": pa.array(range(len(asked)), pa.int32()),
            "grp": pa.array([each[0] for each in asked], pa.int32()),
            "text": pa.array([each[2] for each in asked], pa.string()),
            "address": pa.array([each[3] for each in asked], pa.bool_()),
        }
    )


def _text_of(value: Identifier) -> tuple[str, bool]:
    if isinstance(value, Literal):
        return str(value), False
    return value.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1], True

"""Data sources, as the logical sources of RML-IO, https://w3id.org/rml/io/spec.

YARRRML, section "Data sources". The path of a file is relative to the document. `table` names a record table, or a
table of the database that `access` and `type` name.
"""

from collections.abc import Mapping

from rdflib import RDF, BNode, Literal, URIRef

from iomgraph.mapping.yarrrml.document import Part
from iomgraph.mapping.yarrrml.rules import Rules

_KEYS: dict[str, tuple[str, ...]] = {
    "access": (),
    "type": (),
    "referenceFormulation": (),
    "iterator": (),
    "encoding": (),
    "delimiter": (),
    "query": (),
    "queryFormulation": (),
    "credentials": (),
    "table": (),
}
_FORMULATIONS = {"csv": "CSV", "jsonpath": "JSONPath", "xpath": "XPath"}
_DATABASES = {
    "mysql": "com.mysql.cj.jdbc.Driver",
    "postgresql": "org.postgresql.Driver",
    "sqlite": "org.sqlite.JDBC",
}
_CSVW = "http://www.w3.org/ns/csvw#"
_D2RQ = "http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#"
_ENCODINGS = {"utf-8": "UTF-8", "utf8": "UTF-8", "utf-16": "UTF-16", "utf16": "UTF-16"}


class Sources:
    """The data sources of a document, by their keys."""

    def __init__(self, rules: Rules, named: Part | None) -> None:
        self._rules = rules
        entries = [] if named is None else named.entries("the sources")
        self._named = {key: self._source(part.of(f"the source {key}")) for key, part in entries}

    def of(self, part: Part) -> list[BNode]:
        """The logical sources that a mapping names or describes."""
        return [self._found(each) for each in ([part] if self._is_shortcut(part) else part.parts())]

    def _is_shortcut(self, part: Part) -> bool:
        """Whether a list is one source: a file~formulation, and an iterator that names no source."""
        listed = part.parts() if part.is_list else []
        if len(listed) != 2 or not _formulation(listed[0]) or not listed[1].is_text:
            return False
        return not _formulation(listed[1]) and listed[1].text("an iterator") not in self._named

    def _found(self, part: Part) -> BNode:
        if not part.is_text or _formulation(part):
            return self._source(part)
        key = part.text("a source")
        if key not in self._named:
            raise part.error(f"reads the source {key}, which is none of the sources of the document")
        return self._named[key]

    def _source(self, part: Part) -> BNode:
        if part.is_collection:
            return self._described(part, part.keys("a source", _KEYS))
        listed = part.parts()
        formulation = _formulation(listed[0]) if listed else None
        if not formulation or len(listed) > 2:
            raise part.error("has a source that is no list of a file~formulation and an iterator")
        node = self._rules.node(part)
        access = self._rules.filled(listed[0], "a source").rpartition("~")[0]
        self._add_formulation(node, formulation, listed[0])
        self._add_file(node, access, {}, part)
        if len(listed) == 2:
            self._add_iterator(node, formulation, listed[1])
        return node

    def _described(self, part: Part, keys: dict[str, Part]) -> BNode:
        rules, node = self._rules, self._rules.node(part)
        kind = keys["type"].text("the type of a source") if "type" in keys else "localfile"
        if "table" in keys or "query" in keys or kind in _DATABASES:
            self._add_rows(node, kind, keys, part)
            return node
        for key in ("queryFormulation", "credentials"):
            if key in keys:
                raise keys[key].error(f"has {key} for a source that is no database")
        access = rules.filled(keys["access"], "the access of a source") if "access" in keys else ""
        # An address may hold a password: no message shows it.
        if kind != "localfile" or not access or "://" in access:
            raise part.error(
                f"has a source of the type {kind} that is no local file; known are localfile and, with a query or a "
                f"table, {', '.join(_DATABASES)}"
            )
        if "referenceFormulation" not in keys:
            raise part.error("has a source without a referenceFormulation")
        formulation = keys["referenceFormulation"]
        self._add_formulation(node, formulation.text("a referenceFormulation"), formulation)
        self._add_file(node, access, keys, part)
        if "iterator" in keys:
            self._add_iterator(node, formulation.text("a referenceFormulation"), keys["iterator"])
        return node

    def _add_formulation(self, node: BNode, name: str, at: Part) -> None:
        if name not in _FORMULATIONS:
            raise at.error(f"has the referenceFormulation {name}; known are {', '.join(_FORMULATIONS)}")
        self._rules.add(node, "referenceFormulation", _FORMULATIONS[name], at)

    def _add_iterator(self, node: BNode, formulation: str, at: Part) -> None:
        if formulation == "csv":
            raise at.error("has an iterator for CSV, whose records are its rows")
        self._rules.add(node, "iterator", Literal(self._rules.filled(at, "an iterator")), at)

    def _add_file(self, node: BNode, access: str, keys: Mapping[str, Part], at: Part) -> None:
        rules, file = self._rules, self._rules.node(at)
        rules.add(node, "source", file, at)
        if "delimiter" in keys:
            # RML-IO takes dialects of CSV from CSVW.
            rules.graph.add_on_line((file, RDF.type, URIRef(_CSVW + "Table")), at.line)
            rules.graph.add_on_line((file, URIRef(_CSVW + "url"), Literal(access)), at.line)
            dialect, delimiter = rules.node(keys["delimiter"]), rules.filled(keys["delimiter"], "a delimiter")
            rules.graph.add_on_line((file, URIRef(_CSVW + "dialect"), dialect), at.line)
            rules.graph.add_on_line((dialect, URIRef(_CSVW + "delimiter"), Literal(delimiter)), at.line)
        else:
            rules.add(file, "path", Literal(access), at)
        if "encoding" in keys:
            encoding = keys["encoding"].text("an encoding")
            rules.add(file, "encoding", _ENCODINGS.get(encoding.lower(), encoding), keys["encoding"])

    def _add_rows(self, node: BNode, kind: str, keys: dict[str, Part], at: Part) -> None:
        """A query or a table, of a database or, without access, of the record tables."""
        rules = self._rules
        if ("query" in keys) == ("table" in keys):
            raise at.error("has a source that needs either a query or a table")
        for key in ("iterator", "encoding", "delimiter"):
            if key in keys:
                raise keys[key].error(f"has {key} for a source that is a query or a table")
        rows = keys.get("query") or keys["table"]
        formulation = "SQL2008Query" if "query" in keys else "SQL2008Table"
        rules.add(node, "referenceFormulation", formulation, rows)
        rules.add(node, "iterator", Literal(rules.filled(rows, "a query or table")), rows)
        if "access" not in keys:
            return
        if kind not in _DATABASES:
            raise at.error(f"reads a database of the type {kind}; known are {', '.join(_DATABASES)}")
        address = _jdbc(kind, rules.filled(keys["access"], "the access of a source"))
        database = rules.node(at)
        rules.add(node, "source", database, at)
        said: dict[str, URIRef | Literal] = {
            "jdbcDSN": Literal(address),
            "jdbcDriver": Literal(_DATABASES[kind]),
        }
        if "credentials" in keys:
            known: dict[str, tuple[str, ...]] = {"username": (), "password": ()}
            for name, part in keys["credentials"].keys("the credentials", known).items():
                said[name] = Literal(rules.filled(part, f"a {name}"))
        rules.graph.add_on_line((database, RDF.type, URIRef(_D2RQ + "Database")), at.line)
        for name, value in said.items():
            rules.graph.add_on_line((database, URIRef(_D2RQ + name), value), at.line)


def _jdbc(kind: str, access: str) -> str:
    """The address of a database as JDBC writes it.

    >>> _jdbc("mysql", "http://localhost/example"), _jdbc("sqlite", "people.db")
    ('jdbc:mysql://localhost/example', 'jdbc:sqlite:people.db')
    """
    if access.startswith("jdbc:"):
        return access
    return f"jdbc:{kind}:{access}" if kind == "sqlite" else f"jdbc:{kind}://{access.rpartition('://')[2]}"


def _formulation(part: Part) -> str | None:
    """What stands after the last ~ of `people.csv~csv`."""
    if not part.is_text:
        return None
    access, _, formulation = part.text("a source").rpartition("~")
    return formulation if access else None

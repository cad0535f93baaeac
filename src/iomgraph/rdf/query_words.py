"""The keywords of a SPARQL query, found by its lexical grammar and not by a search in its text.

SPARQL 1.1, 19.8: <https://www.w3.org/TR/sparql11-query/#sparqlGrammar>
"""

import re

# Longest first where two begin alike. A bare word is what none of the others has taken.
_TOKEN = re.compile(
    r"""
      \#[^\n\r]*                                              # comment
    | \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"{0,2}\"\"\"           # strings
    | '''(?:'{0,2}(?:[^'\\]|\\.))*'{0,2}'''
    | "(?:[^"\\\n\r]|\\.)*"
    | '(?:[^'\\\n\r]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>                               # IRI
    | [?$][\w·]+                                              # variable
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                            # language tag
    | _:[\w.·-]+                                              # blank node
    | (?:[^\W\d_](?:[\w.·-]*[\w·-])?)?:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\.)*   # prefixed name
    | (?P<word>[A-Za-z]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def query_words(text: str) -> list[str]:
    """The bare words of a query in capitals, in order.

    >>> query_words('ASK { ?s service:from "SERVICE" ; a ?from } # SERVICE')
    ['ASK', 'A']
    """
    return [match["word"].upper() for match in _TOKEN.finditer(text) if match["word"]]


def answers_with_triples(text: str) -> bool:
    """Whether a query is of the form CONSTRUCT or DESCRIBE. Only declarations stand before the form.

    >>> answers_with_triples("PREFIX select: <http://a/> CONSTRUCT WHERE { ?s ?p ?o }")
    True
    """
    form = next((word for word in query_words(text) if word in _FORMS), None)
    return form in ("CONSTRUCT", "DESCRIBE")

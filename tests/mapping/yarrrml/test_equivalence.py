"""A mapping in YARRRML makes the same quads as the mapping in RML that means the same."""

from pathlib import Path

import pytest

from .conftest import of_rml, of_yarrrml

CSV = 'rml:logicalSource [ rml:source [ rml:path "people.csv" ] ; rml:referenceFormulation rml:CSV ]'
MORE = 'rml:logicalSource [ rml:source [ rml:path "more.csv" ] ; rml:referenceFormulation rml:CSV ]'
PORTS = 'rml:logicalSource [ rml:source [ rml:path "ports.csv" ] ; rml:referenceFormulation rml:CSV ]'
JSON = """rml:logicalSource [ rml:source [ rml:path "people.json" ] ; rml:referenceFormulation rml:JSONPath ;
  rml:iterator "$.people[*]" ]"""
XML = """rml:logicalSource [ rml:source [ rml:path "notes.xml" ] ; rml:referenceFormulation rml:XPath ;
  rml:iterator "/notes/note" ]"""
ODD = 'rml:logicalSource [ rml:source [ rml:path "odd.csv" ] ; rml:referenceFormulation rml:CSV ]'
SUBJECT = 'rml:subjectMap [ rml:template "https://example.org/ns#person/{id}" ]'
NAME = 'rml:predicateObjectMap [ rml:predicate foaf:name ; rml:objectMap [ rml:reference "name" ] ]'
UPPER = """[ rml:functionExecution [ rml:function grel:toUpperCase ;
  rml:input [ rml:parameter grel:valueParameter ; rml:inputValueMap [ rml:reference "name" ] ] ] ]"""


def pair(objects: str, predicate: str = "foaf:name") -> str:
    return f"<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate {predicate} ; {objects} ] ."


def is_two(value: str = "2") -> str:
    return f"""rml:condition [ rml:functionExecution [ rml:function idlab-fn:equal ;
      rml:input [ rml:parameter grel:valueParameter ; rml:inputValueMap [ rml:reference "id" ] ] ,
        [ rml:parameter grel:valueParameter2 ; rml:inputValue "{value}" ] ] ]"""


# Name, the mapping `person` in YARRRML (indented below its key), the same in RML.
PERSON = [
    (
        "long form",
        """
    sources:
      - access: people.csv
        referenceFormulation: csv
    subjects: ex:person/$(id)
    predicateobjects:
      - predicates: foaf:name
        objects: $(name)""",
        pair('rml:objectMap [ rml:reference "name" ]'),
    ),
    (
        "short form",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - [foaf:name, $(name)]""",
        pair('rml:objectMap [ rml:reference "name" ]'),
    ),
    (
        "one source in a list of its own",
        """
    sources: [['people.csv~csv']]
    subject: ex:person/$(id)
    predicateobject: {predicate: 'foaf:name', object: $(name)}""",
        pair('rml:objectMap [ rml:reference "name" ]'),
    ),
    (
        "class",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[a, ex:Person], [rdf:type, foaf:Person]]""",
        f"""<person> {CSV} ; rml:subjectMap [ rml:template "https://example.org/ns#person/{{id}}" ;
          rml:class ex:Person, foaf:Person ] .""",
    ),
    (
        "class by template",
        """
    sources: ['ports.csv~csv']
    s: ex:$(code)
    po: [[a, ex:$(kind)]]""",
        f"""<person> {PORTS} ; rml:subjectMap [ rml:template "https://example.org/ns#{{code}}" ] ;
          rml:predicateObjectMap [ rml:predicate rdf:type ; rml:objectMap [
            rml:template "https://example.org/ns#{{kind}}" ] ] .""".replace(
            "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        ),
    ),
    (
        "many predicates and objects",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[[foaf:name, rdfs:label], [$(name), $(home)]]]""",
        pair('rml:objectMap [ rml:reference "name" ] , [ rml:reference "home" ]', "foaf:name, rdfs:label"),
    ),
    (
        "template of a literal",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[foaf:name, 'the name: $(name) & {co}']]""",
        pair(r'rml:objectMap [ rml:template "the name: {name} & \\{co\\}" ; rml:termType rml:Literal ]'),
    ),
    (
        "constant literal",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[foaf:name, foaf:name], [foaf:age, 07], [foaf:nick, no], [rdfs:label, '', en~lang]]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate foaf:name ; rml:object "foaf:name" ] ,
          [ rml:predicate foaf:age ; rml:object "07" ] , [ rml:predicate foaf:nick ; rml:object "no" ] ,
          [ rml:predicate rdfs:label ; rml:object ""@en ] .""",
    ),
    (
        "IRI of a constant",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[foaf:name, ex:thing~iri], [rdfs:seeAlso, thing/1~iri], [rdfs:seeAlso, 'urn:x:y~iri']]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate foaf:name ; rml:object ex:thing ] ,
          [ rml:predicate rdfs:seeAlso ; rml:object <https://example.org/thing/1>, <urn:x:y> ] .""",
    ),
    (
        "IRI of a reference, short",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[foaf:page, $(page)~iri]]""",
        pair('rml:objectMap [ rml:reference "page" ; rml:termType rml:IRI ]', "foaf:page"),
    ),
    (
        "IRI of a reference, long",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - predicates: foaf:page
        objects: {value: $(page), type: iri}""",
        pair('rml:objectMap [ rml:reference "page" ; rml:termType rml:IRI ]', "foaf:page"),
    ),
    (
        "IRI by template is made safe",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [{p: foaf:page, o: ex:of/$(page), type: iri}]""",
        pair('rml:objectMap [ rml:template "https://example.org/ns#of/{page}" ]', "foaf:page"),
    ),
    (
        "blank node of a reference",
        """
    sources: ['people.csv~csv']
    s: {value: $(id), type: blank}
    po: [[foaf:name, $(home)~blank]]""",
        f"""<person> {CSV} ; rml:subjectMap [ rml:reference "id" ; rml:termType rml:BlankNode ] ;
          rml:predicateObjectMap [ rml:predicate foaf:name ;
            rml:objectMap [ rml:reference "home" ; rml:termType rml:BlankNode ] ] .""",
    ),
    (
        "blank node of each row, without subjects",
        """
    sources: ['people.csv~csv']
    po: [[foaf:name, $(name)]]""",
        f"<person> {CSV} ; rml:subjectMap [ rml:termType rml:BlankNode ] ; {NAME} .",
    ),
    (
        "blank node of each row, null",
        """
    sources: ['people.csv~csv']
    subjects: null
    po: [[foaf:name, $(name)]]""",
        f"<person> {CSV} ; rml:subjectMap [ rml:termType rml:BlankNode ] ; {NAME} .",
    ),
    (
        "datatype, short",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[ex:born, $(born), xsd:gYear], [ex:era, '01', xsd:integer]]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap
          [ rml:predicate ex:born ; rml:objectMap [ rml:reference "born" ; rml:datatype xsd:gYear ] ] ,
          [ rml:predicate ex:era ; rml:object "01"^^xsd:integer ] .""",
    ),
    (
        "datatypes, long",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - predicates: ex:born
        objects:
          - {value: $(born), datatype: xsd:gYear}
          - {value: $(id), datatype: xsd:string}
          - {value: $(id), datatype: ex:id}""",
        pair(
            'rml:objectMap [ rml:reference "born" ; rml:datatype xsd:gYear ] , [ rml:reference "id" ] , '
            '[ rml:reference "id" ; rml:datatype ex:id ]',
            "ex:born",
        ),
    ),
    (
        "datatype by reference",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [{p: ex:born, o: {value: $(born), datatype: 'ex:$(lang)'}}, [ex:home, $(home), $(page)]]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:born ; rml:objectMap [
            rml:reference "born" ; rml:datatypeMap [ rml:template "https://example.org/ns#{{lang}}" ] ] ] ,
          [ rml:predicate ex:home ; rml:objectMap [ rml:reference "home" ;
            rml:datatypeMap [ rml:reference "page" ] ] ] .""",
    ),
    (
        "language, short",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[foaf:name, $(name), en-GB~lang], [rdfs:label, one, en~lang]]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap
          [ rml:predicate foaf:name ; rml:objectMap [ rml:reference "name" ; rml:language "en-GB" ] ] ,
          [ rml:predicate rdfs:label ; rml:object "one"@en ] .""",
    ),
    (
        "languages of a list of objects",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - predicates: [foaf:name, rdfs:label]
        objects: [[$(name), en~lang], [$(home), nl~lang]]""",
        pair(
            'rml:objectMap [ rml:reference "name" ; rml:language "en" ] , [ rml:reference "home" ; rml:language "nl" ]',
            "foaf:name, rdfs:label",
        ),
    ),
    (
        "language by reference",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [[foaf:name, $(name), $(lang)~lang], {p: rdfs:label, o: {value: $(name), language: $(lang)}}]""",
        pair(
            'rml:objectMap [ rml:reference "name" ; rml:languageMap [ rml:reference "lang" ] ]', "foaf:name, rdfs:label"
        ),
    ),
    (
        "graphs of a mapping",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    graphs: [ex:g, ex:of/$(home)]
    po: [[foaf:name, $(name)]]""",
        f"""<person> {CSV} ; rml:subjectMap [ rml:template "https://example.org/ns#person/{{id}}" ; rml:graph ex:g ;
          rml:graphMap [ rml:template "https://example.org/ns#of/{{home}}" ] ] ; {NAME} .""",
    ),
    (
        "graph of predicates and objects",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [{p: foaf:name, o: $(name), graphs: ex:g}, [rdfs:label, $(name)]]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap
          [ rml:predicate foaf:name ; rml:objectMap [ rml:reference "name" ] ; rml:graph ex:g ] ,
          [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference "name" ] ] .""",
    ),
    (
        "predicate by template",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [['ex:$(lang)', $(name)]]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [
          rml:predicateMap [ rml:template "https://example.org/ns#{{lang}}" ] ;
          rml:objectMap [ rml:reference "name" ] ] .""",
    ),
    (
        "JSON with natural datatypes and many values",
        """
    sources: [['people.json~jsonpath', '$.people[*]']]
    s: ex:person/$(id)
    po: [[ex:age, $(age)], [ex:tag, '$(tags[*])']]""",
        f"""<person> {JSON} ; {SUBJECT} ; rml:predicateObjectMap
          [ rml:predicate ex:age ; rml:objectMap [ rml:reference "age" ] ] ,
          [ rml:predicate ex:tag ; rml:objectMap [ rml:reference "tags[*]" ] ] .""",
    ),
    (
        "one source as a flat list",
        """
    sources: ['people.json~jsonpath', '$.people[*]']
    s: ex:person/$(id)
    po: [[foaf:name, $(name)]]""",
        f"<person> {JSON} ; {SUBJECT} ; {NAME} .",
    ),
    (
        "XML",
        """
    sources:
      access: notes.xml
      referenceFormulation: xpath
      iterator: /notes/note
    s: ex:note/$(@id)
    po: [[ex:to, $(to)]]""",
        f"""<person> {XML} ; rml:subjectMap [ rml:template "https://example.org/ns#note/{{@id}}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:to ; rml:objectMap [ rml:reference "to" ] ] .""",
    ),
    (
        "escaped references",
        r"""
    sources: ['odd.csv~csv']
    s: ex:odd/$(a \(b\))
    po: [[ex:p, '$({c})'], [ex:q, '\$(_d) $(_d) \\ \(']]""",
        rf"""<person> {ODD} ; rml:subjectMap [ rml:template "https://example.org/ns#odd/{{a (b)}}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "{{c}}" ] ] ,
          [ rml:predicate ex:q ; rml:objectMap [ rml:template "$(_d) {{_d}} \\\\ (" ; rml:termType rml:Literal ] ] .""",
    ),
    (
        "function with parameters",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - predicates: foaf:name
        objects:
          - function: grel:toUpperCase
            parameters:
              - parameter: grel:valueParameter
                value: $(name)""",
        pair(f"rml:objectMap {UPPER}"),
    ),
    (
        "function with short parameters",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [{p: foaf:name, o: {fn: grel:toUpperCase, pms: [[grel:valueParameter, $(name)]]}}]""",
        pair(f"rml:objectMap {UPPER}"),
    ),
    (
        "function in one line",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [{p: foaf:name, o: {f: 'grel:toUpperCase(valueParameter = $(name))'}}]""",
        pair(f"rml:objectMap {UPPER}"),
    ),
    (
        "nested functions",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - p: foaf:name
        o:
          - function: grel:string_replace
            parameters:
              - parameter: grel:valueParameter
                value: {function: 'grel:toUpperCase(grel:valueParameter = $(name))'}
              - [grel:p_string_find, A]
              - [grel:p_string_replace, 'x, y']""",
        pair(f"""rml:objectMap [ rml:functionExecution [ rml:function grel:string_replace ;
          rml:input [ rml:parameter grel:valueParameter ; rml:inputValueMap {UPPER} ] ,
            [ rml:parameter grel:p_string_find ; rml:inputValue "A" ] ,
            [ rml:parameter grel:p_string_replace ; rml:inputValue "x, y" ] ] ]"""),
    ),
    (
        "nested functions in one line, with a datatype",
        r"""
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - p: foaf:name
        o:
          - function: 'grel:string_replace(p_string_find = A, p_string_replace = x\, \(y\),
              valueParameter = grel:toUpperCase(valueParameter = $(name)))'
            datatype: ex:shout""",
        pair(f"""rml:objectMap [ rml:datatype ex:shout ; rml:functionExecution [ rml:function grel:string_replace ;
          rml:input [ rml:parameter grel:valueParameter ; rml:inputValueMap {UPPER} ] ,
            [ rml:parameter grel:p_string_find ; rml:inputValue "A" ] ,
            [ rml:parameter grel:p_string_replace ; rml:inputValue "x, (y)" ] ] ]"""),
    ),
    (
        "function as subject",
        """
    sources: ['people.csv~csv']
    s:
      function: idlab-fn:toUpperCaseURL
      parameters: [[idlab-fn:str, $(page)]]
    po: [[foaf:name, $(name)]]""",
        f"""<person> {CSV} ; {NAME} ; rml:subjectMap [ rml:functionExecution [ rml:function idlab-fn:toUpperCaseURL ;
          rml:input [ rml:parameter idlab-fn:str ; rml:inputValueMap [ rml:reference "page" ] ] ] ] .""",
    ),
    (
        "condition of a mapping",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    condition: {function: idlab-fn:equal, parameters: [[grel:valueParameter, $(id)], [grel:valueParameter2, 2]]}
    po: [[foaf:name, $(name)]]""",
        f"""<person> {CSV} ; {NAME} ;
          rml:subjectMap [ rml:template "https://example.org/ns#person/{{id}}" ; {is_two()} ] .""",
    ),
    (
        "condition of predicates and objects",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - p: foaf:name
        o: [$(name), $(home)]
        condition: {function: 'equal(str1 = $(id), str2 = 2)'}
      - [rdfs:label, $(name)]""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate foaf:name ; rml:objectMap
            [ rml:reference "name" ; {is_two()} ] , [ rml:reference "home" ; {is_two()} ] ] ,
          [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference "name" ] ] .""",
    ),
    (
        "condition of one object",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - p: foaf:name
        o: [{value: $(name), condition: {function: 'equal(str1 = $(id), str2 = 2)'}}, $(home)]""",
        pair(f'rml:objectMap [ rml:reference "name" ; {is_two()} ] , [ rml:reference "home" ]'),
    ),
    (
        "many subjects",
        """
    sources: ['people.csv~csv']
    subjects: ['ex:person/$(id)', 'ex:human/$(name)']
    po: [[foaf:name, $(name)]]""",
        f"""<person> {CSV} ; {SUBJECT} ; {NAME} .
          <person-2> {CSV} ; rml:subjectMap [ rml:template "https://example.org/ns#human/{{name}}" ] ; {NAME} .""",
    ),
    (
        "many sources",
        """
    sources: [['people.csv~csv'], {access: more.csv, referenceFormulation: csv}]
    s: ex:person/$(id)
    po: [[foaf:name, $(name)]]""",
        f"<person> {CSV} ; {SUBJECT} ; {NAME} . <person-2> {MORE} ; {SUBJECT} ; {NAME} .",
    ),
    (
        "inverse predicate",
        """
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    graphs: ex:g
    po: [{p: ex:page, i: ex:pageOf, o: $(page)~iri}]""",
        f"""<person> {CSV} ; rml:subjectMap [ rml:template "https://example.org/ns#person/{{id}}" ; rml:graph ex:g ] ;
          rml:predicateObjectMap [ rml:predicate ex:page ;
            rml:objectMap [ rml:reference "page" ; rml:termType rml:IRI ] ] .
          <inverse> {CSV} ; rml:subjectMap [ rml:reference "page" ; rml:graph ex:g ] ;
          rml:predicateObjectMap [ rml:predicate ex:pageOf ;
            rml:objectMap [ rml:template "https://example.org/ns#person/{{id}}" ] ] .""",
    ),
]

JOINED = f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:home ; rml:objectMap [
    rml:parentTriplesMap <port> ; rml:joinCondition [ rml:child "home" ; rml:parent "code" ] ] ] .
  <port> {PORTS} ; rml:subjectMap [ rml:template "https://example.org/ns#port/{{code}}" ] ;
    rml:predicateObjectMap [ rml:predicate rdfs:label ; rml:objectMap [ rml:reference "title" ] ] ."""
LINKED = """
mappings:
  person:
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po:
      - p: ex:home
        o:
          - mapping: port
            condition: {}
  port:
    sources: ['ports.csv~csv']
    s: ex:port/$(code)
    po: [[rdfs:label, $(title)]]
"""

# Whole documents.
DOCUMENTS = [
    *(
        (f"link {condition}", LINKED.replace("{}", condition), JOINED)
        for condition in (
            "{function: equal, parameters: [[str1, $(home), s], [str2, $(code), o]]}",
            "{function: equal, parameters: [[str1, $(home)], [str2, $(code)]]}",
            "{function: equal, parameters: [[str2, $(code)], [str1, $(home)]]}",
            "{function: equal, parameters: [[str1, $(code), o], [str2, $(home), s]]}",
            "{function: equal, parameters: [[str1, $(home)~s], [str2, $(code)~o]]}",
            "{function: equal, parameters: [[str1, $(code)~o], [str2, $(home)]]}",
            "[{function: 'equal(str1 = $(home)~s, str2 = $(code)~o)'}]",
        )
    ),
    (
        "link by two conditions, one of them of templates",
        LINKED.replace(
            "{}",
            "[{function: 'equal(str1=$(home), str2=$(code))'}, {function: 'equal(str1=a-$(home), str2=a-$(code))'}]",
        ),
        JOINED.replace(
            'rml:parent "code" ]',
            'rml:parent "code" ] , [ rml:childMap [ rml:template "a-{home}" ] ; '
            'rml:parentMap [ rml:template "a-{code}" ] ]',
        ),
    ),
    (
        "link without a condition, to two subjects",
        """
mappings:
  person:
    sources: ['people.csv~csv']
    s: ex:person/$(id)
    po: [{p: ex:also, o: {mapping: other}}]
  other:
    sources: ['people.csv~csv']
    s: ['ex:a/$(id)', 'ex:b/$(id)']
""",
        f"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:also ;
            rml:objectMap [ rml:template "https://example.org/ns#a/{{id}}" ] ,
              [ rml:template "https://example.org/ns#b/{{id}}" ] ] .""",
    ),
    (
        "named sources, also beside others",
        """
sources:
  people: [people.csv~csv]
  other: {access: more.csv, referenceFormulation: csv}
mapping:
  person:
    sources: ['ports.csv~csv', people]
    s: ex:all
    po: [[a, ex:Thing]]
  people:
    sources: [people, other]
    s: ex:person/$(id)
    po: [[foaf:name, $(name)]]
""",
        f"""<all> {PORTS} ; rml:subjectMap [ rml:constant ex:all ; rml:class ex:Thing ] .
          <person> {CSV} ; {SUBJECT} ; {NAME} . <person-2> {MORE} ; {SUBJECT} ; {NAME} .""",
    ),
    (
        "external references",
        r"""
external: {city: "{Port} $(id)", _d: no, file: people}
sources: {people: ['$(_file).csv~csv']}
m:
  person:
    source: people
    s: ex:person/$(id)
    po: [[foaf:name, $(_city)], [rdfs:label, '$(_city): $(name)']]
  odd:
    source: ['odd.csv~csv']
    s: ex:odd
    po: [[ex:q, '$(_d)'], [ex:p, '$(\_d)']]
""",
        rf"""<person> {CSV} ; {SUBJECT} ; rml:predicateObjectMap
          [ rml:predicate foaf:name ; rml:object "{{Port}} $(id)" ] , [ rml:predicate rdfs:label ; rml:objectMap
            [ rml:template "\\{{Port\\}} $(id): {{name}}" ; rml:termType rml:Literal ] ] .
          <odd> {ODD} ; rml:subject ex:odd ; rml:predicateObjectMap
          [ rml:predicate ex:q, ex:p ; rml:objectMap [ rml:reference "_d" ] ] .""",
    ),
    (
        "prefixes that stand for others, anchors and authors",
        """
authors: [Jo Doe <jo@doe.example> (https://doe.example), {name: An, email: an@doe.example}]
base: http://names.example#
mappings:
  person:
    sources: &people ['people.csv~csv']
    s: &subject ex:person/$(id)
    po: &named [[foaf:name, $(name)]]
  again: {sources: *people, s: *subject, po: *named}
""",
        f"<person> {CSV} ; {SUBJECT} ; {NAME} .",
    ),
]


@pytest.mark.parametrize(("mapping", "rml"), [each[1:] for each in PERSON], ids=[each[0] for each in PERSON])
def test_a_mapping_makes_what_rml_makes(folder: Path, mapping: str, rml: str) -> None:
    lines = of_rml(folder, rml)
    assert lines
    assert of_yarrrml(folder, f"mappings:\n  person:{mapping}\n") == lines


@pytest.mark.parametrize(("document", "rml"), [each[1:] for each in DOCUMENTS], ids=[each[0] for each in DOCUMENTS])
def test_a_document_makes_what_rml_makes(folder: Path, document: str, rml: str) -> None:
    lines = of_rml(folder, rml)
    assert lines
    assert of_yarrrml(folder, document) == lines

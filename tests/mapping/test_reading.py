from pathlib import Path

import pytest

from iomgraph.errors import InputError
from iomgraph.mapping.reading import read_mappings

from .conftest import BASE, PREFIXES

SOURCE = 'rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "t" ]'
SUBJECT = 'rml:subjectMap [ rml:template "{a}" ]'


def read(folder: Path, mapping: str) -> None:
    file = folder / "mapping.ttl"
    file.write_text(PREFIXES + mapping, encoding="utf-8")
    read_mappings([folder], BASE)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("<#M> rml:logicalSource", "is not valid Turtle"),
        (f"<#M> {SOURCE} .", "needs exactly one rml:subjectMap, but has 0"),
        (f"<#M> {SOURCE} ; {SUBJECT}, [ rml:template '{{b}}' ] .", "needs exactly one rml:subjectMap, but has 2"),
        (f"<#M> {SOURCE} ; rml:subject 'text' .", "has a literal as its subject"),
        (f"<#M> {SOURCE} ; rml:subjectMap [ rml:template '{{a' ] .", "cannot be read: the template"),
        (f"<#M> {SOURCE} ; rml:subjectMap [ ] .", "needs exactly one rml:constant, rml:reference or rml:template"),
        (f"<#M> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ] .", "without an object"),
        (
            f"<#M> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; "
            "rml:objectMap [ rml:reference 'a' ; rml:datatype xsd:date ; rml:language 'en' ] ] .",
            "both a datatype and a language",
        ),
        (
            f"<#M> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; "
            "rml:objectMap [ rml:reference 'a' ; rml:termType rml:IRI ; rml:language 'en' ] ] .",
            "no literal",
        ),
        (
            f"<#M> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; "
            "rml:objectMap [ rml:reference 'a' ; rml:termType ex:Odd ] ] .",
            "unknown term type",
        ),
        (
            f"<#M> {SOURCE} ; {SUBJECT} ; rml:predicateObjectMap [ rml:predicate ex:p ; "
            "rml:objectMap [ rml:constant 'a' ; rml:termType rml:IRI ] ] .",
            'gives the constant "a" the term type IRI',
        ),
        ("<#M> rml:logicalSource [ rml:referenceFormulation ex:Odd ] ; rml:subject ex:s .", "formulation https://ex"),
        (f"<#M> {SOURCE} ; {SUBJECT} ; rml:odd ex:t .", "uses http://w3id.org/rml/odd"),
        (f"<#M> {SOURCE} ; {SUBJECT} ; rml:logicalTarget ex:t .", "it is no term map"),
        ("ex:a ex:b ex:c .", "no triples map"),
    ],
)
def test_malformed_mapping_is_refused_by_name(tmp_path: Path, mapping: str, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(tmp_path, mapping)
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_one_name_in_two_files(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text(f"{PREFIXES} <#M> {SOURCE} ; {SUBJECT} .", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.ttl, line 5: the triples map \S+ stands in \S+a\.ttl, line 5 too"):
        read_mappings([tmp_path], BASE)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_mappings([tmp_path / "none.ttl"], BASE)


def test_the_publications_own_mappings_are_read(repository: Path) -> None:
    names = [triples_map.name for triples_map in read_mappings([repository / "mappings"], BASE)]
    assert BASE + "mapping#Project" in names

"""Readers of texts: one of the publication, one that knows its cues but only invented names."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from iomgraph.linking.reading import Reader
from iomgraph.linking.reference_data import ReferenceData
from iomgraph.publication import Publication, read_publication

INVENTED = {
    "states.csv": """
iso3,iso2,m49,name_en,name_fr,name_es,formal_name_en,wikidata,eu_authority,note
FRE,QF,901,Freedonia,Liberté,Libertonia,Republic of Freedonia,Q1,FRE,
SYL,QS,902,Sylvania,Sylvanie,Silvania,,Q2,SYL,
KLO,QK,903,Klopstokia,Klopstokie,Klopstokia,,Q3,KLO,
""",
    "state_names.csv": """
iso3,name,language,kind,match
,New Sylvania,en,,folded
""",
    "organisations.csv": """
id,name_en,name_fr,name_es,kind,country,homepage,iati,crs_channel,wikidata,note
unpf,United Nations of Pretend Fun,,,organisation,,,,,,
hanse,Hanse of Cities,,,organisation,,,,,,
""",
    "organisation_names.csv": """
organisation,name,language,kind,match,from,to
unpf,UNPF,en,acronym,exact,,
hanse,HANSE,en,acronym,exact,,
""",
    "processes.csv": """
id,name_en,name_fr,name_es,short_name,start,start_type,earliest_start,type,note
zenda,Zenda Process,Processus de Zenda,Proceso de Zenda,ZP,1999,gYear,1999-01-01,,
strelsau,Strelsau Dialogue,Dialogue de Strelsau,Diálogo de Strelsau,,2001,gYear,2001-01-01,,
""",
    "process_names.csv": """
process,name,language,kind,match
zenda,ZP,en,acronym,exact
""",
}


@pytest.fixture(scope="session")
def publication(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return read_publication(repository / "publication.toml", tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="session")
def reader(publication: Publication) -> Reader:
    """A reader with the names of the publication."""
    return Reader(ReferenceData.of(publication))


@pytest.fixture(scope="session")
def invented_publication(publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    folder = tmp_path_factory.mktemp("invented") / "reference"
    shutil.copytree(publication.reference, folder)
    for name, content in INVENTED.items():
        (folder / name).write_text(content.lstrip(), encoding="utf-8")
    return replace(publication, reference=folder)


@pytest.fixture(scope="session")
def invented(invented_publication: Publication) -> Reader:
    """A reader with invented names, and the cues, forms and words of the publication."""
    return Reader(ReferenceData.of(invented_publication))

"""A reference folder with invented states, organisations and processes."""

from pathlib import Path

import pytest

FILES = {
    "states.csv": """
iso3,iso2,m49,name_en,name_fr,name_es,formal_name_en,wikidata,eu_authority,note
FRE,FR,901,Freedonia,Liberté,Libertonia,Republic of Freedonia,Q1,FRE,
SYL,SY,902,Sylvania,Sylvanie,Silvania,,Q2,SYL,
NSY,NS,903,Sylvania-Nord,Sylvanie-Nord,Silvania del Norte,,Q3,NSY,
COR,CO,904,Côte d'Or,Côte d'Or,Côte d'Or,,Q4,COR,
KLO,KL,905,Klopstokia (Federated Isles of),Klopstokie,Klopstokia,,Q5,KLO,
""",
    "state_names.csv": """
iso3,name,language,kind,match
COR,Gold Coast of Ruritania,en,alias,folded
KLO,KiL,en,abbreviation,exact
SYL,Syl,en,abbreviation,column
,New Sylvania,en,,folded
""",
    "organisations.csv": """
id,name_en,name_fr,name_es,kind,country,homepage,iati,crs_channel,wikidata,note
unpf,United Nations of Pretend Fun,,,organisation,,,,,,
""",
    "organisation_names.csv": """
organisation,name,language,kind,match,from,to
unpf,UNPF,en,acronym,exact,,
""",
    "processes.csv": """
id,name_en,name_fr,name_es,short_name,start,start_type,earliest_start,type,note
zenda,Zenda Process,Processus de Zenda,Proceso de Zenda,ZP,1999,gYear,1999-01-01,,
""",
    "process_names.csv": """
process,name,language,kind,match
zenda,Strelsau Dialogue,en,alias,folded
""",
    "words.csv": """
language,kind,word
en,article,the
en,conjunction,and
fr,article,l'
fr,conjunction,et
""",
}


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content.lstrip(), encoding="utf-8")
    return tmp_path

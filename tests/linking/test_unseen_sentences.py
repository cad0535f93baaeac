"""Sentences of the kind that project pages hold, none of them from a page: what is read, and what is not."""

import pytest

from iomgraph.linking.reading import Reader

# language, sentence, what is said: text, kind's initial, roles (mention where there is none)
SENTENCES = [
    ("en", "The project was implemented by IOM in partnership with UNHCR and the Government of Kenya.",
     "IOM o implementer | UNHCR o partner | Government of Kenya o partner | Kenya s partner"),
    ("en", "Funded by the Government of Japan, the project improves checks in Mauritania and Niger.",
     "Government of Japan o funder | Japan s funder | Mauritania s mention | Niger s mention"),
    ("en", "Technical assistance to the Ministry of Interior of Georgia and the State Border Guard Service of Ukraine.",
     "Ministry of Interior of Georgia o beneficiary | Georgia s beneficiary | "
     "State Border Guard Service of Ukraine o beneficiary | Ukraine s beneficiary"),
    ("en", "Strengthening the Capacity of the Government of Sierra Leone to Counter Trafficking in Persons",
     "Government of Sierra Leone o beneficiary | Sierra Leone s beneficiary"),
    ("en", "Capacity Building for Migration Management in Lesotho", "Lesotho s mention"),
    ("en", "The Colombo Process was initiated by Sri Lanka in 2003.",
     "Colombo Process p mention | Sri Lanka s initiator"),
    ("en", "IOM launched the Bali Process with Australia.",
     "IOM o initiator | Bali Process p mention | Australia s mention"),
    ("en", "A regional dialogue among member states Ghana, Togo and Benin took place.",
     "Ghana s participant | Togo s participant | Benin s participant"),
    ("en", "Cooperation between Armenia and Georgia on readmission", "Armenia s participant | Georgia s participant"),
    ("en", "In line with EU standards, the project assists Belarus.", "EU o mention | Belarus s beneficiary"),
    ("en", "The workshop was attended by representatives of Chad, Cameroon and the Central African Republic.",
     "Chad s participant | Cameroon s participant | Central African Republic s participant"),
    ("en", "The project is co-funded by the European Commission and Switzerland.",
     "European Commission o funder | Switzerland s funder"),
    ("en", "Migrants from Nepal and Bangladesh travel through Libya to Italy.",
     "Nepal s mention | Bangladesh s mention | Libya s mention | Italy s mention"),
    ("en", "IOM, together with ILO and UN Women, trained recruiters from Ethiopia.",
     "IOM o mention | ILO o partner | UN Women o partner | Ethiopia s mention"),
    ("en", "Assisting the Governments of Tajikistan and Uzbekistan in managing migration",
     "Tajikistan s beneficiary | Uzbekistan s beneficiary"),
    ("en", "With the support of the Swiss Agency for Development and Cooperation (SDC), the National Agency for "
     "Migration wrote a plan.",
     "Swiss Agency for Development and Cooperation o partner | SDC o partner | "
     "National Agency for Migration o mention"),
    ("en", "Training for Mongolia border guards was led by Frontex.", "Mongolia s mention | Frontex o implementer"),
    ("en", "A study tour for officials from Viet Nam to Sweden was arranged.",
     "Viet Nam s participant | Sweden s mention"),
    ("en", "The EU-funded action and the Sida-financed programme.", "EU o funder | Sida o funder"),
    ("en", "Enhancing Labour Migration Governance for Bangladesh", "Bangladesh s beneficiary"),
    ("en", "Morocco has chaired the Rabat Process.", "Morocco s convenor | Rabat Process p mention"),
    ("en", "New Mexico is not Mexico, and Papua New Guinea is not Guinea.",
     "Mexico s mention | Papua New Guinea s mention | Guinea s mention"),
    ("en", "The Ministry of Labour and Social Protection (MoLSP) hosts it; MoLSP staff are trained.",
     "Ministry of Labour and Social Protection o mention | MoLSP o mention | MoLSP o mention"),
    ("en", "The IoM counter at the airport of Mongolia", "IoM o mention | Mongolia s mention"),
    ("en", "A revised law for the benefit of Papua New Guinea", "Papua New Guinea s beneficiary"),
    ("en", "Help for Georgia's border police", "Georgia s mention"),
    ("fr", "Projet financé par l'Union européenne et mis en œuvre par l'OIM en partenariat avec le HCR.",
     "Union européenne o funder | OIM o implementer | HCR o partner"),
    ("fr", "Renforcement des capacités du Gouvernement du Tchad en matière de gestion des frontières",
     "Gouvernement du Tchad o beneficiary | Tchad s beneficiary"),
    ("fr", "Appui au Gouvernement de la République démocratique du Congo et au Ministère de l'Intérieur",
     "Gouvernement de la République démocratique du Congo o beneficiary | "
     "République démocratique du Congo s beneficiary | Ministère de l'Intérieur o beneficiary"),
    ("fr", "Assistance technique à la Mauritanie et au Sénégal", "Mauritanie s beneficiary | Sénégal s beneficiary"),
    ("fr", "Atelier pour le Bénin, le Togo et le Burkina Faso",
     "Bénin s participant | Togo s participant | Burkina Faso s participant"),
    ("fr", "Migrations de retour en Guinée et au Mali", "Guinée s mention | Mali s mention"),
    ("fr", "En 2000, la CEDEAO et l'OIM ont lancé un dialogue sur la migration (MIDWA).",
     "CEDEAO o initiator | OIM o initiator | MIDWA p mention"),
    ("fr", "En collaboration avec le ministère des affaires étrangères du Maroc",
     "ministère des affaires étrangères du Maroc o partner | Maroc s partner"),
    ("fr", "Conformément avec l'Union européenne", "Union européenne o mention"),
    ("es", "Apoyo al Gobierno de Honduras en la reintegración de migrantes retornados",
     "Gobierno de Honduras o beneficiary | Honduras s beneficiary"),
    ("es", "Fortalecimiento de las capacidades del Ministerio de Relaciones Exteriores de Guatemala",
     "Ministerio de Relaciones Exteriores de Guatemala o beneficiary | Guatemala s beneficiary"),
    ("es", "Proyecto financiado por la Unión Europea y ejecutado por la OIM en colaboración con ACNUR y UNICEF.",
     "Unión Europea o funder | OIM o implementer | ACNUR o partner | UNICEF o partner"),
    ("es", "Taller para Costa Rica, Panamá y Nicaragua", "Costa Rica s participant | Panamá s participant | "
     "Nicaragua s participant"),
    ("es", "Asistencia técnica a la Dirección General de Migración (DGM)",
     "Dirección General de Migración o beneficiary | DGM o beneficiary"),
    ("es", "Migración laboral en Chile y Perú", "Chile s mention | Perú s mention"),
    ("es", "Con el apoyo de la OIT y del Gobierno del Perú",
     "OIT o partner | Gobierno del Perú o partner | Perú s partner"),
    ("es", "Cooperación entre Colombia y Ecuador para la gestión fronteriza",
     "Colombia s participant | Ecuador s participant"),
    ("en", "Neither UNHCR nor the European Union funded the project; it was funded by Norway.",
     "UNHCR o mention | European Union o mention | Norway s funder"),
    ("en", "The project will not benefit Belarus, and it benefits Ukraine.",
     "Belarus s mention | Ukraine s beneficiary"),
    ("fr", "L'Union européenne n'a pas financé le projet.", "Union européenne o mention"),
    ("es", "La Unión Europea no financió el proyecto.", "Unión Europea o mention"),
    ("en", "Slovakia and the former Yugoslav Republic of Macedonia participated in the meeting.",
     "Slovakia s participant | former Yugoslav Republic of Macedonia s participant"),
    ("fr", "Réunion ministérielle au Maroc", "Maroc s mention"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "expected"), SENTENCES)
@pytest.mark.parametrize("part", ["title", "description"])
def test_unseen_sentences_are_read(reader: Reader, part: str, language: str, sentence: str, expected: str) -> None:
    reading = reader.read({part: sentence}, language)
    said = [f"{m.text} {m.kind[0]} {' '.join(reading.roles(m))}" for m in reading.mentions]
    assert said == expected.split(" | ")

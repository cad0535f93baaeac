"""Project-like records made from a seed, written as CSV one by one: any number in the memory of one.

`python bench/project_records.py FILE --records 1000 [--seed 7] [--hostile]`

The same seed and number give the same bytes. Clean records hold quotes, backslashes, accents, right-to-left text and
emoji in their titles, and empty cells; hostile ones also hold what some mappers get wrong: line ends, control
characters, words that read as missing values, and identifiers that no IRI can hold as they are.
"""

import argparse
import csv
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FIELDS = (
    "id title_en title_fr title_es description status type state start end amount currency beneficiaries page updated "
    "organisation organisation_name organisation_state donor donor_name donor_state reference"
).split()

_STATES = "ARM AZE BGD CHL COL ECU ETH GEO GHA GIN GMB KEN KGZ MAR MDA MNG MRT NGA NPL PER PHL RWA SEN UKR VNM".split()
_CURRENCIES = "USD EUR CHF SEK".split()
_STATUSES = "active completed planned suspended".split()
_TYPES = "border-management return labour health data policy counter-trafficking".split()
_SUBJECTS = {
    "en": "border posts|return and reintegration|labour mobility|data on migration|health of migrants|consular staff",
    "fr": "postes frontière|retour et réintégration|mobilité de la main-d’œuvre|données migratoires|santé|consulats",
    "es": "puestos fronterizos|retorno y reintegración|movilidad laboral|datos sobre migración|salud|consulados",
}
_FORMS = {
    "en": 'Support to {subject} in {state}|The "{state} process": {subject}|{subject} \\ {state}|{subject} 🌍 {state}',
    "fr": "Appui : {subject} – {state}|« {subject} » à l’{state}",
    "es": "Apoyo a {subject} en {state}|¿Qué hacer? {subject}, {state}",
}
_HOSTILE_TEXTS = (
    "two\nlines",
    "carriage\r\nreturn",
    "tab\there",
    "bell \x07 and unit separator \x1f",
    "delete \x7f, next line \x85, separators \u2028 \u2029",
    "NULL",
    "nan",
    "NA",
    " blanks around ",
    "ends with a backslash \\",
    '"""',
    '\\u0041 \\n \\"',
    "مشروع إعادة الإدماج",
    "e\u0301 and é",
    "👩‍👩‍👧‍👦 𝔐igration",
    "x" * 20_000,
    "<a href='x'>&amp;</a> {braces} ^^ @en .",
)
_HOSTILE_IDENTIFIERS = ("a b", "a/b", "é", "100%", "<x>", "{x}", "a\\b", "^|`", "日本", '"q"')
_FIRST_DAY = date(2000, 1, 1)


def project_records(number: int, seed: int = 7, *, hostile: bool = False) -> Iterator[list[str]]:
    """`number` records in the order of `FIELDS`."""
    chance = random.Random(seed)
    # As many organisations as a real register has for so many projects: most stand in many records.
    organisations = max(20, number // 50)
    for index in range(number):
        state = chance.choice(_STATES)
        start = _FIRST_DAY + timedelta(days=chance.randrange(9000))
        organisation, donor = chance.randrange(organisations), chance.randrange(max(10, organisations // 10))
        record = [
            f"P{index:07d}",
            _text(chance, "en", state),
            _text(chance, "fr", state) if chance.random() < 0.6 else "",
            _text(chance, "es", state) if chance.random() < 0.4 else "",
            " ".join(_text(chance, "en", state) for _ in range(3)),
            chance.choice(_STATUSES),
            chance.choice(_TYPES),
            state,
            start.isoformat(),
            (start + timedelta(days=chance.randrange(90, 1500))).isoformat() if chance.random() < 0.8 else "",
            f"{chance.randrange(10_000, 5_000_000)}.{chance.randrange(100):02d}",
            chance.choice(_CURRENCIES),
            str(chance.randrange(10, 100_000)),
            f"https://projects.example.org/{index}?lang=en#top",
            datetime.fromtimestamp(1_000_000_000 + chance.randrange(700_000_000), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            *_organisation(organisation, "Agency"),
            *_organisation(donor, "Fund"),
            f"REF/{chance.randrange(10**6):06d}-{index % 97}",
        ]
        if hostile:
            record[1] = f"{_HOSTILE_TEXTS[index % len(_HOSTILE_TEXTS)]}{'' if index % 3 else index}"
            record[4] = chance.choice(_HOSTILE_TEXTS)
            record[0] = f"{record[0]}{chance.choice(_HOSTILE_IDENTIFIERS)}"
        yield record


def write_project_records(file: Path, number: int, seed: int = 7, *, hostile: bool = False) -> None:
    """Write the records as CSV (RFC 4180 but for its line ends, which are those of Unix)."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(project_records(number, seed, hostile=hostile))


def _text(chance: random.Random, language: str, state: str) -> str:
    form = chance.choice(_FORMS[language].split("|"))
    return form.format(subject=chance.choice(_SUBJECTS[language].split("|")), state=state)


def _organisation(number: int, kind: str) -> tuple[str, str, str]:
    """The identifier, the name and the state of an organisation: the same wherever it stands."""
    name = f'{kind} "{number}" d’été' if number % 5 == 0 else f"{kind} {number} of {_STATES[number % len(_STATES)]}"
    return f"{kind.lower()}-{number}", name, _STATES[number % len(_STATES)]


def main() -> None:
    """Write the records that the arguments ask for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--records", type=int, default=1000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--hostile", action="store_true")
    chosen = options.parse_args()
    write_project_records(chosen.file, chosen.records, chosen.seed, hostile=chosen.hostile)


if __name__ == "__main__":
    main()

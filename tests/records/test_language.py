from collections import Counter

from iomgraph.records.language import LanguageDetector

FRENCH = "Le projet vise à renforcer les capacités du ministère."


def test_labels_then_markup_then_words() -> None:
    detector = LanguageDetector(("en", "fr", "es"))
    assert detector.detect(FRENCH, votes=Counter(en=2, fr=1), declared="es") == "en"
    assert detector.detect(FRENCH, votes=Counter(en=1, es=1), declared="es") == "es"
    assert detector.detect(FRENCH, votes=Counter(sv=3), declared="sv") == "fr"
    assert detector.detect("El proyecto fortalece las capacidades del ministerio.") == "es"


def test_only_the_languages_of_the_publication_are_told() -> None:
    assert LanguageDetector(("en", "es")).detect(FRENCH) in {"en", "es"}
    assert LanguageDetector(("es",)).detect(FRENCH) == "es"
    assert LanguageDetector(("en", "fr")).detect("2003 – 150,000") == "en"

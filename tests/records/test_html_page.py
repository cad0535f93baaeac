import pytest

from iomgraph.records.html_page import html_lines

from .conftest import Reads, texts

TITLE = "Bridges of Freedonia"
PROSE = "The project builds the capacities of the ministry."
FACTS = {
    "Start Date": "2003",
    "Project Status": "",
    "Patron": "Rufus",
    "Coverage": "National",
    "Benefiting Member States": "Ghana Togo",
}


def facts(row: str, around: str = "{}") -> str:
    return around.format("\n".join(row.format(label, value) for label, value in FACTS.items()))


MARKUP = {
    "list with divs": facts("<li><div>{}</div><div>{}</div></li>", "<ul>{}</ul>"),
    "list with bold labels": facts("<li><strong>{}:</strong> {}</li>", "<ul>{}</ul>"),
    "list with bold labels and no colon": facts("<li><b>{}</b> {}</li>", "<ul>{}</ul>"),
    "list with spans": facts("<li><span>{}</span> <span>{}</span></li>", "<ul>{}</ul>"),
    "nested lists": facts("<li>{}<ul><li>{}</li></ul></li>", "<ul>{}</ul>"),
    "definition list": facts("<dt>{}</dt><dd>{}</dd>", "<dl>{}</dl>"),
    "table": facts("<tr><th>{}</th><td>{}</td></tr>", "<table>{}</table>"),
    "table across": (
        f"<table><tr>{''.join(f'<th>{label}</th>' for label in FACTS)}</tr>"
        f"<tr>{''.join(f'<td>{value}</td>' for value in FACTS.values())}</tr></table>"
    ),
}


@pytest.mark.parametrize("heading", ["h1", "h2", "p"])
@pytest.mark.parametrize("markup", MARKUP)
def test_labels_and_values_are_found_in_any_markup(reads: Reads, markup: str, heading: str) -> None:
    record = reads(
        "a.html",
        f"<!doctype html><html lang='en'><head><title>{TITLE} | Post</title>"
        "<link rel='canonical' href='https://example.org/project/bridges'></head><body>"
        "<header><ul><li><a href='/'>Who we are</a></li></ul></header>"
        f"<main><{heading}>{TITLE}</{heading}>{MARKUP[markup]}<p>{PROSE}</p><p>It&nbsp;ends &amp; stays.</p></main>"
        "<footer>Follow us</footer></body></html>",
    )
    assert texts(record) == {
        "title": TITLE,
        "description": f"{PROSE}\nIt ends & stays.",
        "address": "https://example.org/project/bridges",
        "start": "2003",
        "coverage": "National",
        "benefiting_states": "Ghana Togo",
    }
    assert record.warnings[0] == "no value for: status"
    assert "Patron" in record.warnings[1]


def test_lines_have_the_numbers_of_the_source() -> None:
    lines, _, _ = html_lines("<html>\n<body>\n<p>one</p>\n\n<p>\ntwo</p><pre>three\nfour</pre>\n</body></html>")
    assert [(line.text, line.number) for line in lines] == [("one", 3), ("two", 6), ("three", 6), ("four", 7)]


def test_language_and_address_come_from_the_markup() -> None:
    _, language, address = html_lines(
        "<html lang='fr-CH'><meta property='og:url' content='https://example.org/a'><p>x</p></html>"
    )
    assert (language, address) == ("fr", "https://example.org/a")


def test_the_language_of_the_markup_decides_where_labels_do_not(reads: Reads) -> None:
    text = f"<html lang='es'><h1>{TITLE}</h1><p>Prima ID: CD10P0530</p><p>IDF Region: Africa</p><p>{PROSE}</p></html>"
    assert reads("a.html", text).language == "es"


def test_scripts_styles_and_hidden_parts_are_not_read() -> None:
    lines, _, _ = html_lines(
        "<body><script>one</script><style>two</style><template>three</template><p hidden>four</p>"
        "<div style='display: none'>five</div><nav>six</nav><!-- seven --><p>seen</p></body>"
    )
    assert [line.text for line in lines] == ["seen"]


def test_a_page_in_its_declared_encoding(reads: Reads) -> None:
    text = (
        "<html><head><meta charset='iso-8859-2'></head><h1>Mosty Łodzi i Warszawy</h1>"
        f"<p>Start Date: 2003</p><p>Year: 2003</p><p>{PROSE}</p></html>"
    )
    assert reads("a.html", text.encode("iso-8859-2")).cells["title"].text == "Mosty Łodzi i Warszawy"


def test_html_saved_as_text_is_read_as_html(reads: Reads) -> None:
    text = f"<!DOCTYPE html><html><h1>{TITLE}</h1><p>Year: 2003</p><p>Coverage: National</p><p>{PROSE}</p></html>"
    assert texts(reads("a.txt", text))["coverage"] == "National"

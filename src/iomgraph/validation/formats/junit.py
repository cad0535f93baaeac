"""The report as test results, for continuous integration: a suite for each file, a test case for each result.

Follows the XML Schema that Jenkins reads JUnit's format by, `jenkins-junit.xsd` of its xUnit plugin.
"""

import re
from collections import defaultdict

from lxml import etree

from iomgraph.validation.formats.sentences import advice, title
from iomgraph.validation.result import Report, Result

# What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TIME = "0"


def junit_report(report: Report, language: str) -> str:
    """A failure for each result that counts; those that are waived or known before are skipped tests.

    A report without results has one test, which passes: without any test a run counts as broken. Characters that XML
    cannot hold stand as their numbers, such as \\u0001.
    """
    suites: dict[str, list[Result]] = defaultdict(list)
    for result in report.results:
        suites[result.places[0].file if result.places else result.focus].append(result)
    totals = {"name": "iomgraph", **_counts(report.results)}
    if not report.results:
        totals["tests"] = "1"
    root = etree.Element("testsuites", totals)
    for name, results in sorted(suites.items()):
        suite = etree.SubElement(root, "testsuite", {"name": _xml(name), **_counts(results)})
        for result in results:
            _case(suite, result, language)
    if not report.results:
        suite = etree.SubElement(root, "testsuite", totals)
        etree.SubElement(suite, "testcase", {"name": "conforms", "classname": "iomgraph", "time": _TIME})
    return etree.tostring(root, pretty_print=True, encoding="unicode", xml_declaration=False)


def _counts(results: tuple[Result, ...] | list[Result]) -> dict[str, str]:
    failures = sum(result.counts for result in results)
    return {"tests": str(len(results)), "failures": str(failures), "errors": "0", "time": _TIME}


def _case(suite: etree._Element, result: Result, language: str) -> None:
    place = result.places[0] if result.places else None
    where = [result.focus] if place is None else [f"line {place.line}"] * (place.line is not None) + [place.field]
    name = ", ".join(part for part in (title(result), *where) if part)
    attributes = {"name": _xml(name), "classname": _xml(result.rule), "time": _TIME}
    case = etree.SubElement(suite, "testcase", attributes)
    if result.counts:
        attributes = {"message": _xml(result.message(language)), "type": result.severity.value}
        etree.SubElement(case, "failure", attributes).text = _xml(_text(result, language))
    else:
        why = "known before" if result.waived is None else f"waived: {result.waived}"
        etree.SubElement(case, "skipped").text = _xml(why)


def _text(result: Result, language: str) -> str:
    found = [f"{place.file}:{place.line or ''} {place.field}: {place.text or ''}" for place in result.places]
    return "\n".join([advice(result, language), *found, result.focus])


def _xml(text: str) -> str:
    return _NO_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", text)

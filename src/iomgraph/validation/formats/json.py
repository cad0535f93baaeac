"""The report for programs: a JSON object."""

import json

from iomgraph.validation.result import Report, Severity


def json_report(report: Report, language: str) -> str:
    """`conforms`, the counts by severity and the `results`, each with its messages by language and its places.

    `message` is the one in `language`.
    """
    document = {
        "conforms": report.conforms,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "results": [
            {
                "severity": result.severity.value,
                "focus": result.focus,
                "path": result.path,
                "name": result.name(language) or None,
                "value": None if result.value is None else str(result.value),
                "message": result.message(language),
                "messages": result.messages,
                "component": result.component,
                "shape": result.shape,
                "places": [
                    {"file": place.file, "line": place.line, "field": place.field or None, "text": place.text}
                    for place in result.places
                ],
            }
            for result in report.results
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

# ruff: noqa: PLC0415 - an engine is imported where it runs, as the others are not installed there
"""One engine on one graph, in a process of its own: `python engine_run.py ENGINE DATA SHAPES` prints a JSON object.

It says how long the graph took to load and to validate, reports built, and what the results were.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

Results = list[list[str]]


def iomgraph(data: Path, shapes: Path) -> tuple[float, float, Results]:
    from iomgraph.validation import read_shapes
    from iomgraph.validation.set_engine import SetEngine
    from iomgraph.validation.validate import report_of

    shapes_graph = read_shapes([shapes])
    before = time.perf_counter()
    with SetEngine(data, shapes_graph) as engine:
        loaded = time.perf_counter()
        report = report_of(engine.findings(), shapes_graph, answers=engine.answers)
        done = time.perf_counter()
    found = [[each.focus, each.path or "", each.component, _text(each.value)] for each in report.results]
    return loaded - before, done - loaded, found


def pyshacl(data: Path, shapes: Path) -> tuple[float, float, Results]:
    import pyshacl as engine
    import rdflib
    from rdflib import SH

    before = time.perf_counter()
    graph = rdflib.Graph().parse(data, format="nt")
    shapes_graph = rdflib.Graph().parse(shapes)
    loaded = time.perf_counter()
    _, report, _ = engine.validate(graph, shacl_graph=shapes_graph, inplace=True, do_owl_imports=False)
    done = time.perf_counter()
    names = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.value)
    found = [[_text(report.value(each, name)) for name in names] for each in report.objects(None, SH.result)]
    return loaded - before, done - loaded, found


def pyrudof(data: Path, shapes: Path) -> tuple[float, float, Results]:
    import pyrudof as engine

    rudof = engine.Rudof(engine.RudofConfig())
    before = time.perf_counter()
    rudof.read_data(str(data), engine.RDFFormat.NTriples)
    rudof.read_shacl(str(shapes))
    loaded = time.perf_counter()
    report = rudof.validate_shacl()
    done = time.perf_counter()
    found = [
        [_bare(term) for term in (each.focus_node, each.path, each.constraint_component, each.value)] for each in report
    ]
    return loaded - before, done - loaded, found


def _text(term: object) -> str:
    return "" if term is None else str(term)


def _bare(term: object) -> str:
    """A term of rudof, written as N-Triples, as its IRI or text."""
    text = _text(term)
    return text[1 : text.rindex('"')] if text.startswith('"') else text.strip("<>")


ENGINES: dict[str, Callable[[Path, Path], tuple[float, float, Results]]] = {
    "iomgraph": iomgraph,
    "pyshacl": pyshacl,
    "pyrudof": pyrudof,
}

if __name__ == "__main__":
    name, data_file, shapes_file = sys.argv[1:]
    load, validate, results = ENGINES[name](Path(data_file), Path(shapes_file))
    print(json.dumps({"load": load, "validate": validate, "results": results}))

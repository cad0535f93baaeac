"""What `iomgraph shapes` does: mistakes in the shapes themselves, and what of the data they look at."""

from collections.abc import Sequence
from pathlib import Path

from iomgraph.publication import Publication
from iomgraph.release import Releases
from iomgraph.source_graph import Progress, graph_with_places
from iomgraph.validation import Report, read_shapes
from iomgraph.validation.coverage import Coverage, coverage
from iomgraph.validation.shapes_check import LinedShapes, check_shapes


def shapes_checked(
    data: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> Report:
    """What is wrong with the shapes themselves, held against the graph of `data` where there is any.

    Else against the release that is served, and before the first one against the ontology alone.
    """
    lined = LinedShapes(publication.file.parent)
    read_shapes(shapes or publication.shapes, lined)
    about = (lined, publication.ontology, publication.languages)
    if data:
        with graph_with_places(data, publication, progress) as (graph, _):
            progress("Checking the shapes")
            return check_shapes(*about, graph)
    progress("Checking the shapes")
    release = Releases(publication.releases).current()
    return check_shapes(*about, release.graph if release else None)


def shapes_coverage(
    sources: Sequence[Path], shapes: Sequence[Path], publication: Publication, progress: Progress
) -> Coverage:
    """Which classes and properties of the graph of `sources` the shapes look at."""
    shapes_graph = read_shapes(shapes or publication.shapes)
    with graph_with_places(sources, publication, progress) as (graph, _):
        progress("Looking through the shapes")
        return coverage(graph, shapes_graph)

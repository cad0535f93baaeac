"""The focus nodes that targets name in the tables of a data graph.

SHACL, section 2.1.3, https://www.w3.org/TR/shacl/#targets.
"""

from iomgraph.validation.classes import Classes
from iomgraph.validation.shape import Targets
from iomgraph.validation.triples import Triples


def focus_query(targets: Targets, triples: Triples, classes: Classes) -> str:
    """SQL for each focus node (`node`) once, and that it was reached once (`times`)."""
    parts = [f"SELECT {triples.id(node)}" for node in targets.nodes]
    parts += [f"SELECT id FROM ({classes.instances(class_)})" for class_ in targets.classes]
    parts += [f"SELECT s FROM triples WHERE p = {triples.id(predicate)}" for predicate in targets.subjects_of]
    parts += [f"SELECT o FROM triples WHERE p = {triples.id(predicate)}" for predicate in targets.objects_of]
    return f"SELECT DISTINCT node, 1 AS times FROM ({' UNION ALL '.join(parts)}) x(node)"

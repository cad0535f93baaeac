"""From tables to quads: RML mappings compiled to one relational plan.

>>> from iomgraph.mapping.template import parse_template
>>> [part for part in parse_template("id/state/{iso3}").parts]
['id/state/', Reference(column='iso3')]
"""

from iomgraph.mapping.graph import Mapping
from iomgraph.mapping.lineage import Lineage, Place
from iomgraph.mapping.reading import mapping_files

__all__ = ["Lineage", "Mapping", "Place", "mapping_files"]

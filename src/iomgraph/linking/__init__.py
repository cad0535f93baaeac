"""Names in columns and in prose become links to the entities of the reference data."""

from iomgraph.linking.inspection import inspection
from iomgraph.linking.tables import link

__all__ = ["inspection", "link"]

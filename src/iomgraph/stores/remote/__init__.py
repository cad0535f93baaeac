"""A SPARQL 1.1 store elsewhere: asked for answers, and filled with releases."""

from iomgraph.stores.remote.remote_store import RemoteStore

__all__ = ["RemoteStore"]

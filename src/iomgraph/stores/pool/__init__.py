"""Queries in processes of their own, which can be stopped: a query that asks too much harms no other."""

from iomgraph.stores.pool.cancellation import Cancellation
from iomgraph.stores.pool.messages import Answer, Question
from iomgraph.stores.pool.query_pool import QueryPool

__all__ = ["Answer", "Cancellation", "QueryPool", "Question"]

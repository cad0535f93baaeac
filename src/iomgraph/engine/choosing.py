"""The engines by name."""

from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import Engine
from iomgraph.errors import InputError

ENGINES = ("duckdb", "spark")


def open_engine(name: str, threads: int | None = None, memory: str = "1GiB", master: str | None = None) -> Engine:
    """One of `ENGINES`, with `threads`, by default one for each core.

    `memory` is what DuckDB may take; `master` is the cluster where Spark runs, by default this machine. Raises
    InputError where `memory` is no size, where what Spark needs is not installed, or where it does not start.
    """
    if name != "spark":
        return DuckDBEngine(threads, memory)
    try:
        from iomgraph.engine.spark import SparkEngine  # noqa: PLC0415 a package of 490 MB, which few have
    except ImportError as error:
        raise InputError(
            "The engine spark needs PySpark, which is not installed; run `pip install 'iomgraph[spark]'`."
        ) from error
    return SparkEngine(master or f"local[{threads or '*'}]")

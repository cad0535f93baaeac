"""The engines by name."""

from iomgraph.engine.duckdb import DuckDBEngine
from iomgraph.engine.engine import Engine
from iomgraph.errors import InputError

ENGINES = ("duckdb", "spark")


def open_engine(name: str, master: str | None = None) -> Engine:
    """One of `ENGINES`; `master` is where Spark runs, by default all cores of this machine.

    Raises InputError where what Spark needs is not installed, or where it does not start.
    """
    if name != "spark":
        return DuckDBEngine()
    try:
        from iomgraph.engine.spark import SparkEngine  # noqa: PLC0415 a package of 400 MB, which few have
    except ImportError as error:
        raise InputError(
            "The engine spark needs PySpark, which is not installed; run `pip install 'iomgraph[spark]'`."
        ) from error
    return SparkEngine(master)

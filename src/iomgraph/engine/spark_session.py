"""A session of Apache Spark, set up so that SQL means what the plans mean."""

import logging
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from iomgraph.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.session.timeZone": "UTC",
    # A literal may hold what looks like a variable.
    "spark.sql.variable.substitute": "false",
}
# Java follows the groups of a regular expression by recursion, and Spark the parts of a plan.
_STACK = "-Xss16m"


def spark_session(master: str | None = None) -> "SparkSession":
    """The session that runs in this process, or else a new one on `master`, by default all cores of this machine.

    Raises InputError where PySpark or Java is missing, or where Spark does not start there.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise InputError(
            "The engine spark needs PySpark, which is not installed; run `pip install 'iomgraph[spark]'`."
        ) from error
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    chosen = master or LOCAL
    builder = SparkSession.builder.master(chosen).appName("iomgraph")
    for name, value in {**_SETTINGS, **_places(chosen)}.items():
        builder = builder.config(name, value)
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise InputError(
            f"Spark does not start on {chosen}: see that Java 17 or newer is installed, that JAVA_HOME names it "
            "where there are several, and that the master is reached from here."
        ) from error


def _places(master: str) -> dict[str, str]:
    """Where the parts of Spark listen, write and log."""
    log = Path(str(files("iomgraph.engine").joinpath("spark_log4j2.properties"))).as_uri()
    settings = {
        "spark.driver.extraJavaOptions": f"{_STACK} -Dlog4j2.configurationFile={log}",
        "spark.executor.extraJavaOptions": _STACK,
        "spark.sql.warehouse.dir": tempfile.gettempdir(),
    }
    if master.startswith("local"):
        settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    return settings

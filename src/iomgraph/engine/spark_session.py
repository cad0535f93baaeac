"""A session of Apache Spark, set up so that SQL means what the plans mean."""

import logging
import os
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from iomgraph.errors import InputError

_JAVA = "Java 17 or newer"
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


def running_session() -> SparkSession | None:
    """The session that this process has, None where it has none."""
    return SparkSession.getActiveSession()


def new_session(master: str) -> SparkSession:
    """A session on `master`, which is `local[…]` for this machine alone.

    Raises InputError where there is no Java, or where Spark does not start there.
    """
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        raise InputError(f"The engine spark needs {_JAVA}, which is not found; install it, or set JAVA_HOME.")
    builder = SparkSession.builder.master(master).appName("iomgraph")
    for name, value in {**_SETTINGS, **_places(master)}.items():
        builder = builder.config(name, value)
    # What fails is told by the exception.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise InputError(_not_started(master)) from error
    except Exception as error:
        # Py4J, which carries what fails in Java, has no base class of its own for all of it.
        if type(error).__module__.startswith("py4j"):
            raise InputError(_not_started(master)) from error
        raise


def _not_started(master: str) -> str:
    return f"Spark does not start on {master}; see that {_JAVA} is what runs here, and that the master is reached."


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

"""A standalone Spark cluster on this machine, of the programs that PySpark brings along."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark

WORKERS = 2
_START_SECONDS = 120
_HOST = "127.0.0.1"


@contextmanager
def spark_cluster(folder: Path) -> Iterator[str]:
    """The address of a master with two workers of one core each, which write below `folder`."""
    with socket.create_server((_HOST, 0)) as free:
        port = free.getsockname()[1]
    master = f"spark://{_HOST}:{port}"
    here = ["--host", _HOST, "--webui-port", "0"]
    with ExitStack() as running:
        running.enter_context(_running("org.apache.spark.deploy.master.Master", *here, "--port", str(port)))
        _wait_for(port)
        for number in range(WORKERS):
            room = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"worker-{number}")]
            running.enter_context(_running("org.apache.spark.deploy.worker.Worker", *here, *room, master))
        yield master


@contextmanager
def _running(program: str, *arguments: str) -> Iterator[None]:
    command = Path(pyspark.__file__).parent / "bin" / "spark-class"
    environment = {**os.environ, "SPARK_LOCAL_IP": _HOST, "SPARK_DAEMON_MEMORY": "256m"}
    process = subprocess.Popen(
        [command, program, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            socket.create_connection((_HOST, port), timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, "the master of the Spark cluster does not start"
            time.sleep(0.2)
        else:
            return

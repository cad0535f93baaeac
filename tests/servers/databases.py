"""Real database servers of Debian, started on a free port of this machine in a folder of their own."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

USER, PASSWORD, DATABASE = "ada", "s3cr3t'&@ß", "records"
_HOST = "127.0.0.1"
_START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server: how JDBC addresses its database, and its client's command line."""

    dsn: str
    client: tuple[str, ...]
    environment: dict[str, str]

    def run(self, sql: str) -> None:
        """Run statements as the user whose password is `PASSWORD`."""
        done = subprocess.run(
            self.client,
            input=sql,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def postgresql() -> Iterator[Server]:
    """PostgreSQL; the test is skipped where it is not installed."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    folder_of_programs = installed[-1].parent if installed else Path(_program("initdb", "postgresql")).parent
    port = _free_port()
    with _folder() as (folder, as_user):
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        data = folder / "data"
        initdb: list[str | Path] = [
            folder_of_programs / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "-N",
        ]
        _run([*initdb, "--locale=C.UTF-8", f"--pwfile={secret}"], as_user)
        options: list[str | Path] = ["-h", _HOST, "-p", str(port), "-k", folder, "-F"]
        server = _started([folder_of_programs / "postgres", "-D", data, *options], as_user)
        environment = {"PGPASSWORD": PASSWORD}
        client = ("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", _HOST, "-p", str(port), "-U", USER)
        try:
            first = Server("", (*client, "-d", "postgres"), environment)
            _wait_for(server, first, f"CREATE DATABASE {DATABASE}")
            yield Server(f"jdbc:postgresql://{_HOST}:{port}/{DATABASE}", (*client, "-d", DATABASE), environment)
        finally:
            _end(server)


@contextmanager
def mariadb() -> Iterator[Server]:
    """MariaDB; the test is skipped where it is not installed."""
    install, program = _program("mariadb-install-db", "mariadb-server"), _program("mariadbd", "mariadb-server")
    port = _free_port()
    with _folder() as (folder, as_user):
        data, socket_file = folder / "data", folder / "s"
        _run([install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"], as_user)
        options = [f"--datadir={data}", f"--socket={socket_file}", f"--port={port}", f"--bind-address={_HOST}"]
        options += ["--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", f"--pid-file={folder / 'pid'}"]
        server = _started([program, "--no-defaults", *options], as_user)
        client = ("mariadb", "--no-defaults", "--default-character-set=utf8mb4")
        try:
            first = Server("", (*client, "-u", "root", "-S", str(socket_file)), {})
            quoted = PASSWORD.replace("'", "''")
            _wait_for(
                server,
                first,
                f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4; "
                f"CREATE USER {USER}@'%' IDENTIFIED BY '{quoted}'; GRANT ALL ON *.* TO {USER}@'%';",
            )
            named = (*client, "-h", _HOST, "-P", str(port), "-u", USER, DATABASE)
            yield Server(f"jdbc:mariadb://{_HOST}:{port}/{DATABASE}", named, {"MYSQL_PWD": PASSWORD})
        finally:
            _end(server)


def _program(name: str, package: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))
    if found is None:
        reason = f"{name} is not installed: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def _folder() -> Iterator[tuple[Path, str | None]]:
    """A folder, and the user without privileges whom it belongs to where the tests run as root."""
    as_user = "nobody" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if as_user:
            os.chown(folder, pwd.getpwnam(as_user).pw_uid, -1)
        yield folder, as_user


def _started(command: Sequence[str | Path], as_user: str | None) -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(list(map(str, command)), user=as_user, cwd="/", stdout=quiet, stderr=quiet)


def _run(command: Sequence[str | Path], as_user: str | None) -> None:
    done = subprocess.run(
        list(map(str, command)), user=as_user, cwd="/", capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr or done.stdout


def _wait_for(server: "subprocess.Popen[bytes]", client: Server, sql: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        assert server.poll() is None, "the server has ended"
        try:
            client.run(sql)
        except AssertionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as free:
        return int(free.getsockname()[1])

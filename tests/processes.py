"""The processes of a server as the system sees them; Linux alone."""

import os
from pathlib import Path


def descendants(process: int) -> list[int]:
    """The children of a process, and theirs."""
    children: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children += map(int, task.read_text(encoding="ascii").split())
        except OSError:
            continue
    return [*children, *(each for child in children for each in descendants(child))]


def command(process: int) -> str:
    """The command line of a process, empty where it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_running(process: int) -> bool:
    """Whether it is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def server_at(address: str) -> int:
    """The process that this one started to serve at an address: the one whose program names the port."""
    port = address.rpartition(":")[2]
    return next(each for each in descendants(os.getpid()) if f"{port})" in command(each) and "serve(" in command(each))


def zygotes(server: int) -> list[int]:
    """The processes of the releases of a server, each before the workers that it forked."""
    found = [each for each in descendants(server) if "stores.pool.zygote" in command(each)]
    return [each for each in found if not set(found) & set(ancestors(each))]


def ancestors(process: int) -> list[int]:
    """The parent of a process, and its parents."""
    try:
        parent = int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
    except OSError:
        return []
    return [parent, *ancestors(parent)] if parent > 1 else []


def use(server: int) -> dict[str, int]:
    """What a server and its processes have: resident kilobytes, open files, threads, and how many they are."""
    found = {"kilobytes": 0, "files": 0, "threads": 0, "processes": 0}
    for each in [server, *descendants(server)]:
        try:
            status = dict(
                line.split(":", 1) for line in Path(f"/proc/{each}/status").read_text(encoding="ascii").splitlines()
            )
            found["files"] += sum(1 for _ in Path(f"/proc/{each}/fd").iterdir())
        except OSError:
            continue
        found["kilobytes"] += int(status.get("VmRSS", "0").split()[0])
        found["threads"] += int(status["Threads"])
        found["processes"] += 1
    return found

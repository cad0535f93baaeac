"""How long another process has computed.

proc_pid_stat: <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
"""

import os
from pathlib import Path

_USER, _SYSTEM = 11, 12
"""Places behind the name of the process, which may hold anything."""


def processor_seconds(process: int) -> float | None:
    """The processor time of a process in seconds; None where the system does not say.

    >>> processor_seconds(os.getpid()) is None or processor_seconds(os.getpid()) >= 0
    True
    """
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")

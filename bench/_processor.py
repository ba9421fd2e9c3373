"""How much of the processor's time the database has used up, which others who work on the machine change little."""

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


def database_seconds(database_url: str) -> float:
    """Return what the PostgreSQL in a folder of this machine has used up; nothing for SQLite, which is in the process that asks it."""
    folder = parse_qs(urlsplit(database_url).query).get("host", [""])[0]
    if not folder:
        return 0.0
    master = (Path(folder) / "postmaster.pid").read_text().split()[0]
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()[1:]]
    ticks = ticks_of(master, ended_too=True) + sum(ticks_of(pid) for pid, parent in pairs if parent == master)
    return ticks / os.sysconf("SC_CLK_TCK")


def ticks_of(pid: str, *, ended_too: bool = False) -> int:
    """Return the ticks of a process, and on request those of its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11 : 15 if ended_too else 13]))
    return 0

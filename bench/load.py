"""How many answers a second come from an address: `wrk` where it is installed, else a small client of our own."""

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 32
SECONDS = 5


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it."""

    per_second: float
    p99_ms: float
    wrong: int


def load(address: str, headers: dict[str, str], seconds: float = SECONDS) -> Load:
    """Ask `address` from 32 connections at once for so long."""
    if shutil.which("wrk"):
        return _wrk(address, headers, seconds)
    return asyncio.run(_own(address, headers, seconds))


def _wrk(address: str, headers: dict[str, str], seconds: float) -> Load:
    words = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--latency", *words, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    value, unit = _found(r"99%\s+([\d.]+)(us|ms|s)", said)
    return Load(
        per_second=float(_found(r"Requests/sec:\s+([\d.]+)()", said)[0]),
        p99_ms=float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit],
        wrong=int(wrong.group(1)) if wrong else 0,
    )


def _found(pattern: str, said: str) -> tuple[str, str]:
    match = re.search(pattern, said)
    if match is None:
        raise RuntimeError(said)
    return match.group(1), match.group(2)


async def _own(address: str, headers: dict[str, str], seconds: float) -> Load:
    """Ask over plain connections that are kept open; every answer must tell its length."""
    parts = urlsplit(address)
    lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
    question = ("\r\n".join(lines) + "\r\n\r\n").encode()
    until, times, wrong = time.monotonic() + seconds, list[float](), 0

    async def ask_on() -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.monotonic() < until:
            began = time.monotonic()
            writer.write(question)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(length.group(1)) if length else 0)
            wrong += not head.startswith(b"http/1.1 2")
            times.append(time.monotonic() - began)
        writer.close()

    await asyncio.gather(*(ask_on() for _ in range(CONNECTIONS)))
    return Load(len(times) / seconds, sorted(times)[int(len(times) * 0.99)] * 1000, wrong)

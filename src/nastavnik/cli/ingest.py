"""The part that takes live broadcasts in: one asyncio program, until it is told to stop."""

import asyncio
import fcntl
import re
import signal
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.live.ingest.node import Node, NodeSettings, usual_name

log = structlog.get_logger("nastavnik.ingest")


def run(*, host: str) -> None:
    """Take broadcasts in until SIGTERM or Ctrl-C."""
    wanted = _settings(host)
    with only_one(wanted.name):
        asyncio.run(_run(wanted))


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Hold the name of this node: two with one name would take each other's broadcasts for their own."""
    path = settings.DATA_DIR / f"ingest-{re.sub(r'[^A-Za-z0-9.-]', '-', name)}.lock"
    with path.open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop_with(
                Exit.ALREADY_RUNNING, f"A node named {name} takes broadcasts in already. Set another INGEST_NODE."
            )
        yield


def _settings(host: str) -> NodeSettings:
    return NodeSettings(
        name=settings.INGEST_NODE or usual_name(),
        address=settings.INGEST_ADDRESS,
        host=settings.INGEST_HOST,
        port=settings.INGEST_PORT,
        rtmp_host=settings.RTMP_HOST or host,
        rtmp_port=settings.RTMP_PORT,
        rtmp_tls=_certificate(),
        most_broadcasts=settings.BROADCASTS_AT_ONCE,
        most_hours=settings.BROADCAST_HOURS,
    )


def _certificate() -> ssl.SSLContext | None:
    if not settings.RTMP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.RTMP_CERTIFICATE, settings.RTMP_KEY or None)
    except (OSError, ssl.SSLError) as error:
        stop_with(Exit.FAILED, f"RTMP_CERTIFICATE cannot be used: {error}")
    return context


async def _run(wanted: NodeSettings) -> None:
    node, stopping = Node(wanted), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await node.start()
    try:
        await node.run(stopping)
    finally:
        await node.stop()
        log.info("ingest stopped", node=wanted.name)

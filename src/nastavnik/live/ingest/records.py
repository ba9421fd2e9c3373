"""A node's way to the database: one thread, one call after another, so that what it writes stays in order."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import structlog
from django.db import InterfaceError, OperationalError

from nastavnik.core.connections import with_database

log = structlog.get_logger("nastavnik.live.records")

PAUSE_SECONDS = 2.0

T = TypeVar("T")


class Records:
    """Asks services from inside the event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="records")

    async def ask(self, service: Callable[..., T], **words: Any) -> T:
        """Return what `service` returns for these words. A call that has begun is not cancelled with its caller."""
        call = partial(with_database(service), **words)
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, call))

    async def insist(self, service: Callable[..., T], **words: Any) -> T:
        """Return what `service` returns, asked again for as long as the database does not answer."""
        while True:
            try:
                return await self.ask(service, **words)
            except (OperationalError, InterfaceError):
                log.exception("the database does not answer", service=service.__name__)
            await asyncio.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        """Let the calls that wait be made, then end."""
        self._thread.shutdown()

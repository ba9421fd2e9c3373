"""The body of a request as it comes: in batches worth writing, and never waited for without end."""

import asyncio

from nastavnik.video.asgi.talk import Message, Receive

# So much is gathered before it is written.
BATCH_BYTES = 2 * 2**20
# What a slow line brought in this time is written without waiting for a whole batch.
LINGER_SECONDS = 0.5
# A laptop that was closed leaves a connection that never ends: after this silence its place is free for the next one.
SILENCE_SECONDS = 20.0


class Body:
    """The body of a request, a batch at a time. Waiting is never cancelled but at the end: a piece could be lost with it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._coming: asyncio.Future[Message] | None = None
        self.is_over = False

    async def batch(self) -> list[bytes]:
        """Return the next pieces: many of a quick line, those of a moment of a slow one, none of one that fell silent."""
        pieces: list[bytes] = []
        size = 0
        while size < BATCH_BYTES and not self.is_over:
            message = await self._next(LINGER_SECONDS if pieces else SILENCE_SECONDS)
            if message is None:
                self.is_over = not pieces
                break
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            self.is_over = not message.get("more_body", False)  # a lost connection has no more either
        return pieces

    async def _next(self, patience_seconds: float) -> Message | None:
        self._coming = self._coming or asyncio.ensure_future(self._receive())
        done, _waiting = await asyncio.wait({self._coming}, timeout=patience_seconds)
        if not done:
            return None
        message, self._coming = self._coming.result(), None
        return message

    def close(self) -> None:
        """Wait no longer."""
        if self._coming is not None:
            self._coming.cancel()

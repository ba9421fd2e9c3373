"""The few words of ASGI that both answers share."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from http import HTTPStatus
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

# An answer that a browser must not read as anything else than it says.
ALWAYS = [(b"x-content-type-options", b"nosniff")]


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request by their small names; of a repeated one the last."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def encoded(headers: Mapping[str, str | int]) -> list[tuple[bytes, bytes]]:
    """Return headers as ASGI wants them."""
    return [(name.lower().encode(), str(value).encode("latin-1")) for name, value in headers.items()]


async def answer(
    send: Send, status: HTTPStatus, headers: Mapping[str, str | int], text: str = "", *, is_head: bool = False
) -> None:
    """Send a whole answer; `text` is a sentence for people."""
    body = text.encode()
    length = {} if status == HTTPStatus.NO_CONTENT else {"Content-Length": len(body)}
    kind = {"Content-Type": "text/plain; charset=utf-8"} if body else {}
    start = encoded({**headers, **kind, **length})
    await send({"type": "http.response.start", "status": int(status), "headers": [*start, *ALWAYS]})
    await send({"type": "http.response.body", "body": b"" if is_head else body})


def joined(words: Iterable[str]) -> str:
    """Return a list as headers write it."""
    return ", ".join(words)

"""Speaks ASGI with our raw functions as a server would, without one."""

import asyncio
from asyncio import events
from concurrent.futures import Executor, Future
from dataclasses import dataclass


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


class AtOnce(Executor):
    """Does the work where it is asked for, so that it sees the test's transaction."""

    def submit(self, call, /, *args, **kwargs):
        done = Future()
        loop = events._get_running_loop()
        events._set_running_loop(None)  # as in a thread: Django hands out other connections while a loop runs
        try:
            done.set_result(call(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 -- handed over to whoever waits for it, as a thread does
            done.set_exception(error)
        finally:
            events._set_running_loop(loop)
        return done


def ask(app, method, path, headers=None, pieces=(b"",), *, is_cut=False, is_silent=False) -> Reply:
    """Return what `app` answers; `is_cut`: the connection breaks after the pieces, `is_silent`: nothing more comes."""
    return asyncio.run(asking(app, method, path, headers or {}, list(pieces), is_cut=is_cut, is_silent=is_silent))


async def asking(app, method, path, headers, pieces, *, is_cut=False, is_silent=False) -> Reply:
    """Ask in a loop that runs already."""
    coming = [
        {"type": "http.request", "body": piece, "more_body": is_cut or is_silent or number < len(pieces)}
        for number, piece in enumerate(pieces, start=1)
    ]
    sent = []

    async def receive():
        if coming:
            return coming.pop(0)
        if is_silent:
            await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    named = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    path, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": named}
    await app(scope, receive, send)
    start, *rest = sent
    told = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Reply(start["status"], told, b"".join(message.get("body", b"") for message in rest))

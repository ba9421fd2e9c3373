"""A browser that listens to a room, and a loop in which it does."""

import asyncio
import json
from threading import Barrier

from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client as Browser

from nastavnik.config.asgi import application
from nastavnik.core import clock
from nastavnik.live.asgi import feed as feeds
from nastavnik.live.services import room as services

WAIT_SECONDS = 20


class Ear:
    """A browser that listens: what it was answered and what it heard."""

    def __init__(self, address, *, cookies="", last_id="", query=""):
        headers = [(b"host", b"testserver"), (b"cookie", cookies.encode()), (b"last-event-id", last_id.encode())]
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": address,
            "query_string": query.encode(),
            "headers": [pair for pair in headers if pair[1]],
            "client": ("127.0.0.1", 1),
            "scheme": "http",
        }
        self.status, self.text, self.is_over = 0, "", False
        self._gone, self._has_asked = asyncio.Event(), False
        self._heard = asyncio.Condition()
        self._task = asyncio.ensure_future(application(self.scope, self._receive, self._send))

    async def _receive(self):
        if not self._has_asked:
            self._has_asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        async with self._heard:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            else:
                self.text += message["body"].decode()
                self.is_over = not message.get("more_body", False)
            self._heard.notify_all()

    def events(self, *, kinds=()):
        """Return the numbered events."""
        found = []
        for block in self.text.split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "data" in lines:
                said = json.loads(lines["data"])
                if said["kind"] != "counts" and (not kinds or said["kind"] in kinds):
                    found.append((int(lines.get("id", 0)), said))
        return found

    def counts(self):
        """Return the numbers as they stand after all that was heard."""
        known = {}
        for block in self.text.split("\n\n"):
            if block.startswith("data: "):
                said = json.loads(block.removeprefix("data: "))
                if said.pop("kind") == "counts":
                    known |= said
        return known

    async def until(self, is_so):
        async with asyncio.timeout(WAIT_SECONDS), self._heard:
            await self._heard.wait_for(lambda: is_so(self))

    async def leave(self):
        self._gone.set()
        await asyncio.wait_for(self._task, WAIT_SECONDS)


def listen(scenario):
    """Run a scenario in a loop of its own, and stop what it began."""

    async def whole():
        try:
            await scenario()
        finally:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)

    asyncio.run(whole())
    close_connections_of_readers()


def close_connections_of_readers():
    """Close the connection of each thread: the next test has another database."""
    together = Barrier(feeds.READERS._max_workers)

    def close():
        together.wait(WAIT_SECONDS)
        connections.close_all()

    for work in [feeds.READERS.submit(close) for _thread in range(together.parties)]:
        work.result()


def in_thread(call, **words):
    """Call in a thread of the moment, which leaves no connection behind."""

    def called():
        try:
            return call(**words)
        finally:
            connections.close_all()

    return sync_to_async(called, thread_sensitive=False)()


def cookies_of(user):
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def say(room, learner, text):
    return in_thread(services.say, actor=learner, room_id=room.pk, text=text, now=clock.now())


def has_heard(count, ear):
    return len(ear.events()) >= count


def texts(ear):
    return [said["text"] for _number, said in ear.events(kinds={"said"})]

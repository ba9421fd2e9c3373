"""The export of PRO.Культура.РФ on this machine: `GET /api/2.5/events/<number>?apiKey=…`, as its documents tell it.

    with CulturePortal() as portal:
        portal.events["123"] = "accepted"
        … ask at portal.api with portal.key …
        portal.asked

A wrong key is refused with 403. `down` is a status that it answers instead, `said` a body in place of an event.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PREFIX = "/api/2.5/events/"


class CulturePortal:
    """The portal. `events` are numbers and the states of their moderation."""

    def __init__(self) -> None:
        self.key = "key+of/the=school"
        self.events: dict[str, str] = {}
        self.asked: list[str] = []
        self.down = 0
        self.said: bytes | None = None

    def __enter__(self) -> "CulturePortal":
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, said = portal._answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.api = f"http://127.0.0.1:{self._server.server_port}/api/2.5"
        return self

    def __exit__(self, *_wrong: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, path: str) -> tuple[int, bytes]:
        parts = urlsplit(path)
        number = parts.path.removeprefix(PREFIX)
        self.asked.append(number)
        if self.down:
            return self.down, b"{}"
        if parse_qs(parts.query).get("apiKey") != [self.key]:
            return 403, b'{"message": "Forbidden"}'
        if self.said is not None:
            return 200, self.said
        if number not in self.events:
            return 404, b'{"message": "Not Found"}'
        event = {"_id": int(number), "name": "Занятие", "status": self.events[number]}
        return 200, json.dumps({"event": event}).encode()

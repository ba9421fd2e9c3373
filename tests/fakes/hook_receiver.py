"""A system on this machine that takes messages of a webhook, and checks their signatures by its own reading of Standard Webhooks.

with HookReceiver() as receiver:
    … tell the school receiver.url, and receiver what the secret is …
    receiver.messages
"""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OLDEST_SECONDS = 300


class HookReceiver:
    """The system. `answers` are the statuses of the next answers; when there are no more, it takes what is well signed."""

    def __init__(self) -> None:
        self.secret = ""
        self.messages: list[dict[str, Any]] = []
        self.numbers: list[str] = []
        self.refused: list[str] = []
        self.answers: list[int] = []

    def __enter__(self) -> "HookReceiver":
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver._take(dict(self.headers.items()), body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/news"
        return self

    def __exit__(self, *_wrong: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, headers: dict[str, str], body: bytes) -> int:
        if not self._is_genuine({name.lower(): value for name, value in headers.items()}, body):
            self.refused.append(body.decode())
            return 401
        if self.answers:
            return self.answers.pop(0)
        self.messages.append(json.loads(body))
        self.numbers.append({name.lower(): value for name, value in headers.items()}["webhook-id"])
        return 204

    def _is_genuine(self, headers: dict[str, str], body: bytes) -> bool:
        if abs(time.time() - int(headers["webhook-timestamp"])) > OLDEST_SECONDS:
            return False
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.split("_", 1)[1])
        right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return any(
            version == "v1" and hmac.compare_digest(right, given)
            for version, given in (one.split(",") for one in headers["webhook-signature"].split())
        )

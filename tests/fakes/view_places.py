"""Places that tell views, on this machine: Rutube's JSON of a film, VK's `wall.getById` and `video.get`.

    with ViewPlaces() as places:
        places.films["…32 letters…"] = 61
        places.posts["-1_2"] = 7745           # None: a post whose film tells no views
        … ask at places.rutube, places.vk with places.key …

`error` is the code of an error that VK answers instead, `down` a status, `said` a body in place of an answer, `sends_to` an address that it
redirects to, `is_slow` lets nobody have an answer; `times` says how many calls go wrong before all is well again (-1: all).
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

FILMS = "/api/video/"


class ViewPlaces:
    """Both places."""

    def __init__(self) -> None:
        self.key = "service-key"
        self.films: dict[str, Any] = {}
        self.posts: dict[str, Any] = {}
        self.asked: list[str] = []
        self.error, self.down, self.times = 0, 0, -1
        self.headers: dict[str, str] = {}
        self.said: bytes | None = None
        self.sends_to = ""
        self.is_slow = False
        self._over = threading.Event()

    def __enter__(self) -> "ViewPlaces":
        places = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                self._answer({name: values[0] for name, values in parse_qs(body).items()})

            def _answer(self, form: dict[str, str]) -> None:
                if places.is_slow:
                    places._over.wait()
                    return
                status, said = places._answer(urlsplit(self.path).path, form)
                self.send_response(status)
                for name, value in places.headers.items():
                    self.send_header(name, value)
                if status == 302:
                    self.send_header("Location", places.sends_to)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        root = f"http://127.0.0.1:{self._server.server_port}"
        self.rutube, self.vk = f"{root}/api/video", f"{root}/method"
        return self

    def __exit__(self, *_wrong: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _answer(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(path.rpartition("/")[2] or path.split("/")[-2])
        if self.times:
            self.times -= 1
            if self.sends_to:
                return 302, b""
            if self.down:
                return self.down, b"{}"
            if self.said is not None:
                return 200, self.said
            if self.error:
                return 200, json.dumps(
                    {"error": {"error_code": self.error, "error_msg": form.get("access_token", "")}}
                ).encode()
        return self._film(path) if path.startswith(FILMS) else self._vk(path, form)

    def _film(self, path: str) -> tuple[int, bytes]:
        film = path.removeprefix(FILMS).strip("/")
        if film not in self.films:
            return 404, b'{"detail": "Not found."}'
        return 200, json.dumps(
            {"id": film, "title": "Занятие", "hits": self.films[film], "is_livestream": False}
        ).encode()

    def _vk(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        if form.get("access_token") != self.key:
            return 200, b'{"error": {"error_code": 5, "error_msg": "User authorization failed"}}'
        asked = form.get("posts", form.get("videos", "")).split(",")
        items = [self._item(one, is_post="posts" in form) for one in asked if one in self.posts]
        return 200, json.dumps({"response": {"count": len(items), "items": items}}).encode()

    def _item(self, one: str, *, is_post: bool) -> dict[str, Any]:
        owner, number = (int(part) for part in one.split("_"))
        film = {"id": number, "owner_id": owner} | ({} if self.posts[one] is None else {"views": self.posts[one]})
        if not is_post:
            return film
        hung = [{"type": "photo", "photo": {}}, {"type": "video", "video": film}]
        return {"id": number, "owner_id": owner, "views": {"count": 99_999}, "attachments": hung}

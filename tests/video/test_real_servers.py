"""Against real servers: an upload outlives cut connections and a killed server; nginx reads our signatures."""

import gzip
import http.client
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from tests.ready_database import put_tables_into
from tests.video.factories import VideoFactory
from tests.video.real_servers import NGINX, environ_of, free_port, start_granian, start_nginx

from nastavnik.video.selectors.media import signed_media

FILM = os.urandom(8 * 2**20)
NOW = datetime.now(tz=UTC)  # noqa: TID251 -- real servers look at the real clock


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("granian")
    put_tables_into(folder)
    return folder


@pytest.fixture(scope="module")
def begun(data):
    environ = environ_of(data, DJANGO_SETTINGS_MODULE="nastavnik.config.settings")
    code = "import django; django.setup(); from tests.video.a_school import make; make()"
    command = [sys.executable, "-c", code]
    made = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    return json.loads(made.stdout.splitlines()[-1])


class Sender:
    """Sends one upload to whatever listens on the port, by hand, so that a connection can be cut anywhere."""

    def __init__(self, port, begun):
        self.port = port
        self.path = f"/uploads/{begun['upload']}"
        self.headers = {"Tus-Resumable": "1.0.0", "Cookie": begun["cookie"]}

    def offset(self) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("HEAD", self.path, headers=self.headers)
            answer = connection.getresponse()
            assert answer.status == 200
            return int(answer.headers["Upload-Offset"])

    def send(self, begin, end, announced) -> socket.socket:
        """Send a part of the film on a connection of its own that promises `announced` bytes; return it, open."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        head = {
            **self.headers,
            "Host": "127.0.0.1",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(begin),
            "Content-Length": str(announced),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        line.sendall(f"PATCH {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + FILM[begin:end])
        return line

    def wait_for(self, offset) -> None:
        deadline = time.monotonic() + 20
        while self.offset() != offset:
            assert time.monotonic() < deadline, f"{self.offset()} instead of {offset}"
            time.sleep(0.05)


def test_upload_outlives_cut_connections_and_a_killed_server(data, begun):
    port = free_port()
    server = start_granian(data, port)
    sender = Sender(port, begun)

    sender.send(0, 3 * 2**20, len(FILM)).close()
    sender.wait_for(3 * 2**20)

    line = sender.send(3 * 2**20, 6 * 2**20, len(FILM) - 3 * 2**20)
    sender.wait_for(6 * 2**20)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    line.close()

    server = start_granian(data, port)
    try:
        offset = sender.offset()
        assert offset == 6 * 2**20
        with sender.send(offset, len(FILM), len(FILM) - offset) as line:
            answer = line.recv(4096)
        assert b" 204 " in answer.splitlines()[0]
        assert sender.offset() == len(FILM)
        assert (data / "uploads" / begun["upload"]).read_bytes() == FILM
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


class TheSchool(http.server.BaseHTTPRequestHandler):
    """Answers with the address that it was asked for."""

    def do_GET(self):
        body = f"the school: {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said):
        """Say nothing."""


@pytest.fixture
def nginx(tmp_path, settings):
    """Ask an nginx that serves the build `film2345/build2345`."""
    if NGINX is None:
        pytest.skip("no nginx on this machine")
    settings.MEDIA_SIGNATURE, settings.MEDIA_SECRET = "nginx", "a shared word"
    folder = tmp_path / "media" / "film2345" / "build2345"
    folder.mkdir(parents=True)
    port = free_port()
    school = http.server.ThreadingHTTPServer(("127.0.0.1", 0), TheSchool)
    threading.Thread(target=school.serve_forever, daemon=True).start()
    server = start_nginx(tmp_path, tmp_path / "media", "a shared word", port, school=school.server_port)

    def ask(address, **headers):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    ask.folder = folder
    yield ask
    server.terminate()
    server.wait()
    school.shutdown()
    school.server_close()


def base_at(now):
    return signed_media(VideoFactory.build(token="film2345", build="build2345", school=None), now).base_url


def test_nginx_serves_what_we_sign(nginx):
    (nginx.folder / "v240.m4s").write_bytes(FILM)
    (nginx.folder / "master.m3u8").write_text("#EXTM3U")
    (nginx.folder / "link.webp").symlink_to("/etc/hostname")
    good = base_at(NOW)

    status, headers, body = nginx(f"{good}v240.m4s", Range="bytes=100-199")
    assert (status, body, headers["Content-Type"]) == (206, FILM[100:200], "video/mp4")
    status, headers, body = nginx(f"{good}master.m3u8")
    assert (status, body, headers["Content-Type"]) == (200, b"#EXTM3U", "application/vnd.apple.mpegurl")
    assert "immutable" in headers["Cache-Control"]
    assert nginx(f"{base_at(NOW - timedelta(hours=13))}v240.m4s")[0] == 410
    assert nginx(good.replace("build2345", "other") + "v240.m4s")[0] == 403
    assert nginx(f"{good}..%2f..%2f..%2fnginx.conf")[0] in {400, 403, 404}
    assert nginx(f"{good}link.webp")[0] in {403, 404}


def test_nginx_serves_lists_on_air_always_anew(nginx):
    (nginx.folder / "live-main.m3u8").write_text("#EXTM3U")
    (nginx.folder / "live-main-delta.m3u8").write_text("#EXT-X-SKIP")
    good = base_at(NOW)

    status, headers, body = nginx(f"{good}live-main.m3u8")
    assert (status, body, headers["Content-Type"]) == (200, b"#EXTM3U", "application/vnd.apple.mpegurl")
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert nginx(f"{good}live-main.m3u8", **{"If-None-Match": headers["ETag"]})[0] == 304
    assert nginx(f"{good}live-main.m3u8?_HLS_skip=YES")[2] == b"#EXT-X-SKIP"
    waiting = f"{good}live-main.m3u8?_HLS_msn=7&_HLS_skip=YES"
    assert nginx(waiting)[2] == f"the school: {waiting}".encode()
    assert nginx(waiting.replace("build2345", "other"))[0] == 403
    (nginx.folder / "live-main.m3u8").write_text("#EXTM3U\n" + "x.m4s\n" * 1000)
    status, headers, body = nginx(f"{good}live-main.m3u8", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(body).startswith(b"#EXTM3U\nx.m4s")
    assert nginx(good.replace("build2345", "other") + "live-main.m3u8")[0] == 403
    assert nginx(f"{base_at(NOW - timedelta(hours=13))}live-main.m3u8")[0] == 410

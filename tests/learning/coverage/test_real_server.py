"""A real server that is killed without a word while a crowd reports: nothing that it acknowledged is lost."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from tests.ready_database import put_tables_into
from tests.video.real_servers import ROOT, environ_of, free_port, start_granian

pytestmark = pytest.mark.own_database

PIECE = 12
ENOUGH = 400
WAIT_SECONDS = 60


def crowd(data, deed):
    """Have something done in the school's database."""
    code = f"import django; django.setup(); from tests.learning.coverage.a_crowd import main; main({deed!r})"
    environ = environ_of(data, DJANGO_SETTINGS_MODULE="nastavnik.config.settings")
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Viewer(threading.Thread):
    """Reports piece after piece until the server is gone; keeps what was acknowledged."""

    def __init__(self, port, allowed):
        super().__init__(daemon=True)
        self.port, self.allowed, self.taken, self.statuses = port, allowed, [], set()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        with suppress(OSError, http.client.HTTPException):
            for begin in range(0, 3600, PIECE):
                body = json.dumps({"pass": self.allowed, "pieces": [[begin, begin + PIECE]]})
                connection.request("POST", "/watched/", body)
                answer = connection.getresponse()
                answer.read()
                self.statuses.add(answer.status)
                if answer.status == 200:
                    self.taken.append(begin)


def test_killed_server_loses_no_second_that_it_acknowledged(tmp_path):
    put_tables_into(tmp_path)
    port, passes = free_port(), crowd(tmp_path, "make")
    server = start_granian(tmp_path, port)
    viewers = [Viewer(port, allowed) for allowed in passes]
    try:
        for viewer in viewers:
            viewer.start()
        enough = threading.Event()
        for _ in range(WAIT_SECONDS * 20):
            if sum(len(viewer.taken) for viewer in viewers) >= ENOUGH:
                break
            enough.wait(0.05)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    for viewer in viewers:
        viewer.join(WAIT_SECONDS)
    rows = {user: int(bits, 16) for user, bits in crowd(tmp_path, "kept").items()}
    mask = (1 << PIECE) - 1
    pieces = [(viewer.allowed.split(".")[0], begin) for viewer in viewers for begin in viewer.taken]
    assert {status for viewer in viewers for status in viewer.statuses} == {200}
    assert len(pieces) >= ENOUGH
    assert [piece for piece in pieces if rows[piece[0]] >> piece[1] & mask != mask] == []

"""Two nodes on one data folder: when one is killed, the other goes on with its broadcast, and only then."""

import subprocess
import sys
import time

from tests.live.ingest.a_school import ROOT, frames_of, free_port, pieces_in, wait_until
from tests.live.ingest.test_air import longest_match


def test_broadcast_of_a_killed_node_is_taken_over_by_another(school, film):
    port = free_port()
    second = school.start_ingest("there", rtmp_port=port)
    sender = school.send(film)
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 5, 60, school.log)
    assert not any("there" in note for note in school.do("show")["notes"])

    school.ingest.kill()
    killed_at = time.monotonic()
    school.ingest.wait()
    sender.wait(timeout=30)
    seen = school.wait(lambda seen: any(note.startswith("node ") for note in seen["notes"]), 30)
    assert time.monotonic() - killed_at < 15
    assert any("there" in note for note in seen["notes"])

    school.ingest, school.rtmp_port = second, port
    school.send(film, offset=30)
    before = pieces_in(build)
    wait_until(lambda: pieces_in(build) >= before + 3, 60, school.log)
    seen = school.end()

    sent, kept = frames_of(film), frames_of(build / "source.m3u8")
    begin = kept.index(sent[30 * 25])
    longest_match(sent, kept[:begin])
    longest_match(sent, kept[begin:])
    assert begin >= 5 * 25
    assert seen["video"]["state"] == "playable"
    assert [part["number"] for part in seen["parts"]] == [1, 2]


def test_node_does_not_begin_under_a_name_that_is_taken(school):
    command = [sys.executable, "-m", "nastavnik.cli", "ingest"]
    environ = school.environ | {"RTMP_PORT": "0"}

    second = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)

    assert second.returncode == 3
    assert "INGEST_NODE" in second.stderr

"""One broadcast to three channels on loopback: whatever happens to one, the others, the page and the recording go on."""

import os
import signal
from pathlib import Path

import pytest
from tests.fakes.rtmp_sink import running_sink
from tests.live.ingest.a_school import frames_of, free_port, pieces_in, wait_until


def ons(seen: dict) -> list[bool]:
    return [relay["state"] == "on" for relay in seen["relays"]]


@pytest.fixture
def sinks(tmp_path):
    ports = [free_port() for _number in range(3)]
    for number in range(3):
        (tmp_path / f"sink-{number}").mkdir()
    running = [running_sink({"key"}, tmp_path / f"sink-{number}", port=port) for number, port in enumerate(ports)]
    entered = [sink.__enter__() for sink in running]
    yield entered, ports
    for sink in running:
        sink.__exit__(None, None, None)


def frames_at(folder) -> list[str]:
    return [frame for path in sorted(folder.glob("*.flv")) for frame in frames_of(path)]


def test_relays_live_and_die_alone(school, film, sinks, tmp_path):
    _running, ports = sinks
    for port in ports:
        school.do("relay", f"rtmp://127.0.0.1:{port}/live", "key")
    school.send(film)
    build = school.go_live()
    school.wait(lambda seen: ons(seen) == [True, True, True])

    victim = school.children("relay_child")[0]
    os.kill(victim, signal.SIGKILL)
    seen = school.wait(lambda seen: sum(relay["tries"] > 1 for relay in seen["relays"]) == 1 and all(ons(seen)))
    before = pieces_in(build)
    wait_until(lambda: pieces_in(build) >= before + 3, 60, school.log)
    seen = school.end()

    sent, kept = frames_of(film), frames_of(build / "source.m3u8")
    begin = sent.index(kept[0])
    assert sent[begin : begin + len(kept)] == kept
    whole = [number for number, relay in enumerate(seen["relays"]) if relay["tries"] == 1]
    assert len(whole) == 2
    for number in whole:
        got = frames_at(tmp_path / f"sink-{number}")
        first = sent.index(got[0])
        assert sent[first : first + len(got)] == got
        assert len(got) >= len(kept) - 4 * 25
    assert all(relay["state"] == "over" for relay in seen["relays"])


def test_channel_that_refuses_says_why_and_hurts_nobody(school, film, sinks):
    _running, ports = sinks
    school.do("relay", f"rtmp://127.0.0.1:{ports[0]}/live", "key")
    school.do("relay", f"rtmp://127.0.0.1:{ports[1]}/live", "another-secret")
    school.send(film)
    school.go_live()

    seen = school.wait(lambda seen: [relay["state"] for relay in seen["relays"]] == ["on", "refused"])

    assert "no such key" in seen["relays"][1]["why"]
    assert "another-secret" not in str(seen) + school.log()
    assert any("relay_refused" in note for note in seen["notes"])


def test_channel_that_freezes_is_tried_anew_and_comes_back(school, long_film, sinks):
    (frozen, _well, _third), ports = sinks
    for port in ports[:2]:
        school.do("relay", f"rtmp://127.0.0.1:{port}/live", "key")
    school.send(long_film)
    school.go_live()
    school.wait(lambda seen: ons(seen) == [True, True])

    frozen.freeze()
    school.wait(lambda seen: seen["relays"][0]["state"] in {"retrying", "connecting"} and ons(seen)[1], seconds=90)
    frozen.thaw()

    school.wait(lambda seen: ons(seen) == [True, True], seconds=90)


def test_key_of_a_relay_is_in_no_process_list(school, film, sinks):
    _running, ports = sinks
    school.do("relay", f"rtmp://127.0.0.1:{ports[0]}/live", "key")
    school.send(film)
    school.go_live()
    school.wait(lambda seen: ons(seen) == [True])

    (child,) = school.children("relay_child")
    process = Path(f"/proc/{child}")
    words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()

    assert b"rtmp://" not in words

"""A broadcast from OBS to its recording, with whatever dies in between; real processes, real signals."""

import os
import signal
import time
from itertools import pairwise

from tests.live.ingest.a_school import frames_of, frames_on_air, pieces_in, wait_until


def longest_match(sent: list[str], kept: list[str]) -> tuple[int, int]:
    """Return where in `sent` the unbroken stretch `kept` begins and ends. Raises when it is none."""
    begin = sent.index(kept[0])
    assert sent[begin : begin + len(kept)] == kept
    return begin, begin + len(kept)


def test_broadcast_from_obs_is_a_recording_with_every_frame(school, film):
    sender = school.send(film)
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 6, 60, school.log)

    seen = school.end()

    assert seen["video"]["state"] == "playable"
    begin, end = longest_match(frames_of(film), frames_of(build / "source.m3u8"))
    assert begin % 25 == 0
    assert end - begin >= 6 * 25
    assert abs(seen["video"]["seconds"] - (end - begin) / 25) < 0.2
    assert sender.wait(timeout=20) != 0
    assert [part["number"] for part in seen["parts"]] == [1]
    wait_until(lambda: not (school.folder / "data" / "live" / school.token).exists(), 20, school.log)


def test_signal_before_air_is_seen_at_the_desk_alone(school, film):
    school.send(film)
    preview = school.folder / "data" / "media" / school.token / "preview"
    wait_until(lambda: pieces_in(preview) >= 2, 60, school.log)

    seen_before = set(frames_on_air(preview / "live-main.m3u8"))
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 2, 60, school.log)

    assert seen_before
    assert not seen_before & set(frames_on_air(build / "live-main.m3u8"))
    wait_until(lambda: not preview.exists(), 20, school.log)


def test_wrong_key_is_refused_before_a_byte_and_told_at_the_desk(school, film):
    sender = school.send(film, key="of-nobody", log="wrong.log")

    assert sender.wait(timeout=60) != 0
    seen = school.wait(lambda seen: any("wrong_key" in note for note in seen["notes"]))
    assert seen["senders"] == []
    assert "no such stream key" in (school.folder / "wrong.log").read_text()


def test_second_program_with_the_same_key_is_refused(school, film):
    school.send(film)
    school.wait(lambda seen: seen["health"].get("bits_per_second"))

    second = school.send(film, log="second.log")

    assert second.wait(timeout=60) != 0
    assert "Somebody else is sending" in (school.folder / "second.log").read_text()
    assert any("second" in note for note in school.do("show")["notes"])


def test_withdrawn_key_cuts_its_program_off(school, film):
    made = school.do("key", "Зал")
    sender = school.send(film, key=made["key"])
    school.wait(lambda seen: seen["health"].get("bits_per_second"))

    school.do("revoke", made["key_token"])

    assert sender.wait(timeout=60) != 0


def test_killed_packager_leaves_no_hole(school, film):
    school.send(film)
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 4, 60, school.log)

    for _time in range(2):
        for pid in school.children("ffmpeg"):
            os.kill(pid, signal.SIGKILL)
        before = pieces_in(build)
        wait_until(lambda before=before: pieces_in(build) >= before + 3, 60, school.log)
    seen = school.end()

    longest_match(frames_of(film), frames_of(build / "source.m3u8"))
    assert any("packager" in note for note in seen["notes"])


def test_killed_node_goes_on_with_what_was_sent(school, film):
    sender = school.send(film)
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 5, 60, school.log)

    school.ingest.kill()
    school.ingest.wait()
    sender.wait(timeout=30)
    school.ingest = school.start_ingest()
    school.send(film, offset=30)
    wait_until(
        lambda: len(set(school.do("show")["parts"][-1].items())) and len(school.do("show")["parts"]) == 2,
        60,
        school.log,
    )
    before = pieces_in(build)
    wait_until(lambda: pieces_in(build) >= before + 3, 60, school.log)
    seen = school.end()

    sent, kept = frames_of(film), frames_of(build / "source.m3u8")
    second = kept.index(sent[30 * 25])
    begin, end = longest_match(sent, kept[:second])
    longest_match(sent, kept[second:])
    assert end - begin >= 5 * 25
    assert seen["video"]["state"] == "playable"


def test_sender_that_comes_back_goes_on_in_the_same_recording(school, film):
    first = school.send(film)
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 3, 60, school.log)
    first.send_signal(signal.SIGINT)
    first.wait(timeout=20)
    school.wait(lambda seen: any("sender_lost" in note for note in seen["notes"]))
    time.sleep(1)

    school.send(film, offset=20)
    before = pieces_in(build)
    wait_until(lambda: pieces_in(build) >= before + 3, 60, school.log)
    seen = school.end()

    sent, kept = frames_of(film), frames_of(build / "source.m3u8")
    second = kept.index(sent[20 * 25])
    longest_match(sent, kept[:second])
    longest_match(sent, kept[second:])
    assert [part["number"] for part in seen["parts"]] == [1, 2]
    assert abs(seen["parts"][1]["offset_seconds"] - second / 25) < 0.2


def test_second_sender_takes_over_when_the_desk_says_so(school, film):
    school.send(film)
    build = school.go_live()
    wait_until(lambda: pieces_in(build) >= 2, 60, school.log)
    school.send(film, key=school.do("key", "Второй")["key"], offset=30)
    seen = school.wait(lambda seen: len(seen["senders"]) == 2 and seen["senders"][1]["state"] == "waiting")

    school.do("hand_over", seen["senders"][1]["token"])
    school.wait(lambda seen: len(seen["parts"]) == 2)
    before = pieces_in(build)
    wait_until(lambda: pieces_in(build) >= before + 3, 60, school.log)
    seen = school.end()

    kept, sent = frames_of(build / "source.m3u8"), frames_of(film)
    numbers = [sent.index(frame) for frame in kept]
    assert numbers[0] < 30 * 25 < numbers[-1]
    jumps = [after - before for before, after in pairwise(numbers) if after != before + 1]
    assert len(jumps) == 1
    assert any("taken_over" in note for note in seen["notes"])

"""Who may report: the pass, the pace and the words of a report."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.passes import EARLY_SECONDS, Expired, Forged
from nastavnik.core.played import MOST_PIECES, BadReport, parsed
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.pace import FASTEST, SLACK_SECONDS, TooFast, paid
from nastavnik.learning.watching.seconds import LONGEST_SECONDS

KEY = b"of the tests"
NOW = 1_790_000_000.0
PASS = passes.Pass(user_id=7, video_id=12, length=3600, counts_at=2880, issued_at=int(NOW))


def test_pass_says_again_what_was_written():
    assert passes.read(passes.written(PASS, KEY), KEY, NOW) == PASS


@given(st.integers(0, 80), st.characters(codec="ascii"))
def test_pass_that_was_touched_is_refused(place, letter):
    text = passes.written(PASS, KEY)
    touched = text[:place] + letter + text[place + 1 :]
    if touched == text:
        return
    with pytest.raises(Forged):
        passes.read(touched, KEY, NOW)


def test_pass_of_another_key_is_refused():
    with pytest.raises(Forged):
        passes.read(passes.written(PASS, b"another"), KEY, NOW)


@pytest.mark.parametrize("later", [passes.LIVES_SECONDS + 1, -EARLY_SECONDS - 1])
def test_pass_out_of_its_time_is_refused(later):
    with pytest.raises(Expired):
        passes.read(passes.written(PASS, KEY), KEY, NOW + later)


def test_pass_of_a_broadcast_grows_with_it():
    on_air = passes.Pass(7, 12, length=0, counts_at=0, issued_at=int(NOW), on_air_since=int(NOW) - 600)
    assert on_air.length_at(NOW) == 600 + passes.LIVE_TOLERANCE_SECONDS
    assert on_air.length_at(NOW - 3600) == 0
    assert on_air.length_at(NOW + 10 * LONGEST_SECONDS) == LONGEST_SECONDS
    assert PASS.length_at(NOW) == 3600


def test_hour_is_not_played_in_a_minute():
    with pytest.raises(TooFast) as caught:
        paid(0, seconds=3600, since=NOW - 60, most=3600, now=NOW)
    wait = caught.value.wait_seconds
    assert wait == pytest.approx(3600 / FASTEST - 60 - SLACK_SECONDS)
    assert paid(0, seconds=3600, since=NOW - 60, most=3600, now=NOW + wait + 0.01) > NOW


def test_unused_time_is_kept_for_the_length_of_the_film_only():
    days_ago = NOW - 10 * 86_400
    assert paid(days_ago, seconds=3600, since=days_ago, most=3600, now=NOW) < NOW
    with pytest.raises(TooFast):
        paid(days_ago, seconds=36_000, since=days_ago, most=3600, now=NOW)


@given(st.lists(st.tuples(st.floats(0.1, 60), st.integers(0, 200)), max_size=40))
def test_no_sequence_of_reports_gets_more_than_there_was_time_for(steps):
    until, now, played = NOW, NOW, 0
    for pause, seconds in steps:
        now += pause
        try:
            until = paid(until, seconds=seconds, since=NOW, most=7200, now=now)
            played += seconds
        except TooFast:
            continue
    assert played <= (now - NOW + SLACK_SECONDS) * FASTEST + 1e-3


@given(st.lists(st.floats(0.5, 30), max_size=60))
def test_viewer_at_double_speed_is_never_asked_to_wait(pauses):
    until, now = NOW, NOW
    for pause in pauses:
        now += pause
        until = paid(until, seconds=int(pause * 2), since=NOW, most=7200, now=now)


def test_report_is_read():
    assert parsed(b'{"pass": "x", "pieces": [[0, 1.5], [3, 4]]}') == ("x", [[0, 1.5], [3, 4]], 0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'{"pass": 1, "pieces": [[0, 1]]}',
        b'{"pass": "x"}',
        b'{"pass": "x", "pieces": []}',
        b'{"pass": "x", "pieces": {}}',
        b'{"pass": "x", "pieces": [[0, 1, 2]]}',
        b'{"pass": "x", "pieces": ["01"]}',
        b'{"pass": "x", "pieces": [[false, true]]}',
        b'{"pass": "x", "pieces": [["0", "1"]]}',
        b"[" * 10_000,
        json.dumps({"pass": "x", "pieces": [[0, 1]] * (MOST_PIECES + 1)}).encode(),
        b'{"pass": "x", "pieces": [[0, ' + b"9" * 5000 + b"]]}",
    ],
)
def test_what_is_no_report_is_refused(body):
    with pytest.raises(BadReport):
        parsed(body)

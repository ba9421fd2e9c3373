"""What an ingest node writes: keys, senders, parts, relays, the end."""

from datetime import timedelta

import pytest
from tests.live.airing import SECOND, another, notes, put_on_air, refusal
from tests.live.factories import (
    PartFactory,
    RelayFactory,
    SenderFactory,
    StreamKeyFactory,
)

from nastavnik.core.journal import history_of
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, RelayState, SenderKind, SenderState
from nastavnik.live.models import Broadcast, DeskNote, Part, Relay, StreamKey
from nastavnik.live.services import air
from nastavnik.programme.enums import LessonState


@pytest.fixture
def live(broadcast, now):
    return put_on_air(broadcast, now)


@pytest.fixture
def sender(broadcast):
    return SenderFactory(broadcast=broadcast, state=SenderState.WAITING)


@pytest.fixture
def relay(live):
    return RelayFactory(broadcast=live, channel__title="Рутуб", state=RelayState.READY)


# --- keys -------------------------------------------------------------------------------------------------------------


def test_admit_key_opens_its_broadcast_and_is_marked_as_used(broadcast, stream_key, now):
    row = StreamKey.objects.get()

    assert air.admit_key(key=stream_key, peer="::1", now=now) == air.Admission(broadcast.pk, row.pk, "Ноутбук")

    row.refresh_from_db()
    assert row.used_at == now
    assert notes() == []


def test_admit_key_again_after_the_sender_has_gone(broadcast, stream_key, now):
    for state in (SenderState.GONE, SenderState.LOST):
        SenderFactory(broadcast=broadcast, key=StreamKey.objects.get(), state=state)

    assert air.admit_key(key=stream_key, peer="::1", now=now)


@pytest.mark.parametrize("state", [SenderState.WAITING, SenderState.ON_AIR])
def test_admit_key_in_use_is_refused(state, broadcast, stream_key, now):
    SenderFactory(broadcast=broadcast, key=StreamKey.objects.get(), state=state)

    assert refusal(stream_key, now) == NoteCode.SECOND_PUBLISHER
    assert notes() == [(NoteCode.SECOND_PUBLISHER, {"peer": "198.51.100.7", "label": "Ноутбук"})]


def test_admit_key_that_was_withdrawn_is_refused(stream_key, now):
    StreamKey.objects.update(revoked_at=now)

    assert refusal(stream_key, now) == NoteCode.KEY_REVOKED
    assert notes() == [(NoteCode.KEY_REVOKED, {"peer": "198.51.100.7"})]


def test_admit_key_of_a_broadcast_that_is_over_is_refused(live, stream_key, now):
    air.end_by_itself(broadcast_id=live.pk, why=EndReason.ABANDONED, now=now)

    assert refusal(stream_key, now) == NoteCode.NOT_YET
    assert notes()[-1] == (NoteCode.NOT_YET, {"label": "Ноутбук"})


def test_wrong_key_is_told_where_somebody_may_be_setting_up(school, broadcast, stream_key, now):
    keys_of = {
        "soon": another(school, starts_at=now + timedelta(hours=2)),
        "tomorrow": another(school, starts_at=now + timedelta(days=1)),
        "on air": put_on_air(another(school, starts_at=now - timedelta(days=1)), now),
        "over": another(school, starts_at=now, ended=True),
    }
    for found in keys_of.values():
        StreamKeyFactory.create_batch(2, broadcast=found)
    without_keys = another(school, starts_at=now)
    StreamKeyFactory(broadcast=without_keys, revoked_at=now)

    assert refusal("of-nobody", now) == NoteCode.WRONG_KEY

    told = DeskNote.objects.values_list("broadcast", "code", "details")
    expected = (broadcast, keys_of["soon"], keys_of["on air"])
    assert sorted(told, key=str) == sorted(
        [(found.pk, NoteCode.WRONG_KEY, {"peer": "198.51.100.7"}) for found in expected], key=str
    )


def test_wrong_keys_of_many_addresses_do_not_bury_the_log(broadcast, stream_key, now):
    for number in range(20):
        refusal("of-nobody", now, peer=f"2001:db8:{number:x}::1")
    assert DeskNote.objects.count() == air.MOST_WRONG_KEYS_TOLD

    refusal("of-nobody", now + air.NOTE_PAUSE + SECOND)

    assert DeskNote.objects.count() == air.MOST_WRONG_KEYS_TOLD + 1


def test_check_key_changes_nothing_and_refuses_as_admit_key_does(stream_key, now):
    assert air.check_key(key=stream_key, peer="::1", now=now).label == "Ноутбук"
    assert StreamKey.objects.get().used_at is None

    with pytest.raises(air.KeyRefused):
        air.check_key(key="of-nobody", peer="::1", now=now)


def test_is_still_open_until_it_is_withdrawn_or_over(live, stream_key, now):
    assert air.is_still_open(key=stream_key)
    assert not air.is_still_open(key="of-nobody")

    StreamKey.objects.update(revoked_at=now)
    assert not air.is_still_open(key=stream_key)

    StreamKey.objects.update(revoked_at=None)
    air.end_by_itself(broadcast_id=live.pk, why=EndReason.ABANDONED, now=now)
    StreamKey.objects.update(revoked_at=None)
    assert not air.is_still_open(key=stream_key)


# --- senders and parts ------------------------------------------------------------------------------------------------


def test_come_writes_down_who_sends(broadcast, methodist, now):
    sender = air.come(broadcast_id=broadcast.pk, kind=SenderKind.BROWSER, label="Камера", user_id=methodist.pk, now=now)

    assert (sender.state, sender.user, sender.key, sender.came_at) == (SenderState.WAITING, methodist, None, now)
    assert notes() == [(NoteCode.SENDER_CAME, {"label": "Камера", "kind": "browser"})]


def test_change_sender_writes_down_its_use_and_what_is_known(sender, now):
    air.change_sender(sender_id=sender.pk, state=SenderState.ON_AIR, facts={"video": "h264"}, now=now)
    air.change_sender(sender_id=sender.pk, state=SenderState.LOST, now=now)
    sender.refresh_from_db()
    assert (sender.state, sender.facts, sender.gone_at) == (SenderState.LOST, {"video": "h264"}, None)

    air.change_sender(sender_id=sender.pk, state=SenderState.GONE, now=now)

    sender.refresh_from_db()
    assert (sender.state, sender.gone_at) == (SenderState.GONE, now)


def test_forget_senders_leaves_those_who_have_gone_before(broadcast, sender, now):
    before = now - timedelta(minutes=5)
    gone = SenderFactory(broadcast=broadcast, state=SenderState.GONE, gone_at=before)
    elsewhere = SenderFactory(state=SenderState.WAITING)

    air.forget_senders(broadcast_id=broadcast.pk, now=now)

    for row in (sender, gone, elsewhere):
        row.refresh_from_db()
    assert (sender.state, sender.gone_at, gone.gone_at) == (SenderState.GONE, now, before)
    assert elsewhere.state == SenderState.WAITING


def test_begin_part_twice_leaves_when_it_began(live, now):
    words = {"broadcast_id": live.pk, "number": 1, "sender_id": None}
    first = air.begin_part(**words, started_at=now, offset_seconds=0.0)
    again = air.begin_part(**words, started_at=now + SECOND, offset_seconds=12.0)

    part = Part.objects.get()
    assert first == again == part.started_at == now
    assert part.offset_seconds == 0.0


def test_stretch_part_grows_it_and_never_below_nothing(live):
    PartFactory(broadcast=live, number=1, offset_seconds=30.0, duration_seconds=0.0)

    air.stretch_part(broadcast_id=live.pk, number=1, until_seconds=42.5)
    assert Part.objects.get().duration_seconds == 12.5

    air.stretch_part(broadcast_id=live.pk, number=1, until_seconds=29.0)
    assert Part.objects.get().duration_seconds == 0.0


# --- what the desk sees -----------------------------------------------------------------------------------------------


def test_report_writes_down_how_the_signal_is(broadcast, now):
    air.report(broadcast_id=broadcast.pk, health={"bits_per_second": 1}, now=now)

    broadcast.refresh_from_db()
    assert (broadcast.health, broadcast.health_at) == ({"bits_per_second": 1}, now)


def test_relay_that_comes_on_is_told_once(relay, now):
    air.report_relay(relay_id=relay.pk, state=RelayState.CONNECTING, is_new_try=True, now=now)
    air.report_relay(relay_id=relay.pk, state=RelayState.ON, sent_seconds=1.0, now=now)
    air.report_relay(relay_id=relay.pk, state=RelayState.ON, sent_seconds=6.0, now=now + SECOND)

    relay.refresh_from_db()
    assert (relay.state, relay.tries, relay.sent_seconds, relay.on_since) == (RelayState.ON, 1, 6.0, now)
    assert notes() == [(NoteCode.RELAY_ON, {"channel": "Рутуб", "why": ""})]


@pytest.mark.parametrize(
    ("state", "code"),
    [(RelayState.RETRYING, NoteCode.RELAY_RETRYING), (RelayState.REFUSED, NoteCode.RELAY_REFUSED)],
)
def test_relay_that_fails_says_why(state, code, relay, now):
    air.report_relay(relay_id=relay.pk, state=state, why="no such key", retry_at=now, log="a\nb", now=now)
    air.report_relay(relay_id=relay.pk, state=state, why="no such key", now=now)

    relay.refresh_from_db()
    assert (relay.why, relay.retry_at, relay.log) == ("no such key", now, "a\nb")
    assert notes() == [(code, {"channel": "Рутуб", "why": "no such key"})]


def test_relay_of_a_broadcast_that_is_over_stays_as_it_is(relay, live, now):
    air.end_by_itself(broadcast_id=live.pk, why=EndReason.ABANDONED, now=now)

    air.report_relay(relay_id=relay.pk, state=RelayState.ON, now=now)

    assert Relay.objects.get().state == RelayState.OVER


def test_relay_that_was_removed_is_passed_over(db, now):
    air.report_relay(relay_id=1, state=RelayState.ON, now=now)

    assert notes() == []


def test_note_is_not_written_twice_within_a_minute(broadcast, now):
    def say(at, **details):
        air.note(broadcast_id=broadcast.pk, code=NoteCode.SENDER_LOST, now=at, **details)
        return DeskNote.objects.count()

    assert say(now, label="Зал") == 1
    assert say(now + SECOND, label="Зал") == 1
    assert say(now + SECOND, label="Кафедра") == 2
    assert say(now + air.NOTE_PAUSE + SECOND, label="Зал") == 3


# --- the end without the desk -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", [EndReason.ABANDONED, EndReason.TOO_LONG, EndReason.NO_ROOM])
def test_end_by_itself_says_why(why, live, stream_key, now):
    air.end_by_itself(broadcast_id=live.pk, why=why, now=now)

    live.refresh_from_db()
    live.lesson.refresh_from_db()
    assert (live.state, live.ended_at, live.ended_because) == (BroadcastState.ENDED, now, why)
    assert live.lesson.state == LessonState.HELD
    assert StreamKey.objects.get().revoked_at == now
    assert notes() == [(NoteCode.ENDED, {"why": why.value})]
    entry = history_of(live)[0]
    assert (entry.verb, entry.details) == ("broadcast ended", {"why": why.value})


@pytest.mark.parametrize("is_over", [True, False])
def test_end_by_itself_of_what_is_not_on_air_does_nothing(is_over, school, broadcast, now):
    found = another(school, ended=True) if is_over else broadcast

    air.end_by_itself(broadcast_id=found.pk, why=EndReason.ABANDONED, now=now)

    assert Broadcast.objects.get(pk=found.pk).ended_at == found.ended_at
    assert notes() == []

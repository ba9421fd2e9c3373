"""What ingest nodes write and ask: leases, keys, senders, parts, relays, the log of the desk."""

from datetime import timedelta

import pytest
from tests.live.factories import (
    BroadcastFactory,
    ChannelFactory,
    IngestNodeFactory,
    PartFactory,
    RelayFactory,
    SenderFactory,
    StreamKeyFactory,
)
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core.journal import history_of
from nastavnik.core.sealing import seal
from nastavnik.live.enums import BroadcastState, EndReason, NoteCode, RelayState, SenderKind, SenderState
from nastavnik.live.models import Broadcast, DeskNote, IngestNode, Part, Relay, Sender, StreamKey
from nastavnik.live.services import air
from nastavnik.programme.enums import LessonState

SECOND = timedelta(seconds=1)


@pytest.fixture
def live(broadcast, now):
    return put_on_air(broadcast, now)


def put_on_air(broadcast, now):
    video = VideoFactory(lesson=broadcast.lesson)
    changes = {"state": BroadcastState.LIVE, "live_at": now - timedelta(minutes=10), "video": video}
    Broadcast.objects.filter(pk=broadcast.pk).update(**changes)
    broadcast.refresh_from_db()
    return broadcast


def another(school, *, starts_at=None, **fields):
    times = {} if starts_at is None else {"starts_at": starts_at}
    lesson = LessonFactory(announced=True, cycle__programme__school=school, **times)
    return BroadcastFactory(lesson=lesson, **fields)


@pytest.fixture
def nodes(db, now):
    """Two that live."""
    return [IngestNodeFactory(name=name, address=f"ws://{name}", beat_at=now) for name in ("first", "second")]


def notes() -> list[tuple[str, dict]]:
    return list(DeskNote.objects.order_by("pk").values_list("code", "details"))


# --- nodes and leases -------------------------------------------------------------------------------------------------


def test_beat_makes_a_node_once_and_keeps_it_alive(db, now):
    first = air.beat(name="here", address="ws://1", encoding_speed=0.0, now=now)
    again = air.beat(name="here", address="ws://2", encoding_speed=3.5, now=now + SECOND)

    node = IngestNode.objects.get()
    assert first == again == node.pk
    assert (node.address, node.encoding_speed) == ("ws://2", 3.5)
    assert (node.started_at, node.beat_at) == (now, now + SECOND)


def test_living_nodes_are_those_that_beat(nodes, now):
    IngestNodeFactory(beat_at=now - air.NODE_DEAD_AFTER)

    assert air.living_nodes(now=now) == nodes


def test_claim_keeps_other_nodes_away_until_the_lease_ends(broadcast, nodes, now):
    first, second = nodes

    assert air.claim(broadcast_id=broadcast.pk, node_id=first.pk, now=now)
    assert not air.claim(broadcast_id=broadcast.pk, node_id=second.pk, now=now + air.LEASE - SECOND)
    assert air.claim(broadcast_id=broadcast.pk, node_id=first.pk, now=now + air.LEASE - SECOND)
    assert not air.claim(broadcast_id=broadcast.pk, node_id=second.pk, now=now + air.LEASE)
    assert air.claim(broadcast_id=broadcast.pk, node_id=second.pk, now=now + 2 * air.LEASE)
    assert notes() == []


def test_claim_of_a_live_broadcast_is_told_when_the_node_is_another(live, nodes, now):
    first, second = nodes
    air.claim(broadcast_id=live.pk, node_id=first.pk, now=now)
    air.claim(broadcast_id=live.pk, node_id=first.pk, now=now + air.LEASE)
    assert notes() == []

    air.claim(broadcast_id=live.pk, node_id=second.pk, now=now + 2 * air.LEASE)

    assert notes() == [(NoteCode.NODE_TOOK_OVER, {"node": "second"})]


@pytest.mark.parametrize(("is_finished", "is_claimed"), [(True, False), (False, True)])
def test_claim_of_a_broadcast_that_is_over_is_for_its_recording(is_finished, is_claimed, school, nodes, now):
    over = another(school, ended=True, finished_at=now if is_finished else None)

    assert air.claim(broadcast_id=over.pk, node_id=nodes[0].pk, now=now) == is_claimed


def test_renew_prolongs_what_is_still_ours(school, broadcast, nodes, now):
    first, second = nodes
    lost = another(school)
    air.claim(broadcast_id=broadcast.pk, node_id=first.pk, now=now)
    air.claim(broadcast_id=lost.pk, node_id=second.pk, now=now)
    later = now + air.LEASE - SECOND

    kept = air.renew(node_id=first.pk, broadcast_ids=[broadcast.pk, lost.pk], now=later)

    assert kept == {broadcast.pk}
    broadcast.refresh_from_db()
    lost.refresh_from_db()
    assert (broadcast.leased_until, lost.leased_until) == (later + air.LEASE, now + air.LEASE)


def test_release_lets_others_take_it_at_once(school, broadcast, nodes, now):
    first, second = nodes
    air.claim(broadcast_id=broadcast.pk, node_id=first.pk, now=now)
    others = another(school)
    air.claim(broadcast_id=others.pk, node_id=second.pk, now=now)

    air.release(node_id=first.pk, broadcast_ids=[broadcast.pk, others.pk], now=now)

    assert air.claim(broadcast_id=broadcast.pk, node_id=second.pk, now=now)
    assert not air.claim(broadcast_id=others.pk, node_id=first.pk, now=now)


def test_orphaned_are_those_that_owe_something_and_have_no_living_node(school, broadcast, nodes, now):
    first, second = nodes
    put_on_air(broadcast, now)
    unfinished = another(school, ended=True, finished_at=None, video=VideoFactory(school=school))
    another(school, ended=True, video=VideoFactory(school=school))
    another(school)
    held = put_on_air(another(school), now)
    air.claim(broadcast_id=held.pk, node_id=second.pk, now=now)

    assert air.orphaned(node_id=first.pk, now=now) == [broadcast.pk, unfinished.pk]
    assert air.orphaned(node_id=first.pk, now=now + air.LEASE) == [broadcast.pk, unfinished.pk, held.pk]


def test_orphaned_are_ours_after_we_were_killed(live, nodes, now):
    air.claim(broadcast_id=live.pk, node_id=nodes[0].pk, now=now)

    assert air.orphaned(node_id=nodes[0].pk, now=now) == [live.pk]
    assert air.orphaned(node_id=nodes[1].pk, now=now) == []


@pytest.fixture
def sender(broadcast):
    return SenderFactory(broadcast=broadcast, state=SenderState.WAITING)


def forget_orphaned(node, now, ours=()):
    air.forget_orphaned_senders(node_id=node.pk, ours=list(ours), now=now)
    return Sender.objects.get().state


def test_senders_of_a_dead_node_are_gone_before_air(broadcast, sender, nodes, now):
    first, second = nodes
    air.claim(broadcast_id=broadcast.pk, node_id=first.pk, now=now)

    assert forget_orphaned(second, now) == SenderState.WAITING
    assert forget_orphaned(second, now + air.LEASE) == SenderState.GONE
    assert Sender.objects.get().gone_at == now + air.LEASE


def test_senders_of_our_former_life_are_gone_at_once(broadcast, sender, nodes, now):
    air.claim(broadcast_id=broadcast.pk, node_id=nodes[0].pk, now=now)

    assert forget_orphaned(nodes[0], now, ours=[broadcast.pk]) == SenderState.WAITING
    assert forget_orphaned(nodes[0], now) == SenderState.GONE


def test_senders_on_air_wait_for_whoever_takes_over(live, sender, nodes, now):
    assert forget_orphaned(nodes[0], now) == SenderState.WAITING


def test_browser_goes_to_the_node_that_has_its_broadcast(broadcast, nodes, now):
    air.claim(broadcast_id=broadcast.pk, node_id=nodes[1].pk, now=now)

    assert air.address_for(broadcast_id=broadcast.pk, now=now) == "ws://second"


def test_browser_goes_to_the_node_with_least_work(school, broadcast, nodes, now):
    first, second = nodes
    assert air.address_for(broadcast_id=broadcast.pk, now=now) == "ws://first"

    air.claim(broadcast_id=another(school).pk, node_id=first.pk, now=now)
    assert air.address_for(broadcast_id=broadcast.pk, now=now) == "ws://second"

    for _number in range(2):
        air.claim(broadcast_id=another(school).pk, node_id=second.pk, now=now)
    assert air.address_for(broadcast_id=broadcast.pk, now=now) == "ws://first"


def test_browser_of_a_dead_node_goes_to_a_living_one(broadcast, nodes, now):
    air.claim(broadcast_id=broadcast.pk, node_id=nodes[0].pk, now=now)
    later = now + air.NODE_DEAD_AFTER
    air.beat(name="second", address="ws://second", encoding_speed=0, now=later)

    assert air.address_for(broadcast_id=broadcast.pk, now=later) == "ws://second"


def test_browser_goes_nowhere_without_a_living_node(broadcast, nodes, now):
    assert air.address_for(broadcast_id=broadcast.pk, now=now + air.NODE_DEAD_AFTER) == ""


# --- wishes -----------------------------------------------------------------------------------------------------------


def test_wish_is_what_the_desk_wants(live, now):
    sender = SenderFactory(broadcast=live)
    Broadcast.objects.update(wanted_sender=sender, is_low_latency=True, abandon_minutes=45)
    channel = ChannelFactory(
        school=live.school, title="Рутуб", sealed_key=seal("of-channel", purpose="live.channel-key")
    )
    relay = RelayFactory(broadcast=live, channel=channel)

    (wish,) = air.wishes(broadcast_ids=[live.pk])

    assert (wish.id, wish.token, wish.state, wish.live_at) == (live.pk, live.token, BroadcastState.LIVE, live.live_at)
    assert wish.folder == f"{live.video.token}/{live.video.build}"
    assert (wish.wanted_sender, wish.is_low_latency, wish.wants_lower_quality) == (sender.token, True, True)
    assert (wish.abandon_minutes, wish.cut_off) == (45, frozenset())
    assert wish.relays == (air.RelayWish(relay.pk, "Рутуб", channel.address, "of-channel", True),)


def test_wish_of_a_planned_broadcast_is_empty(broadcast):
    (wish,) = air.wishes(broadcast_ids=[broadcast.pk])

    assert (wish.state, wish.folder, wish.wanted_sender, wish.relays) == (BroadcastState.PLANNED, "", "", ())


def test_wish_takes_the_key_of_the_broadcast_before_that_of_the_channel(live):
    RelayFactory(broadcast=live, sealed_key=seal("of-broadcast", purpose="live.channel-key"))

    (wish,) = air.wishes(broadcast_ids=[live.pk])

    assert [relay.key for relay in wish.relays] == ["of-broadcast"]


@pytest.mark.parametrize("sealed", ["", "sealed by another school"])
def test_wish_without_a_key_that_can_be_read_has_none(sealed, live):
    RelayFactory(broadcast=live, channel__sealed_key=sealed)

    (wish,) = air.wishes(broadcast_ids=[live.pk])

    assert [relay.key for relay in wish.relays] == [""]


def test_wish_says_no_key_when_it_is_printed(live):
    RelayFactory(broadcast=live, channel__sealed_key=seal("of-channel", purpose="live.channel-key"))

    assert "of-channel" not in repr(air.wishes(broadcast_ids=[live.pk]))


def test_wish_cuts_off_whose_key_was_withdrawn(broadcast, now):
    withdrawn = StreamKeyFactory(broadcast=broadcast, revoked_at=now)
    cut_off = SenderFactory(broadcast=broadcast, key=withdrawn, state=SenderState.ON_AIR)
    SenderFactory(broadcast=broadcast, key=withdrawn, state=SenderState.GONE)
    SenderFactory(broadcast=broadcast, key=StreamKeyFactory(broadcast=broadcast), state=SenderState.WAITING)
    SenderFactory(broadcast=broadcast, state=SenderState.WAITING)

    (wish,) = air.wishes(broadcast_ids=[broadcast.pk])

    assert wish.cut_off == {cut_off.token}


def test_wishes_are_asked_in_three_queries_whatever_their_number(school, now, django_assert_num_queries):
    ids = []
    for _number in range(3):
        live = put_on_air(another(school), now)
        RelayFactory.create_batch(2, broadcast=live)
        SenderFactory(broadcast=live, key=StreamKeyFactory(broadcast=live, revoked_at=now))
        ids.append(live.pk)

    for count in (1, 3):
        with django_assert_num_queries(3):
            wishes = air.wishes(broadcast_ids=ids[:count])
        assert [len(wish.relays) for wish in wishes] == [2] * count


# --- keys -------------------------------------------------------------------------------------------------------------


def refusal(key, now, peer="198.51.100.7"):
    with pytest.raises(air.KeyRefused) as caught:
        air.admit_key(key=key, peer=peer, now=now)
    return caught.value.code


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


@pytest.fixture
def relay(live):
    return RelayFactory(broadcast=live, channel__title="Рутуб", state=RelayState.READY)


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

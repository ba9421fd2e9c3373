"""What an ingest node asks: leases, the wishes of the desk."""

import pytest
from tests.live.airing import SECOND, another, forget_orphaned, notes, put_on_air
from tests.live.factories import (
    ChannelFactory,
    IngestNodeFactory,
    RelayFactory,
    SenderFactory,
    StreamKeyFactory,
)
from tests.video.factories import VideoFactory

from nastavnik.core.sealing import seal
from nastavnik.live.enums import BroadcastState, NoteCode, RelayState, SenderState
from nastavnik.live.models import Broadcast, IngestNode, Sender
from nastavnik.live.services import air


@pytest.fixture
def live(broadcast, now):
    return put_on_air(broadcast, now)


@pytest.fixture
def nodes(db, now):
    """Two that live."""
    return [IngestNodeFactory(name=name, address=f"ws://{name}", beat_at=now) for name in ("first", "second")]


@pytest.fixture
def sender(broadcast):
    return SenderFactory(broadcast=broadcast, state=SenderState.WAITING)


@pytest.fixture
def relay(live):
    return RelayFactory(broadcast=live, channel__title="Рутуб", state=RelayState.READY)


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


def test_folders_are_needed_by_what_is_on_air_owed_or_being_tried(school, broadcast, nodes, now):
    live = put_on_air(another(school), now)
    unfinished = another(school, ended=True, finished_at=None, video=VideoFactory(school=school))
    another(school, ended=True, video=VideoFactory(school=school))
    another(school)
    air.claim(broadcast_id=broadcast.pk, node_id=nodes[0].pk, now=now)

    named = {live.token, live.video.token, unfinished.token, unfinished.video.token}

    assert air.needed_folders(now=now) == named | {broadcast.token}
    assert air.needed_folders(now=now + air.LEASE) == named


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

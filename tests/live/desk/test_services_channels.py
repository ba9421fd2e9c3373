"""The channels of a school, and which of them a broadcast goes to."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.factories import BroadcastFactory, ChannelFactory, RelayFactory

from nastavnik.core.journal import history_of
from nastavnik.core.sealing import unseal
from nastavnik.live.enums import ChannelKind, RelayState
from nastavnik.live.models import Channel, Relay
from nastavnik.live.services.broadcasts import AlreadyOver
from nastavnik.live.services.channels import (
    MOST_CHANNELS,
    PURPOSE,
    AddressRefused,
    ChannelRemoved,
    KeyMissing,
    KeyUnreadable,
    TooManyChannels,
    add_channel,
    change_channel,
    remove_channel,
    restore_channel,
    set_relay,
)

ADDRESS = "rtmp://ovsu.okcdn.ru/input"


@pytest.fixture
def add(school, methodist, now):
    def call(**changes):
        words = {"kind": ChannelKind.VK, "title": " ВК ", "address": f" {ADDRESS} ", "key": "abc-1", "page_url": ""}
        return add_channel(actor=methodist, school_id=school.pk, now=now, **(words | changes))

    return call


@pytest.fixture
def change(channel, methodist, now):
    def call(**changes):
        words = {"title": "Новое", "address": ADDRESS, "key": None, "page_url": "https://vk.com/video"}
        return change_channel(actor=methodist, channel_token=channel.token, now=now, **(words | changes))

    return call


@pytest.fixture
def wish(broadcast, channel, methodist, now):
    def call(**changes):
        words = {"is_wanted": True, "key": None, "page_url": None}
        return set_relay(
            actor=methodist,
            broadcast_id=broadcast.pk,
            channel_token=channel.token,
            now=now,
            **(words | changes),
        )

    return call


def test_add_channel_keeps_its_key_sealed(add):
    first, second = add(), add(key="", title="Без ключа")

    assert (first.title, first.address, first.position, second.position) == ("ВК", ADDRESS, 1, 2)
    assert "abc-1" not in first.sealed_key
    assert unseal(first.sealed_key, purpose=PURPOSE) == "abc-1"
    assert second.sealed_key == ""
    assert [entry.verb for entry in history_of(first)] == ["channel added"]
    assert "abc-1" not in str([entry.details for entry in history_of(first)])


@pytest.mark.parametrize("address", ["rtmp://127.0.0.1/live", "https://vk.com", "rtmp://vk.com:22/live", "vk"])
def test_add_channel_refuses_an_address_that_must_not_be_sent_to(add, address):
    with pytest.raises(AddressRefused):
        add(address=address)
    assert not Channel.objects.exists()


@pytest.mark.parametrize("key", ["a b", 'a"b', "a'b", "a\\b", "ключ", "a\nb", "a" * 181])
def test_add_channel_refuses_what_is_no_key(add, key):
    with pytest.raises(KeyUnreadable):
        add(key=key)


def test_add_channel_refuses_more_than_a_machine_can_send_to(add, school):
    ChannelFactory.create_batch(MOST_CHANNELS, school=school)

    with pytest.raises(TooManyChannels):
        add()


def test_add_channel_is_for_methodists(school, director, now):
    with pytest.raises(PermissionDenied):
        add_channel(
            actor=director,
            school_id=school.pk,
            kind=ChannelKind.VK,
            title="ВК",
            address=ADDRESS,
            key="",
            page_url="",
            now=now,
        )


def test_change_channel_leaves_the_key_unless_one_is_given(change, channel):
    assert unseal(change().sealed_key, purpose=PURPOSE) == "vk-key"
    assert unseal(change(key="new").sealed_key, purpose=PURPOSE) == "new"
    assert change(key="").sealed_key == ""
    channel.refresh_from_db()
    assert (channel.title, channel.page_url) == ("Новое", "https://vk.com/video")


def test_change_channel_refuses_a_wrong_address_and_changes_nothing(change, channel):
    with pytest.raises(AddressRefused):
        change(address="rtmp://10.0.0.1/live")
    channel.refresh_from_db()
    assert channel.title == "Сообщество библиотеки"


def test_remove_channel_switches_its_relays_off_and_can_be_taken_back(methodist, channel, school, now):
    planned = RelayFactory(channel=channel, broadcast__lesson__cycle__programme__school=school, state=RelayState.READY)
    live = RelayFactory(channel=channel, broadcast=BroadcastFactory(live=True), state=RelayState.ON)
    over = RelayFactory(channel=channel, broadcast=BroadcastFactory(ended=True), state=RelayState.OVER)

    for _twice in range(2):
        remove_channel(actor=methodist, channel_token=channel.token, now=now)

    relays = [Relay.objects.get(pk=relay.pk) for relay in (planned, live, over)]
    assert [(relay.is_wanted, relay.state) for relay in relays] == [(False, "off"), (False, "on"), (True, "over")]
    for _twice in range(2):
        assert restore_channel(actor=methodist, channel_token=channel.token, now=now).removed_at is None
    assert [entry.verb for entry in history_of(channel)] == ["channel restored", "channel removed"]


def test_remove_channel_is_for_methodists(director, channel, now):
    with pytest.raises(PermissionDenied):
        remove_channel(actor=director, channel_token=channel.token, now=now)


def test_set_relay_waits_for_the_broadcast_with_the_channels_key(wish):
    relay = wish()

    assert (relay.is_wanted, relay.state, relay.sealed_key) == (True, RelayState.READY, "")


def test_set_relay_keeps_a_key_and_a_page_of_this_broadcast(wish):
    wish(key="once", page_url="https://vk.com/video1")

    relay = wish()

    assert unseal(relay.sealed_key, purpose=PURPOSE) == "once"
    assert relay.page_url == "https://vk.com/video1"
    assert wish(key="", page_url="").sealed_key == ""
    assert Relay.objects.count() == 1


def test_set_relay_off_before_air_is_off_at_once(wish):
    wish()

    assert wish(is_wanted=False).state == RelayState.OFF


def test_set_relay_off_on_air_leaves_the_light_to_the_node(wish, broadcast, channel):
    RelayFactory(broadcast=broadcast, channel=channel, state=RelayState.ON)
    put_on_air(broadcast)

    relay = wish(is_wanted=False)

    assert (relay.is_wanted, relay.state) == (False, RelayState.ON)


@pytest.mark.parametrize(
    ("before", "after"),
    [("refused", "ready"), ("retrying", "ready"), ("off", "ready"), ("on", "on"), ("connecting", "connecting")],
)
def test_set_relay_again_lets_a_refused_one_try_at_once(wish, broadcast, channel, now, before, after):
    RelayFactory(broadcast=broadcast, channel=channel, state=before, tries=7, retry_at=now)
    put_on_air(broadcast)

    relay = wish()

    assert (relay.state, relay.tries, relay.retry_at) == (after, 0, None)


def test_set_relay_without_any_key_is_refused(wish, channel):
    channel.sealed_key = ""
    channel.save()

    with pytest.raises(KeyMissing):
        wish()
    assert not Relay.objects.exists()
    assert wish(key="once").is_wanted


def test_set_relay_of_a_removed_channel_is_refused(wish, methodist, channel, now):
    remove_channel(actor=methodist, channel_token=channel.token, now=now)

    with pytest.raises(ChannelRemoved):
        wish()
    assert not wish(is_wanted=False).is_wanted


def test_set_relay_of_another_school_finds_no_channel(broadcast, methodist, now):
    strange = ChannelFactory()

    with pytest.raises(Channel.DoesNotExist):
        set_relay(
            actor=methodist,
            broadcast_id=broadcast.pk,
            channel_token=strange.token,
            is_wanted=True,
            key=None,
            page_url=None,
            now=now,
        )


def test_set_relay_after_the_end_is_refused(methodist, lesson, channel, now):
    over = BroadcastFactory(lesson=lesson, ended=True)

    with pytest.raises(AlreadyOver):
        set_relay(
            actor=methodist,
            broadcast_id=over.pk,
            channel_token=channel.token,
            is_wanted=True,
            key=None,
            page_url=None,
            now=now,
        )


def test_set_relay_is_for_methodists(speaker, broadcast, channel, now):
    with pytest.raises(PermissionDenied):
        set_relay(
            actor=speaker,
            broadcast_id=broadcast.pk,
            channel_token=channel.token,
            is_wanted=True,
            key=None,
            page_url=None,
            now=now,
        )


def put_on_air(broadcast):
    broadcast.state, broadcast.live_at = "live", broadcast.created_at
    broadcast.save()

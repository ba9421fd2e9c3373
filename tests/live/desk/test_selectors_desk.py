"""What the desk of broadcasts reads: the list, one broadcast as it is now, keys, channels."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.factories import (
    BroadcastFactory,
    ChannelFactory,
    RelayFactory,
    SenderFactory,
    StreamKeyFactory,
)
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.live.enums import NoteCode, RelayState, SenderState
from nastavnik.live.models import Broadcast, Channel, DeskNote, StreamKey
from nastavnik.live.selectors import desk, desk_channels, desk_page
from nastavnik.live.selectors.desk_live import broadcast_live
from nastavnik.programme.models import School


@pytest.fixture
def live(methodist, school, broadcast, now):
    """Return what goes on at the desk: `live()`, or `live(director)`."""

    def read(actor=None):
        return broadcast_live(actor or methodist, school, broadcast.token, now)

    return read


def send(broadcast, now, **changes):
    """Let a signal come in."""
    Broadcast.objects.filter(pk=broadcast.pk).update(health_at=now, health={"bits_per_second": 1_500_000})
    return SenderFactory(**{"broadcast": broadcast, "came_at": now - timedelta(minutes=1)} | changes)


# --- the list ------------------------------------------------------------------------------------------------------


def test_list_has_next_and_past_ones_with_how_long_they_were(methodist, director, school, broadcast, now):
    past = LessonFactory(held=True, cycle__programme__school=school)
    over = BroadcastFactory(
        lesson=past, ended=True, live_at=now - timedelta(hours=2), ended_at=now - timedelta(hours=1)
    )
    BroadcastFactory()

    page = desk.broadcasts_page(methodist, school, {"state": "ended"})

    assert [row[0].text for row in page.listing.rows] == [past.title]
    assert page.listing.rows[0][4].text == "1:00:00"
    assert desk.seconds_on_air(over) == 3600
    assert desk.seconds_on_air(broadcast) is None
    assert (page.can_run, page.can_see_channels) == (True, True)
    assert len(desk.broadcasts_page(director, school, {"q": "СКАЗКИ"}).listing.rows) == 1
    assert not desk.broadcasts_page(director, school, {}).can_run


def test_list_shows_a_speaker_her_own_and_does_not_exist_for_others(speaker, learner, school, broadcast):
    BroadcastFactory(lesson=LessonFactory(announced=True, cycle__programme__school=school))

    page = desk.broadcasts_page(speaker, school, {})

    assert [row[0].text for row in page.listing.rows] == ["Сказки на ночь"]
    assert (page.can_run, page.can_see_channels) == (False, False)
    with pytest.raises(School.DoesNotExist):
        desk.broadcasts_page(learner, school, {})


def test_lessons_to_plan_are_those_to_come_without_a_broadcast(methodist, director, school, broadcast, lesson, now):
    def lesson_at(hours, **changes):
        words = {"cycle": lesson.cycle, "starts_at": now + timedelta(hours=hours)} | changes
        return LessonFactory(**words)

    later, sooner, late = lesson_at(9, announced=True), lesson_at(3), lesson_at(-2, announced=True)
    lesson_at(-13, announced=True)
    lesson_at(5, held=True)
    LessonFactory(cycle=lesson.cycle, starts_at=None)

    cards = desk.lessons_to_plan(methodist, school, now)

    assert [card.id for card in cards] == [late.pk, sooner.pk, later.pk]
    with pytest.raises(PermissionDenied):
        desk.lessons_to_plan(director, school, now)


def test_desks_by_lesson_are_those_that_are_not_over(methodist, learner, school, broadcast, lesson):
    BroadcastFactory(lesson=LessonFactory(held=True, cycle=lesson.cycle), ended=True)

    assert [row.token for row in desk.desks_by_lesson(methodist, school).values()] == [broadcast.token]
    assert desk.desks_by_lesson(learner, school) == {}


def test_broadcast_is_read_by_right(methodist, director, speaker, learner, outsider, school, broadcast):
    for reader in (methodist, director, speaker):
        assert desk.broadcast_at_desk(reader, school, broadcast.token) == broadcast
    for stranger in (learner, outsider):
        with pytest.raises(Broadcast.DoesNotExist):
            desk.broadcast_at_desk(stranger, school, broadcast.token)
    assert desk.broadcast_to_hold(speaker, school, broadcast.token) == broadcast
    assert desk.broadcast_to_run(methodist, school, broadcast.token) == broadcast
    with pytest.raises(PermissionDenied):
        desk.broadcast_to_hold(director, school, broadcast.token)
    with pytest.raises(PermissionDenied):
        desk.broadcast_to_run(speaker, school, broadcast.token)


# --- one broadcast as it is now ---------------------------------------------------------------------------------------


def test_live_without_a_signal_has_no_picture(live):
    seen = live()

    assert (seen.is_planned, seen.is_on_air, seen.is_over) == (True, False, False)
    assert (seen.has_signal, seen.picture_url, seen.health, seen.senders) == (False, "", [], [])
    assert (seen.can_hold, seen.can_run) == (True, True)


def test_live_before_air_shows_the_picture_to_the_desk(live, broadcast, now):
    facts = {"width": 1280, "height": 720, "video": "h264", "audio": "opus"}
    send(broadcast, now, facts=facts)

    seen = live()

    assert seen.has_signal
    assert f"/{broadcast.token}/preview/live-master.m3u8" in seen.picture_url
    assert [figure.value for figure in seen.health] == ["1,5 Мбит/с"]
    assert seen.senders[0].facts == "1280×720 · H.264 · Opus"
    assert seen.senders[0].is_browser
    assert not seen.senders[0].can_take_over


def test_live_of_a_signal_that_has_just_come_has_no_picture_yet(live, broadcast, now):
    send(broadcast, now, came_at=now)

    assert (live().has_signal, live().picture_url) == (True, "")


def test_live_on_air_shows_what_viewers_see(live, broadcast, now, lesson):
    send(broadcast, now, state=SenderState.ON_AIR)
    film = VideoFactory(lesson=lesson, ready=True)
    Broadcast.objects.update(state="live", live_at=now, video=film)

    seen = live()

    assert seen.is_on_air
    assert f"/{film.token}/build2345/live-master.m3u8" in seen.picture_url
    assert (seen.senders[0].state_label, seen.senders[0].badge) == ("Показывается", "live")


def test_live_before_air_says_that_the_desk_alone_sees_a_sender(live, broadcast, now):
    send(broadcast, now, state=SenderState.ON_AIR)

    assert [(one.state_label, one.badge) for one in live().senders] == [("Видит пульт", "ok")]


def test_live_of_an_old_report_or_a_lost_sender_is_no_signal(live, broadcast, now):
    sender = send(broadcast, now)
    Broadcast.objects.update(health_at=now - timedelta(seconds=11))
    assert not live().has_signal

    Broadcast.objects.update(health_at=now)
    sender.state = SenderState.LOST
    sender.save()
    assert not live().has_signal
    assert [one.badge for one in live().senders] == ["wrong"]


def test_live_that_is_over_says_why_and_shows_no_signal(live, broadcast, now):
    send(broadcast, now)
    Broadcast.objects.update(state="ended", live_at=now, ended_at=now, ended_because="abandoned", finished_at=now)

    seen = live()

    assert (seen.is_over, seen.is_recorded, seen.picture_url, seen.health) == (True, True, "", [])
    assert seen.ended_because == "Слишком долго ничего не передавалось"


def test_live_offers_another_sender_until_it_is_wished(live, broadcast, now):
    send(broadcast, now, state=SenderState.ON_AIR)
    second = send(broadcast, now)
    assert [one.can_take_over for one in live().senders] == [False, True]

    Broadcast.objects.update(wanted_sender=second)

    assert [one.can_take_over for one in live().senders] == [False, False]


def test_live_shows_every_channel_with_its_light(live, broadcast, school, now):
    ChannelFactory(school=school, title="Выключена", position=1)
    retrying = ChannelFactory(school=school, title="Пробует", position=2, sealed_key="")
    removed = ChannelFactory(school=school, title="Убрана", position=3, removed_at=now)
    ChannelFactory(school=school, title="Убрана давно", position=4, removed_at=now)
    RelayFactory(
        broadcast=broadcast,
        channel=retrying,
        state=RelayState.RETRYING,
        why="не отвечает",
        retry_at=now + timedelta(seconds=7),
        page_url="https://vk.com/1",
    )
    RelayFactory(broadcast=broadcast, channel=removed, state=RelayState.ON, why="прежнее", retry_at=now)

    off, waiting, on = live().relays

    assert (off.title, off.is_wanted, off.badge, off.has_key) == ("Выключена", False, "plain", True)
    assert (waiting.badge, waiting.why, waiting.retry_seconds, waiting.has_key) == ("warn", "не отвечает", 7, False)
    assert waiting.page_url == "https://vk.com/1"
    assert (on.title, on.badge, on.why, on.retry_seconds) == ("Убрана", "ok", "", None)


def test_live_counts_no_seconds_before_now(live, broadcast, now):
    relay = RelayFactory(broadcast=broadcast, state=RelayState.RETRYING, retry_at=now - timedelta(seconds=3))
    assert live().relays[0].retry_seconds == 0

    relay.retry_at = None
    relay.save()
    assert live().relays[0].retry_seconds is None


def test_live_tells_the_log_from_its_end(live, broadcast, now):
    for minutes, code in ((1, NoteCode.WENT_LIVE), (2, NoteCode.WRONG_KEY)):
        at = now + timedelta(minutes=minutes)
        DeskNote.objects.create(broadcast=broadcast, at=at, code=code, details={"peer": "10.0.0.1"})

    assert [(note.text, note.is_trouble) for note in live().notes] == [
        ("Программа с адреса 10.0.0.1 пришла с неверным ключом потока и не принята. Скопируйте ключ заново.", True),
        ("Эфир начался.", False),
    ]


def test_live_has_another_fingerprint_when_something_has_changed(live, broadcast, now):
    first, again = live().fingerprint, live().fingerprint
    send(broadcast, now)

    assert first == again
    assert live().fingerprint != first


def test_live_for_others_of_the_desk_offers_no_deeds(live, director, speaker):
    assert (live(director).can_hold, live(director).can_run) == (False, False)
    assert (live(speaker).can_hold, live(speaker).can_run) == (True, False)


# --- keys, channels, settings ----------------------------------------------------------------------------------------------


def test_keys_page_never_has_a_key(methodist, school, broadcast, now, settings):
    settings.RTMP_URL, settings.RTMP_PORT, settings.RTMP_CERTIFICATE = "", 1935, ""
    StreamKeyFactory(broadcast=broadcast, label="Зал", revoked_at=now)
    other = StreamKeyFactory()

    page = desk_page.keys_page(methodist, school, broadcast.token)

    assert [(key.label, key.is_revoked) for key in page.keys] == [("Зал", True)]
    assert page.server.startswith("rtmp://")
    assert page.server.endswith("/live")
    with pytest.raises(StreamKey.DoesNotExist):
        desk_page.key_of(broadcast, other.token)


@pytest.mark.parametrize(
    ("url", "port", "certificate", "server"),
    [
        ("", 0, "", ""),
        ("rtmps://live.example.ru/live", 0, "", "rtmps://live.example.ru/live"),
        ("", 1936, "", ":1936/live"),
        ("", 443, "/etc/ssl/live.pem", "rtmps://"),
        ("", 1935, "/etc/ssl/live.pem", ":1935/live"),
    ],
)
def test_server_for_obs_is_what_the_operator_set(school, settings, url, port, certificate, server):
    settings.RTMP_URL, settings.RTMP_PORT, settings.RTMP_CERTIFICATE = url, port, certificate

    found = desk_page.rtmp_server(school)

    assert server in found
    assert bool(found) == bool(url or port)
    assert ":443" not in found


def test_relay_page_knows_of_a_key_of_either(methodist, school, broadcast, channel):
    assert desk_page.relay_page(methodist, school, broadcast.token, channel.token).has_key
    channel.sealed_key = ""
    channel.save()
    assert not desk_page.relay_page(methodist, school, broadcast.token, channel.token).has_key

    RelayFactory(broadcast=broadcast, channel=channel, sealed_key="sealed", page_url="https://vk.com/1")

    page = desk_page.relay_page(methodist, school, broadcast.token, channel.token)
    assert (page.has_key, page.typed) == (True, {"page_url": "https://vk.com/1"})
    with pytest.raises(Channel.DoesNotExist):
        desk_page.relay_page(methodist, school, broadcast.token, ChannelFactory().token)


def test_channels_page_shows_where_broadcasts_go(methodist, director, learner, school, channel, now):
    ChannelFactory(school=school, removed_at=now)
    ChannelFactory()

    page = desk_channels.channels_page(methodist, school)

    assert [row.title for row in page.channels] == ["Сообщество библиотеки"]
    assert page.can_edit
    assert not desk_channels.channels_page(director, school).can_edit
    with pytest.raises(PermissionDenied):
        desk_channels.channels_page(learner, school)


def test_channel_is_edited_by_methodists_of_its_school(methodist, director, learner, school, channel):
    assert desk_channels.channel_to_edit(methodist, school, channel.token) == channel
    with pytest.raises(PermissionDenied):
        desk_channels.channel_to_edit(director, school, channel.token)
    for token, reader in ((channel.token, learner), (ChannelFactory().token, methodist)):
        with pytest.raises(Channel.DoesNotExist):
            desk_channels.channel_to_edit(reader, school, token)

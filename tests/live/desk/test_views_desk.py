"""The pages of the desk of broadcasts, with scripts and without."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.live.factories import BroadcastFactory, ChannelFactory, RelayFactory, SenderFactory, StreamKeyFactory
from tests.programme.factories import LessonFactory

from nastavnik.core.sealing import unseal
from nastavnik.live.enums import NoteCode
from nastavnik.live.models import Broadcast, Channel, DeskNote, Preflight, Relay, StreamKey

SCRIPT = {"HX-Request": "true"}
KEY = re.compile(r'id="rtmp-key"[^>]*value="([^"]+)"')


@pytest.fixture
def desk(enter, methodist):
    return enter(methodist)


@pytest.fixture
def url(broadcast):
    """The address of a page of the broadcast: `url("keys")`."""
    return lambda name, *args: reverse(f"live:{name}", args=[broadcast.token, *args])


def text_of(response):
    return response.content.decode()


def send(broadcast):
    """Let a signal come in."""
    Broadcast.objects.filter(pk=broadcast.pk).update(health_at=timezone.now(), health={"bits_per_second": 1_500_000})
    return SenderFactory(broadcast=broadcast, label="Камера в зале")


# --- the list and a new one ----------------------------------------------------------------------------------------


def test_list_is_empty_and_teaches(desk):
    page = text_of(desk.get(reverse("live:broadcasts")))

    assert "Запланируйте первый" in page
    assert reverse("live:plan") in page


def test_list_exports_its_rows(desk, broadcast):
    response = desk.get(reverse("live:broadcasts"), {"export": "csv"})

    assert "Сказки на ночь" in b"".join(response.streaming_content).decode()


def test_list_takes_as_many_queries_for_many_broadcasts(desk, lesson, assert_flat):
    def grow():
        BroadcastFactory(lesson=LessonFactory(announced=True, cycle=lesson.cycle))

    assert_flat(lambda: desk.get(reverse("live:broadcasts")), grow)


def test_list_of_a_speaker_offers_nothing_that_she_may_not(enter, speaker, broadcast):
    page = text_of(enter(speaker).get(reverse("live:broadcasts")))

    assert "Сказки на ночь" in page
    assert reverse("live:plan") not in page
    assert reverse("live:channels") not in page


def test_plan_opens_the_desk_of_the_lesson(desk, lesson):
    lesson.starts_at = timezone.now() + timezone.timedelta(hours=2)
    lesson.save()
    page = text_of(desk.get(reverse("live:plan"), {"lesson": lesson.uid}))
    assert f'value="{lesson.uid}" selected' in page

    response = desk.post(reverse("live:plan"), {"lesson": lesson.uid})

    assert response.headers["Location"] == reverse("live:broadcast", args=[Broadcast.objects.get().token])


def test_plan_without_lessons_teaches_and_refuses_a_strange_one(desk):
    assert "Открыть доску программы" in text_of(desk.get(reverse("live:plan")))
    assert desk.post(reverse("live:plan"), {"lesson": "x"}).status_code == 200
    assert not Broadcast.objects.exists()


# --- the desk of one -----------------------------------------------------------------------------------------------


def test_desk_offers_camera_screen_obs_and_the_button(desk, url):
    page = text_of(desk.get(url("broadcast")))

    assert 'data-scene="camera"' in page
    assert url("keys") in page
    assert re.search(r'id="go-live"[^>]* disabled', page)
    assert url("check") in page
    assert "add-channels" in page


def test_desk_takes_few_queries_however_much_happens(desk, url, broadcast, assert_flat):
    def grow():
        send(broadcast)
        RelayFactory(broadcast=broadcast)
        DeskNote.objects.create(broadcast=broadcast, at=timezone.now(), code=NoteCode.WENT_LIVE)
        Preflight.objects.get_or_create(broadcast=broadcast, defaults={"asked_at": timezone.now()})

    assert_flat(lambda: desk.get(url("broadcast")), grow)
    assert_flat(lambda: desk.get(url("broadcast_state"), headers=SCRIPT), grow)


def test_desk_of_a_draft_says_that_it_must_be_announced(desk, school):
    draft = BroadcastFactory(lesson=LessonFactory(cycle__programme__school=school))

    page = text_of(desk.get(reverse("live:broadcast", args=[draft.token])))

    assert reverse("programme:lesson", args=[draft.lesson.uid]) in page


def test_desk_of_the_director_shows_and_offers_nothing(enter, director, url, broadcast):
    send(broadcast)
    ChannelFactory(school=broadcast.school)

    page = text_of(enter(director).get(url("broadcast")))

    assert "Камера в зале" in page
    for absent in ("data-studio", url("go_live"), url("keys"), url("broadcast_settings"), "/switch/"):
        assert absent not in page


def test_desk_of_a_speaker_has_the_camera_and_no_keys(enter, speaker, url, broadcast):
    ChannelFactory(school=broadcast.school)

    page = text_of(enter(speaker).get(url("broadcast")))

    assert "data-studio" in page
    assert url("go_live") in page
    for absent in (url("keys"), url("broadcast_settings"), "/switch/"):
        assert absent not in page


def test_state_is_sent_only_when_something_has_changed(desk, url, broadcast):
    first = text_of(desk.get(url("broadcast_state"), headers=SCRIPT))
    seen = re.search(r"seen=([0-9a-f]+)", first)[1]
    assert desk.get(f"{url('broadcast_state')}?seen={seen}", headers=SCRIPT).status_code == 204

    send(broadcast)

    page = text_of(desk.get(f"{url('broadcast_state')}?seen={seen}", headers=SCRIPT))
    assert not re.search(r'id="go-live"[^>]* disabled', page)
    assert 'id="broadcast-log" hx-swap-oob="true"' in page


def test_state_of_a_recorded_broadcast_asks_no_more(desk, lesson):
    over = BroadcastFactory(lesson=lesson, ended=True)

    page = text_of(desk.get(reverse("live:broadcast_state", args=[over.token])))

    assert "every 2s" not in page
    assert "Запись можно смотреть" in page


# --- deeds ---------------------------------------------------------------------------------------------------------


def test_go_live_and_end_answer_scripts_with_the_part_and_others_with_the_page(desk, url, broadcast):
    send(broadcast)

    began = desk.post(url("go_live"), headers=SCRIPT)
    again = desk.post(url("go_live"))
    assert 'data-state="live"' in text_of(began)
    assert "#end-broadcast" in text_of(began)
    assert again.headers["Location"] == url("broadcast")

    ended = desk.post(url("end_broadcast"), headers=SCRIPT)
    assert 'data-state="ended"' in text_of(ended)


def test_go_live_without_a_signal_is_told_in_a_sentence(desk, url):
    response = desk.post(url("go_live"), headers=SCRIPT)

    assert response.status_code == 409
    assert "Включите камеру" in text_of(response)


def test_hand_over_wishes_another_sender(desk, url, broadcast):
    send(broadcast)
    second = send(broadcast)
    assert url("hand_over", second.token) in text_of(desk.get(url("broadcast")))

    assert desk.post(url("hand_over", second.token)).status_code == 302

    broadcast.refresh_from_db()
    assert broadcast.wanted_sender == second


def test_switch_of_a_channel_goes_both_ways(desk, url, channel):
    on = desk.post(url("switch_relay", channel.token), {"is_wanted": "1"}, headers=SCRIPT)
    assert "Выключить: Сообщество библиотеки" in text_of(on)
    assert Relay.objects.get().is_wanted

    desk.post(url("switch_relay", channel.token), {"is_wanted": "0"})
    assert not Relay.objects.get().is_wanted


def test_refused_channel_is_tried_again_by_its_button(desk, url, broadcast, channel):
    RelayFactory(broadcast=broadcast, channel=channel, state="refused", why="BadName")

    page = text_of(desk.get(url("broadcast")))

    assert "она не знает этого ключа" in page
    assert "Попробовать снова: Сообщество библиотеки" in page


# --- forms ---------------------------------------------------------------------------------------------------------


def test_key_is_shown_once_to_who_made_it(desk, url):
    page = text_of(desk.post(url("keys"), {"label": "Зал"}, headers=SCRIPT))
    told = KEY.search(page)[1]

    assert unseal(StreamKey.objects.get().sealed, purpose="live.stream-key") == told
    assert "<html" not in page
    assert told not in text_of(desk.get(url("keys")))
    assert told not in text_of(desk.get(url("broadcast")))


def test_key_without_a_name_is_not_made(desk, url):
    page = text_of(desk.post(url("keys"), {"label": ""}))

    assert "<html" in page
    assert 'role="alert"' in page
    assert not StreamKey.objects.exists()


def test_key_is_withdrawn(desk, url, broadcast):
    first, second = StreamKeyFactory(broadcast=broadcast), StreamKeyFactory(broadcast=broadcast)

    assert desk.post(url("revoke_key", first.token)).headers["Location"] == url("keys")
    page = text_of(desk.post(url("revoke_key", second.token), headers=SCRIPT))

    assert page.count("отозван") == 2
    assert not StreamKey.objects.filter(revoked_at=None).exists()


def test_keys_of_a_school_without_rtmp_say_so(desk, url, settings):
    settings.RTMP_PORT, settings.RTMP_URL = 0, ""

    assert "выключил RTMP" in text_of(desk.get(url("keys")))


def test_settings_are_changed(desk, url, broadcast):
    assert "Кто может смотреть" in text_of(desk.get(url("broadcast_settings"), headers=SCRIPT))
    typed = {"access": "enrolled", "is_low_latency": "on", "abandon_minutes": "15"}

    response = desk.post(url("broadcast_settings"), typed, headers=SCRIPT)

    assert response.headers["HX-Trigger"] == "broadcast-changed"
    broadcast.refresh_from_db()
    assert (broadcast.access, broadcast.is_low_latency, broadcast.wants_lower_quality) == ("enrolled", True, False)
    assert desk.post(url("broadcast_settings"), typed).headers["Location"] == url("broadcast")


def test_broadcast_has_no_link_of_its_own(desk, url, broadcast):
    page = text_of(desk.post(url("broadcast_settings"), {"access": "link", "abandon_minutes": "15"}, headers=SCRIPT))

    assert "Кто может смотреть" in page
    broadcast.refresh_from_db()
    assert broadcast.access == "open"


def test_settings_that_make_no_sense_are_refused(desk, url):
    page = text_of(desk.post(url("broadcast_settings"), {"access": "link", "abandon_minutes": "1"}, headers=SCRIPT))

    assert 'role="alert"' in page


def test_key_of_a_relay_switches_it_on(desk, url, channel):
    channel.sealed_key = ""
    channel.save()
    assert url("relay", channel.token) in text_of(desk.get(url("broadcast")))
    assert "Впишите" not in text_of(desk.get(url("relay", channel.token)))

    desk.post(url("relay", channel.token), {"key": "once", "page_url": "https://vk.com/video1"})

    relay = Relay.objects.get()
    assert (relay.is_wanted, relay.page_url) == (True, "https://vk.com/video1")
    assert unseal(relay.sealed_key, purpose="live.channel-key") == "once"


@pytest.mark.parametrize("typed", [{"key": "a b"}, {"key": "once", "page_url": "javascript:alert(1)"}])
def test_key_of_a_relay_is_looked_at(desk, url, channel, typed):
    page = text_of(desk.post(url("relay", channel.token), typed, headers=SCRIPT))

    assert 'role="alert"' in page
    assert "once" not in page
    assert not Relay.objects.exists()


# --- the check -----------------------------------------------------------------------------------------------------


def test_check_is_asked_for_with_what_the_browser_measured(desk, url, broadcast):
    told = {"sound_db": "-20.5", "brightness": "", "spread": "", "upload_bits": "2000000"}

    page = text_of(desk.post(url("check"), told, headers=SCRIPT))

    assert "every 1s" in page
    assert Preflight.objects.get().told == {"sound_db": -20.5, "upload_bits": 2_000_000.0}
    Preflight.objects.update(done_at=timezone.now(), found={"disk_free_bytes": 2**40, "relays": []})
    assert "Можно выходить в эфир" in text_of(desk.get(url("check_result"), headers=SCRIPT))
    assert desk.post(url("check"), {"sound_db": "loud"}).headers["Location"] == url("broadcast")
    assert Preflight.objects.get().told == {}


def test_upload_that_measures_the_way_is_kept_nowhere(desk, url):
    response = desk.post(url("check_upload"), b"x" * 1000, content_type="application/octet-stream")

    assert (response.status_code, response.content) == (204, b"")


# --- channels ------------------------------------------------------------------------------------------------------


def test_channels_teach_while_there_are_none(desk):
    page = text_of(desk.get(reverse("live:channels")))

    assert "Площадок пока нет" in page
    assert reverse("live:add_channel", args=["rutube"]) in page


def test_channels_of_the_director_are_to_look_at(enter, director, channel):
    page = text_of(enter(director).get(reverse("live:channels")))

    assert "Сообщество библиотеки" in page
    assert reverse("live:channel", args=[channel.token]) not in page
    assert "/add/" not in page


def test_channel_is_added_with_what_is_known_of_its_kind(desk, school):
    add = reverse("live:add_channel", args=["vk"])
    assert "rtmp://ovsu.okcdn.ru/input" in text_of(desk.get(add))
    typed = {"title": "ВК", "address": "rtmp://ovsu.okcdn.ru/input", "key": "abc", "page_url": "vk.com/video"}

    assert desk.post(add, typed).headers["Location"] == reverse("live:channels")

    channel = Channel.objects.get()
    assert (channel.kind, channel.page_url) == ("vk", "https://vk.com/video")
    assert unseal(channel.sealed_key, purpose="live.channel-key") == "abc"
    page = text_of(desk.get(reverse("live:channel", args=[channel.token])))
    assert "abc" not in page.replace("abcdef", "")
    assert "Ключ сохранён" in page


@pytest.mark.parametrize(
    "wrong", [{"address": "rtmp://10.0.0.1/live"}, {"address": ""}, {"key": "a b"}, {"page_url": "ftp://vk.com"}]
)
def test_channel_that_cannot_be_sent_to_is_not_added(desk, wrong):
    typed = {"title": "ВК", "address": "rtmp://ovsu.okcdn.ru/input", "key": "", "page_url": ""} | wrong

    page = text_of(desk.post(reverse("live:add_channel", args=["vk"]), typed))

    assert 'role="alert"' in page
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("typed", "key"), [({"key": ""}, "vk-key"), ({"key": "new"}, "new"), ({"key": "", "forgets_key": "on"}, "")]
)
def test_channel_keeps_its_key_unless_told_otherwise(desk, channel, typed, key):
    form = {"title": "Иначе", "address": channel.address, "page_url": ""} | typed

    desk.post(reverse("live:channel", args=[channel.token]), form)

    channel.refresh_from_db()
    assert channel.title == "Иначе"
    assert (unseal(channel.sealed_key, purpose="live.channel-key") if channel.sealed_key else "") == key


def test_channel_is_removed_and_brought_back(desk, channel):
    desk.post(reverse("live:remove_channel", args=[channel.token]))
    page = text_of(desk.get(reverse("live:channels")))
    assert "Площадка убрана: Сообщество библиотеки." in page
    assert reverse("live:restore_channel", args=[channel.token]) in page

    desk.post(reverse("live:restore_channel", args=[channel.token]))

    channel.refresh_from_db()
    assert channel.removed_at is None

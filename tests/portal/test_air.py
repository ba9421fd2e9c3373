"""Broadcasts on the public pages: at their lesson, on the first page, on the timeline, told to machines."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import RoomFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core.events import publish
from nastavnik.core.http.guests import PAGES
from nastavnik.core.memory import forget_all
from nastavnik.live.enums import BroadcastState
from nastavnik.live.events import BroadcastStarted
from nastavnik.live.models import Broadcast
from nastavnik.portal import selectors
from nastavnik.programme.models import Lesson
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video

GUEST = AnonymousUser()
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def broadcast(coming):
    return BroadcastFactory(lesson=coming)


@pytest.fixture
def on_air(broadcast, coming, now):
    film = VideoFactory(lesson=coming, state=VideoState.RECORDING, build="build2345", source_path="")
    Broadcast.objects.update(state=BroadcastState.LIVE, live_at=now, video=film, health={"pieces": 9})
    broadcast.refresh_from_db()
    return broadcast


def end(**fields):
    now = Broadcast.objects.get().live_at + timedelta(hours=1)
    Broadcast.objects.update(state=BroadcastState.ENDED, ended_at=now, ended_because="desk", **fields)


def page_of(client, path="/lessons/coming/"):
    PAGES.clear()
    forget_all()
    return client.get(path).content.decode()


def begin_at(moment):
    Lesson.objects.update(starts_at=moment)


def test_lesson_before_its_broadcast_says_when_and_what_is_needed(client, broadcast):
    page = page_of(client)

    assert 'class="awaited"' in page
    assert "data-countdown" in page
    assert 'data-air="planned"' in page
    assert "islands/lesson" in page


def test_lesson_whose_broadcast_is_late_says_the_truth(client, broadcast, now):
    begin_at(now - timedelta(minutes=5))

    page = page_of(client)

    assert 'class="awaited"' in page
    assert "data-countdown" not in page
    assert "<noscript><p>" in page
    assert "badge--live" not in page


@pytest.mark.parametrize("change", [{"state": "cancelled", "cancelled_because": "болезнь"}, {"state": "held"}])
def test_lesson_whose_broadcast_never_began_waits_for_nothing(client, broadcast, change):
    Lesson.objects.update(**change)

    page = page_of(client)

    assert 'class="awaited"' not in page
    assert "data-air=" not in page


def test_lesson_on_air_shows_the_picture_and_the_room(client, on_air):
    RoomFactory(broadcast=on_air)

    page = page_of(client)

    assert "live-master.m3u8" in page
    assert 'id="room"' in page
    assert "badge--live" in page
    assert 'class="awaited"' not in page
    assert "/calendar" not in page.split("lesson-head")[1].split("</header>")[0]


def test_lesson_on_air_for_the_enrolled_says_so(client, on_air):
    Broadcast.objects.update(access=Access.ENROLLED)

    page = page_of(client)

    assert "no-film" in page
    assert "live-master.m3u8" not in page


def test_lesson_on_air_before_its_film_is_there_asks_for_patience(client, on_air):
    Broadcast.objects.update(video=None)

    assert "no-film" in page_of(client)


def test_lesson_after_its_broadcast_shows_the_recording(client, on_air, now):
    end(finished_at=now)
    Video.objects.update(state=VideoState.PLAYABLE, duration_seconds=60.0)

    page = page_of(client)

    assert "/master.m3u8" in page
    assert "live-master" not in page
    assert "data-air=" not in page


@pytest.mark.parametrize("is_finished", [True, False])
def test_lesson_whose_recording_is_not_there_says_why(client, on_air, now, is_finished):
    end(finished_at=now if is_finished else None, video=None)
    Video.objects.all().delete()

    page = page_of(client)

    assert "no-film" in page
    assert ('data-recorded="0"' in page) != is_finished


def test_page_of_a_lesson_on_air_is_the_same_for_all_guests(client, on_air):
    RoomFactory(broadcast=on_air)
    first = client.get("/lessons/coming/")

    assert not first.cookies
    assert client.get("/lessons/coming/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_guests_see_the_beginning_at_once(client, coming, broadcast, django_capture_on_commit_callbacks):
    assert "data-countdown" in client.get("/lessons/coming/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        Broadcast.objects.update(state=BroadcastState.LIVE, live_at=coming.starts_at)
        publish(BroadcastStarted(broadcast_id=broadcast.pk))

    assert "data-countdown" not in client.get("/lessons/coming/").content.decode()


def test_home_shows_what_is_on_air_even_before_its_time(school, on_air, coming, now):
    home = selectors.home_page(GUEST, school, now)

    assert (home.lesson.id, home.is_on_air) == (coming.pk, True)
    assert home.countdown in {"идёт сейчас", "going on now"}


def test_home_says_that_a_late_broadcast_has_not_begun(school, broadcast, coming, now):
    begin_at(now - timedelta(minutes=3))

    home = selectors.home_page(GUEST, school, now)

    assert (home.lesson.id, home.is_on_air) == (coming.pk, False)
    assert home.countdown in {"вот-вот начнётся", "begins any minute"}


def test_home_goes_on_to_the_next_lesson_when_the_broadcast_is_over(school, on_air, cycle, now):
    begin_at(now - timedelta(minutes=3))
    end()
    following = LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=1))

    assert selectors.home_page(GUEST, school, now).lesson.id == following.pk


def test_home_without_a_broadcast_goes_by_the_clock(school, coming, now):
    begin_at(now - timedelta(minutes=3))

    assert selectors.home_page(GUEST, school, now).is_on_air


def test_timeline_marks_what_is_on_air(school, on_air, now):
    stops = [stop for part in selectors.programme_page(GUEST, school, now).cycles for stop in part.stops]

    assert [stop.is_on for stop in stops] == [True]


def graph_of(client):
    [text] = LINKED.findall(page_of(client))
    return {thing["@type"]: thing for thing in json.loads(text)["@graph"]}


def test_machines_are_told_of_the_broadcast(client, on_air):
    film = graph_of(client)["VideoObject"]

    assert film["publication"]["@type"] == "BroadcastEvent"
    assert film["publication"]["isLiveBroadcast"] is True
    assert "startDate" in film["publication"]
    assert "endDate" not in film["publication"]
    assert "duration" not in film


def test_machines_are_told_that_a_recording_was_on_air(client, on_air, now):
    end(finished_at=now)
    Video.objects.update(state=VideoState.PLAYABLE, duration_seconds=60.0)

    film = graph_of(client)["VideoObject"]

    assert film["duration"] == "PT0H1M0S"
    assert set(film["publication"]) == {"@type", "name", "isLiveBroadcast", "startDate", "endDate"}

"""The player of a broadcast: on air, and when it has become a film with chapters."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.video import selectors
from nastavnik.video.enums import Access, ChapterKind, VideoState
from nastavnik.video.models import Chapter, Video, WatchPosition

GUEST = AnonymousUser()
NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def on_air(lesson):
    return VideoFactory(
        lesson=lesson, state=VideoState.RECORDING, build="build2345", source_path="", is_low_latency=True
    )


@pytest.fixture
def film(lesson):
    film = VideoFactory(lesson=lesson, ready=True)
    Chapter.objects.create(video=film, seconds=12.5, title="Как писать <смету>?", kind=ChapterKind.QUESTION)
    return film


def test_player_on_air_leads_to_the_lists_that_grow(on_air, lesson):
    player = selectors.player_for(GUEST, lesson, NOW)

    base = selectors.signed_media(on_air, NOW).base_url
    assert (player.is_film, player.is_live, player.is_low_latency) == (True, True, True)
    assert (player.master_url, player.sound_url) == (f"{base}live-master.m3u8", f"{base}live-sound.m3u8")
    assert (player.has_picture, player.is_growing, player.duration_seconds) == (True, False, 0.0)


def test_player_on_air_begins_in_the_present(on_air, lesson, learner):
    WatchPosition.objects.create(user=learner, video=on_air, seconds=300.0, updated_at=NOW)

    assert selectors.player_for(learner, lesson, NOW).start_seconds == 0.0


def test_player_on_air_for_enrolled_is_closed_to_guests(on_air, lesson):
    Video.objects.update(access=Access.ENROLLED)

    player = selectors.player_for(GUEST, lesson, NOW)

    assert (player.is_film, player.is_live, player.master_url) == (False, False, "")


def test_status_tells_whether_the_broadcast_goes_on(client, on_air):
    address = reverse("video:status", args=[on_air.token])
    assert client.get(address).json()["isLive"] is True

    Video.objects.update(state=VideoState.PLAYABLE, duration_seconds=90.0)

    status = client.get(address).json()
    assert (status["isLive"], status["duration"], status["isGrowing"]) == (False, 90.0, True)
    assert status["master"].endswith("/master.m3u8")


def test_status_tells_the_chapters(client, film):
    status = client.get(reverse("video:status", args=[film.token])).json()

    assert status["chapters"] == [{"seconds": 12.5, "title": "Как писать <смету>?"}]
    assert status["chaptersUrl"] == reverse("video:chapters", args=[film.token])


@pytest.mark.parametrize("name", ["watch", "embed"])
def test_page_on_air_says_so(client, on_air, name):
    page = client.get(reverse(f"video:{name}", args=[on_air.token])).content.decode()

    assert 'data-live="least"' in page
    assert "player--live" in page
    assert "/live-master.m3u8" in page


def test_page_of_a_film_lists_its_chapters(client, film):
    page = client.get(reverse("video:watch", args=[film.token])).content.decode()

    assert '<a href="?t=12" data-seek="12.50"><span class="figures">0:12</span> <span>Как писать &lt;смету&gt;?' in page
    assert '<track kind="chapters"' in page
    assert "data-live" not in page

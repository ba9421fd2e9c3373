"""Pages that show films: what stands on them, what does not, and how far a viewer came."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.programme.factories import EnrolmentFactory, LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video, WatchPosition


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, ready=True, title="Сказки на ночь")


def address(name, film):
    return reverse(f"video:{name}", args=[film.token])


def test_watch_shows_the_player_and_works_without_a_script(client, film, lesson):
    page = client.get(address("watch", film)).content.decode()

    assert "<nastavnik-player" in page
    assert "<video controls" in page
    assert "/master.m3u8" in page
    assert f"/lessons/{lesson.slug}/" in page
    assert "csrfmiddlewaretoken" not in page.split("<nastavnik-player")[1]  # one page answers all guests


def test_watch_gives_phones_the_small_poster(client, film):
    page = client.get(address("watch", film)).content.decode()

    for_phones, for_all = page.split("<picture>")[1].split("<img")
    assert "/poster-640.webp" in for_phones
    assert "/poster-1280.webp" in for_all.split(">")[0]


def test_watch_by_a_signed_in_person_can_keep_her_place(client, film, learner):
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    WatchPosition.objects.create(user=learner, video=film, seconds=30.5, updated_at=timezone.now())

    page = client.get(address("watch", film)).content.decode()

    assert 'data-start="30.5"' in page
    assert f'data-position="{address("position", film)}"' in page
    assert "csrfmiddlewaretoken" in page.split("<nastavnik-player")[1]


@pytest.mark.parametrize("name", ["watch", "embed"])
def test_page_of_a_film_for_the_enrolled_says_so_and_gives_nothing_away(client, film, name):
    Video.objects.update(access=Access.ENROLLED)

    response = client.get(address(name, film))

    assert response.status_code == 200
    assert b"/m/" not in response.content
    assert "записан" in response.content.decode()
    assert client.get(address("status", film)).json()["master"] == ""


def test_page_of_a_film_in_work_shows_how_far_it_is(client, lesson):
    film = VideoFactory(lesson=lesson, state=VideoState.PREPARING, percent=37, seconds_left=600)

    page = client.get(address("watch", film)).content.decode()

    assert "<nastavnik-player" not in page
    assert 'value="37"' in page


def test_status_is_never_kept(client, film):
    response = client.get(address("status", film))

    assert response.json()["show"] == "film"
    assert "no-store" in response.headers["Cache-Control"]


def test_position_is_remembered_within_the_film(client, film, learner):
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(address("position", film), {"seconds": "999"}).status_code == 204
    assert WatchPosition.objects.get().seconds == 60.0


@pytest.mark.parametrize("seconds", ["", "-1", "nan", "inf", "много"])
def test_position_of_an_odd_place_is_refused(client, film, learner, seconds):
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(address("position", film), {"seconds": seconds}).status_code == 400
    assert not WatchPosition.objects.exists()


def test_position_in_a_film_for_others_is_refused(client, film, learner):
    Video.objects.update(access=Access.ENROLLED)
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(address("position", film), {"seconds": "5"}).status_code == 403


def test_poster_leads_to_the_file(client, film):
    response = client.get(address("poster", film))

    assert response.status_code == 302
    assert response.headers["Location"].endswith("/poster-1280.webp")


def test_embed_may_be_framed_by_named_sites_alone_and_sets_no_cookie(client, film, settings):
    settings.EMBED_HOSTS = ["https://library.example"]

    response = client.get(address("embed", film))

    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://library.example" in policy
    assert "script-src 'self'" in policy
    assert "X-Frame-Options" not in response.headers
    assert not response.cookies


def test_other_pages_may_not_be_framed(client, film):
    response = client.get(address("watch", film))

    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_embed_shows_what_a_guest_may_see_whoever_asks(client, film, lesson):
    Video.objects.update(access=Access.ENROLLED)
    enrolled = EnrolmentFactory(programme=lesson.cycle.programme).user
    client.force_login(enrolled, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert b"<nastavnik-player" in client.get(address("watch", film)).content
    assert b"<nastavnik-player" not in client.get(address("embed", film)).content

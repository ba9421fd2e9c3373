"""What pages show of films: the player, the shelves, the desk."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.programme.factories import EnrolmentFactory, LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.programme.enums import LessonState
from nastavnik.programme.selectors import visible_cards
from nastavnik.video import selectors
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video, WatchPosition
from nastavnik.video.selectors.player import Show

GUEST = AnonymousUser()
NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, ready=True, token="film2345", build="build2345")


@pytest.fixture
def enrolled(lesson):
    return EnrolmentFactory(programme=lesson.cycle.programme).user


# --- the player ------------------------------------------------------------------------------------------------------


def test_player_of_a_ready_film_has_every_address(film, lesson):
    player = selectors.player_for(GUEST, lesson, NOW)

    base = selectors.signed_media(film, NOW).base_url
    assert player.is_film
    assert (player.master_url, player.sound_url) == (f"{base}master.m3u8", f"{base}sound.m3u8")
    assert (player.strip_url, player.poster_url) == (f"{base}strip.vtt", f"{base}poster-1280.webp")
    assert player.poster_small_url == f"{base}poster-640.webp"
    assert (player.build, player.is_growing, player.position_url, player.message) == ("build2345", False, "", "")
    assert (player.shape, player.speeds[0], player.speeds[-1]) == ("wide", "0.5", "2")


def test_player_without_poster_strip_and_sound_says_so(lesson):
    VideoFactory(lesson=lesson, ready=True, has_poster=False, has_strip=False, has_sound=False, width=406, height=720)

    player = selectors.player_for(GUEST, lesson, NOW)

    assert (player.strip_url, player.poster_url, player.sound_url, player.shape) == ("", "", "", "tall")


def test_player_of_sound_alone_offers_no_second_way_to_hear_it(lesson):
    VideoFactory(lesson=lesson, ready=True, width=None, height=None)

    player = selectors.player_for(GUEST, lesson, NOW)

    assert (player.has_picture, player.sound_url, player.width, player.height) == (False, "", 1280, 720)


def test_player_of_a_lesson_without_films_is_none(lesson):
    assert selectors.player_for(GUEST, lesson, NOW) is None


def test_player_takes_the_newest_film_that_plays(film, lesson):
    VideoFactory(lesson=lesson, ready=True, created_at=NOW - timedelta(days=9))
    VideoFactory(lesson=lesson, state=VideoState.QUEUED, created_at=NOW + timedelta(days=1))
    VideoFactory(lesson=lesson, ready=True, removed_at=NOW, created_at=NOW + timedelta(days=2))

    assert selectors.player_for(GUEST, lesson, NOW).token == film.token


def test_player_of_a_film_in_work_says_that_it_is_being_prepared(lesson):
    VideoFactory(lesson=lesson, state=VideoState.CHECKING, percent=3)

    player = selectors.player_for(GUEST, lesson, NOW)

    assert (player.show, player.is_growing, player.percent, player.master_url) == (Show.SOON, True, 3, "")
    assert player.message


def test_player_of_a_failed_film_says_that_it_is_broken(lesson):
    VideoFactory(lesson=lesson, state=VideoState.FAILED)

    assert selectors.player_for(GUEST, lesson, NOW).show == Show.BROKEN


def test_player_grows_while_qualities_are_made(lesson):
    VideoFactory(lesson=lesson, ready=True, state=VideoState.PLAYABLE)

    assert selectors.player_for(GUEST, lesson, NOW).is_growing


def test_player_for_the_enrolled_is_locked_for_others(lesson, enrolled, learner):
    VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED)

    assert selectors.player_for(enrolled, lesson, NOW).is_film
    for actor in (GUEST, learner):
        player = selectors.player_for(actor, lesson, NOW)
        assert (player.show, player.master_url, player.poster_url, player.is_growing) == (Show.LOCKED, "", "", False)


def test_player_names_no_film_of_a_link_or_of_a_cancelled_lesson(lesson):
    VideoFactory(lesson=lesson, ready=True, access=Access.LINK)
    assert selectors.player_for(GUEST, lesson, NOW) is None

    Video.objects.update(access=Access.ENROLLED)
    lesson.state = LessonState.CANCELLED
    lesson.save()
    assert selectors.player_for(GUEST, lesson, NOW) is None


@pytest.mark.parametrize(("kept", "start"), [(5.0, 0.0), (30.0, 30.0), (50.0, 0.0), (None, 0.0)])
def test_player_begins_where_the_viewer_stopped_unless_it_was_an_end(film, lesson, learner, kept, start):
    if kept is not None:
        WatchPosition.objects.create(user=learner, video=film, seconds=kept, updated_at=NOW)

    player = selectors.player_for(learner, lesson, NOW)

    assert player.start_seconds == start
    assert player.position_url == f"/videos/{film.token}/position/"


def test_player_takes_few_queries(film, lesson, learner, django_assert_max_num_queries):
    # the films, the rights, her place; what many see alike: chapters, slides and their deck, subtitles
    with django_assert_max_num_queries(6):
        selectors.player_for(learner, lesson, NOW)


def test_player_status_names_what_a_page_needs(film, lesson):
    status = selectors.player_status(selectors.player_for(GUEST, lesson, NOW))

    assert status["show"] == "film"
    assert status["master"].endswith("master.m3u8")
    assert (status["build"], status["isGrowing"]) == ("build2345", False)


# --- by its own address ----------------------------------------------------------------------------------------------


def test_video_to_watch_is_found_by_link(school, lesson):
    shared = VideoFactory(lesson=lesson, ready=True, access=Access.LINK)

    assert selectors.video_to_watch(GUEST, school, shared.token) == shared
    assert selectors.lesson_url_of(shared) == f"/lessons/{lesson.slug}/"


def test_video_on_the_shelf_by_link_has_no_lesson(school):
    shared = VideoFactory(school=school, ready=True, access=Access.LINK)

    assert selectors.lesson_url_of(selectors.video_to_watch(GUEST, school, shared.token)) == ""


@pytest.mark.parametrize("state", [LessonState.DRAFT, LessonState.CANCELLED])
def test_video_of_a_lesson_that_is_not_shown_is_missing(school, film, lesson, state):
    lesson.state = state
    lesson.save()

    with pytest.raises(Video.DoesNotExist):
        selectors.video_to_watch(GUEST, school, film.token)


def test_video_removed_is_there_for_the_desk_alone(school, film, methodist, outsider):
    film.removed_at = NOW
    film.save()

    assert selectors.video_to_watch(methodist, school, film.token) == film
    for actor in (GUEST, outsider):
        with pytest.raises(Video.DoesNotExist):
            selectors.video_to_watch(actor, school, film.token)


def test_video_of_another_school_is_missing(film, outsider):
    with pytest.raises(Video.DoesNotExist):
        selectors.video_to_watch(outsider, LessonFactory().school, film.token)


def test_poster_address_is_for_whoever_may_watch(school, film, enrolled):
    assert selectors.poster_address(GUEST, school, film.token, NOW).endswith("/poster-1280.webp")

    Video.objects.update(access=Access.ENROLLED)
    assert selectors.poster_address(enrolled, school, film.token, NOW)
    with pytest.raises(Video.DoesNotExist):
        selectors.poster_address(GUEST, school, film.token, NOW)

    Video.objects.update(has_poster=False)
    with pytest.raises(Video.DoesNotExist):
        selectors.poster_address(enrolled, school, film.token, NOW)


# --- the shelves -----------------------------------------------------------------------------------------------------


def test_library_puts_films_on_shelves_by_cycle(school, lesson, film):
    second = LessonFactory(held=True, cycle__programme=lesson.cycle.programme)
    other = VideoFactory(lesson=second, ready=True, has_poster=False, width=None, height=None, access=Access.ENROLLED)

    shelves = selectors.library(EnrolmentFactory(programme=lesson.cycle.programme).user, school, NOW)

    assert [shelf.cycle_id for shelf in shelves] == [lesson.cycle_id, second.cycle_id]
    assert shelves[0].title == lesson.cycle.title
    (card,), (bare,) = (shelf.films for shelf in shelves)
    assert (card.token, card.url, card.is_for_enrolled) == (film.token, f"/lessons/{lesson.slug}/", False)
    assert card.poster_url.endswith("poster-640.webp")
    assert card.poster_small_url.endswith("poster-320.webp")
    assert (card.poster_width, card.poster_height) == (640, 360)
    assert (bare.token, bare.poster_url, bare.poster_small_url, bare.has_picture) == (other.token, "", "", False)
    assert (bare.is_for_enrolled, bare.poster_height) == (True, 360)


def test_library_holds_what_plays_and_may_be_watched_alone(school, lesson, methodist):
    VideoFactory(lesson=lesson, state=VideoState.QUEUED)
    VideoFactory(lesson=lesson, ready=True, removed_at=NOW)
    VideoFactory(lesson=lesson, ready=True, access=Access.LINK)
    VideoFactory(school=school, ready=True)
    VideoFactory(ready=True, lesson=LessonFactory(held=True))

    assert selectors.library(GUEST, school, NOW) == []
    assert selectors.library(methodist, school, NOW) == []


def test_library_takes_as_many_queries_for_many_films(school, lesson, assert_flat):
    def grow():
        VideoFactory(lesson=LessonFactory(held=True, cycle=lesson.cycle), ready=True)

    assert_flat(lambda: selectors.library(GUEST, school, NOW), grow, ceiling=4)


def test_latest_is_the_film_that_became_watchable_last(school, lesson):
    assert selectors.latest(GUEST, school, NOW, visible_cards(GUEST, school)) is None
    forget_all()
    VideoFactory(lesson=lesson, ready=True, playable_at=NOW - timedelta(days=2))
    newest = VideoFactory(lesson=lesson, ready=True, playable_at=NOW)

    assert selectors.latest(GUEST, school, NOW, visible_cards(GUEST, school)).token == newest.token


def test_films_by_lesson_name_the_film_that_the_page_plays(school, lesson, film):
    VideoFactory(lesson=lesson, ready=True, created_at=NOW - timedelta(days=9))

    films = selectors.films_by_lesson(GUEST, school, NOW)

    assert {number: card.token for number, card in films.items()} == {lesson.pk: film.token}


# --- the desk --------------------------------------------------------------------------------------------------------

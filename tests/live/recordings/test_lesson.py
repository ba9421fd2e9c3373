"""What the page of a lesson is told of its broadcast."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import RoomFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory, LessonSpeakerFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.live.enums import BroadcastState
from nastavnik.live.models import Broadcast
from nastavnik.live.selectors.lesson import Air, air_of, broadcast_of, state_for, states_of
from nastavnik.live.services.broadcasts import change_broadcast
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson
from nastavnik.video.enums import Access, VideoState

GUEST = AnonymousUser()
NOW = timezone.now()


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle__programme__school=school, announced=True, starts_at=NOW + timedelta(hours=1))


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, state=VideoState.RECORDING, build="build2345", source_path="")


@pytest.fixture
def on_air(lesson, film):
    return BroadcastFactory(lesson=lesson, live=True, video=film)


def view(lesson, actor=GUEST, now=NOW):
    return broadcast_of(actor, lesson.school, lesson.pk, now)


def test_lesson_without_a_broadcast_has_none(lesson):
    assert view(lesson) is None


def test_lesson_without_a_broadcast_is_asked_for_it_once(lesson, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert (view(lesson), view(lesson)) == (None, None)


def test_broadcast_is_read_anew_with_its_room_and_its_speaker(lesson, learner, django_assert_num_queries):
    RoomFactory(broadcast=BroadcastFactory(lesson=lesson))
    before = view(lesson, learner)
    LessonSpeakerFactory(lesson=lesson, speaker__user=learner)
    Broadcast.objects.update(access=Access.ENROLLED)
    with django_assert_num_queries(2):
        speaking = view(lesson, learner)
    Broadcast.objects.all().delete()

    assert (before.room.is_leader, before.desk_url, before.is_for_enrolled) == (False, "", False)
    assert (speaking.room.is_leader, bool(speaking.desk_url), speaking.is_for_enrolled) == (True, True, True)
    assert view(lesson, learner) is None


@pytest.mark.parametrize(
    ("passed", "air"),
    [
        (timedelta(hours=-1), Air.WAITING),
        (timedelta(minutes=5), Air.LATE),
        (timedelta(hours=2), Air.LATE),
        (timedelta(hours=4), Air.MISSED),
    ],
)
def test_broadcast_that_has_not_begun_tells_how_it_stands_to_its_time(lesson, passed, air):
    BroadcastFactory(lesson=lesson)

    shown = view(lesson, now=lesson.starts_at + passed)

    assert (shown.air, shown.word) == (air, BroadcastState.PLANNED)
    assert shown.is_to_come == shown.is_watched_for == (air in {Air.WAITING, Air.LATE})
    assert shown.is_late == (air is Air.LATE)
    assert (shown.player, shown.is_live, shown.is_over) == (None, False, False)


def test_broadcast_of_a_lesson_that_will_not_take_place_is_not_awaited(lesson):
    BroadcastFactory(lesson=lesson)
    Lesson.objects.update(state=LessonState.CANCELLED, cancelled_because="болезнь")

    assert view(lesson).air is Air.MISSED


def test_broadcast_of_a_lesson_without_a_time_is_awaited(lesson):
    broadcast = BroadcastFactory(lesson=lesson)
    broadcast.lesson.starts_at = None

    assert air_of(broadcast, NOW) is Air.WAITING


def test_broadcast_on_air_is_watched_with_its_room(on_air, lesson):
    RoomFactory(broadcast=on_air)

    shown = view(lesson)

    assert (shown.air, shown.is_live, shown.is_watched_for) == (Air.LIVE, True, True)
    assert shown.player.is_live
    assert shown.room.broadcast_token == on_air.token
    assert shown.live_at == on_air.live_at
    assert shown.state_url == reverse("live:state", args=[on_air.token])


def test_broadcast_without_its_first_piece_is_starting(client, on_air, lesson):
    on_air.health = {}
    on_air.save()

    shown = view(lesson)

    assert shown.is_live
    assert shown.player is None
    assert shown.word == "starting"
    assert ask(client, on_air).json() == {"air": "starting", "isRecorded": False}


def test_broadcast_for_the_enrolled_shows_others_nothing(on_air, lesson, learner):
    RoomFactory(broadcast=on_air)
    Broadcast.objects.update(access=Access.ENROLLED)

    shown = view(lesson, learner)
    assert (shown.is_closed, shown.is_for_enrolled, shown.player, shown.room) == (True, True, None, None)

    EnrolmentFactory(programme=lesson.cycle.programme, user=learner)
    shown = view(lesson, learner)
    assert (shown.is_closed, shown.player.is_live) == (False, True)


def test_broadcast_whose_film_is_gone_has_no_picture(on_air, lesson):
    Broadcast.objects.update(video=None)

    assert view(lesson).player is None


def test_broadcast_that_ended_waits_for_its_recording(on_air, lesson):
    Broadcast.objects.update(state=BroadcastState.ENDED, ended_at=NOW, ended_because="desk")

    shown = view(lesson)
    assert (shown.is_over, shown.is_recording_awaited, shown.is_watched_for, shown.player) == (True, True, True, None)

    Broadcast.objects.update(finished_at=NOW)
    shown = view(lesson)
    assert (shown.is_recording_awaited, shown.is_watched_for, shown.is_without_recording) == (False, False, False)

    Broadcast.objects.update(video=None)
    assert view(lesson).is_without_recording


def test_desk_of_the_broadcast_is_for_those_who_hold_it(on_air, lesson, methodist, learner):
    address = reverse("live:broadcast", args=[on_air.token])
    assert [view(lesson, actor).desk_url for actor in (GUEST, learner, methodist)] == ["", "", address]

    LessonSpeakerFactory(lesson=lesson, speaker__user=learner)
    assert view(lesson, learner).desk_url == address


def test_broadcast_of_a_draft_is_not_shown(on_air, lesson, methodist):
    Broadcast.objects.update(state=BroadcastState.PLANNED, live_at=None)
    Lesson.objects.update(state=LessonState.DRAFT)

    assert view(lesson, methodist) is None


def test_broadcast_that_was_forgotten_a_moment_ago_is_none(on_air, lesson):
    assert states_of(lesson.school)[lesson.pk] == BroadcastState.LIVE

    on_air.delete()

    assert view(lesson) is None


# --- what an open page asks ------------------------------------------------------------------------------------------


def ask(client, broadcast):
    return client.get(reverse("live:state", args=[broadcast.token]))


def test_state_tells_guests_and_people_the_same(client, on_air, learner):
    assert ask(client, on_air).json() == {"air": "live", "isRecorded": False}

    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    Broadcast.objects.update(state=BroadcastState.ENDED, ended_at=NOW, ended_because="desk", finished_at=NOW)

    answer = ask(client, on_air)
    assert answer.json() == {"air": "ended", "isRecorded": True}
    assert "no-cache" in answer["Cache-Control"]


def test_state_is_asked_once_for_all_guests(client, on_air, django_assert_num_queries):
    ask(client, on_air)

    with django_assert_num_queries(0):
        state_for(GUEST, on_air.school, on_air.token)


def test_state_of_a_broadcast_for_the_enrolled_is_no_secret_told(client, on_air, learner):
    Broadcast.objects.update(access=Access.ENROLLED)
    assert ask(client, on_air).status_code == 404

    forget_all()
    client.force_login(learner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert ask(client, on_air).status_code == 404


def test_change_of_a_broadcast_on_air_reaches_its_film(on_air, film, methodist):
    change_broadcast(
        actor=methodist,
        broadcast_id=on_air.pk,
        access=Access.ENROLLED,
        is_low_latency=True,
        wants_lower_quality=True,
        abandon_minutes=30,
        now=NOW,
    )

    film.refresh_from_db()
    assert (film.access, film.is_low_latency) == (Access.ENROLLED, True)

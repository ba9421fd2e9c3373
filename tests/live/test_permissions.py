"""Who may watch, hold and run broadcasts: each question and its list agree, for everybody in every state."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.live.factories import BroadcastFactory, ChannelFactory
from tests.live.room.factories import RoomFactory
from tests.people.factories import UserFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory, LessonSpeakerFactory

from nastavnik.live.permissions import (
    broadcasts_at_desk_of,
    broadcasts_visible_to,
    can_edit_channels,
    can_enter_room,
    can_hold_broadcast,
    can_lead_room,
    can_run_broadcast,
    can_see_broadcast_desk,
    can_watch_broadcast,
    channels_visible_to,
    rooms_visible_to,
)
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.enums import LessonState
from nastavnik.video.enums import Access

DESK = {"methodist", "director", "system"}
OWN = DESK | {"speaker"}
EVERYBODY = OWN | {"learner", "outsider", "enrolled", "gone", "elsewhere", "barred_speaker", "guest"}


@pytest.fixture
def lesson(school):
    return LessonFactory(held=True, cycle__programme__school=school)


@pytest.fixture
def enrolled(lesson):
    return EnrolmentFactory(programme=lesson.cycle.programme).user


@pytest.fixture
def gone(lesson):
    """Somebody who was enrolled and left."""
    return EnrolmentFactory(programme=lesson.cycle.programme, left_at=timezone.now()).user


@pytest.fixture
def elsewhere():
    """Somebody who is enrolled in another programme."""
    return EnrolmentFactory().user


@pytest.fixture
def speaker(lesson):
    user = UserFactory()
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


@pytest.fixture
def barred_speaker(lesson):
    user = UserFactory(is_active=False)
    LessonSpeakerFactory(lesson=lesson, speaker__user=user)
    return user


@pytest.fixture
def actors(request):
    named = EVERYBODY - {"guest", "system"}
    return {name: request.getfixturevalue(name) for name in named} | {"guest": AnonymousUser(), "system": SYSTEM}


def whom(actors, ask) -> set[str]:
    return {name for name, actor in actors.items() if ask(actor)}


WATCHERS = [
    (Access.OPEN, LessonState.ANNOUNCED, EVERYBODY),
    (Access.OPEN, LessonState.HELD, EVERYBODY),
    (Access.OPEN, LessonState.CANCELLED, OWN),
    (Access.OPEN, LessonState.DRAFT, OWN),
    (Access.ENROLLED, LessonState.ANNOUNCED, OWN | {"enrolled"}),
    (Access.ENROLLED, LessonState.HELD, OWN | {"enrolled"}),
    (Access.ENROLLED, LessonState.CANCELLED, OWN),
    (Access.ENROLLED, LessonState.DRAFT, OWN),
    # nobody gives a broadcast this: only films have a link of their own
    (Access.LINK, LessonState.ANNOUNCED, OWN),
    (Access.LINK, LessonState.DRAFT, OWN),
]


@pytest.mark.parametrize("state", ["planned", "live", "ended"])
@pytest.mark.parametrize(("access", "lesson_state", "watchers"), WATCHERS)
def test_can_watch_and_its_list_agree_for_everybody(access, lesson_state, watchers, state, lesson, actors):
    lesson.state = lesson_state
    lesson.save()
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, access=access, **traits(state)))
    broadcast = room.broadcast

    assert whom(actors, lambda actor: can_watch_broadcast(actor, broadcast)) == watchers
    assert whom(actors, lambda actor: broadcast in broadcasts_visible_to(actor, lesson.school)) == watchers
    assert whom(actors, lambda actor: can_enter_room(actor, room)) == watchers
    assert whom(actors, lambda actor: room in rooms_visible_to(actor, lesson.school)) == watchers


def traits(state: str) -> dict[str, bool]:
    return {} if state == "planned" else {state: True}


@pytest.mark.parametrize("state", ["planned", "live", "ended"])
@pytest.mark.parametrize("lesson_state", LessonState)
def test_can_see_the_desk_and_its_list_agree_for_everybody(lesson_state, state, lesson, actors):
    lesson.state = lesson_state
    lesson.save()
    broadcast = BroadcastFactory(lesson=lesson, **traits(state))

    assert whom(actors, lambda actor: can_see_broadcast_desk(actor, broadcast)) == OWN
    assert whom(actors, lambda actor: broadcast in broadcasts_at_desk_of(actor, lesson.school)) == OWN


def test_programme_that_is_closed_is_watched_by_its_own_people(lesson, actors):
    type(lesson.cycle.programme).objects.update(is_public=False)
    broadcast = type(BroadcastFactory(lesson=lesson)).objects.get()

    assert whom(actors, lambda actor: can_watch_broadcast(actor, broadcast)) == OWN
    assert whom(actors, lambda actor: broadcast in broadcasts_visible_to(actor, lesson.school)) == OWN


def test_broadcasts_of_another_school_are_not_listed(school, actors):
    BroadcastFactory()

    assert whom(actors, lambda actor: broadcasts_visible_to(actor, school).exists()) == set()
    assert whom(actors, lambda actor: broadcasts_at_desk_of(actor, school).exists()) == set()


def test_speaker_of_another_lesson_holds_nothing_here(lesson):
    other = UserFactory()
    LessonSpeakerFactory(lesson=LessonFactory(cycle=lesson.cycle), speaker__user=other)

    assert not can_hold_broadcast(other, BroadcastFactory(lesson=lesson))


def test_holding_is_for_methodists_and_speakers_running_for_methodists_alone(lesson, actors):
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson))
    holders, runners = {"methodist", "system", "speaker"}, {"methodist", "system"}

    assert whom(actors, lambda actor: can_hold_broadcast(actor, room.broadcast)) == holders
    assert whom(actors, lambda actor: can_lead_room(actor, room)) == holders
    assert whom(actors, lambda actor: can_run_broadcast(actor, lesson)) == runners
    assert whom(actors, lambda actor: can_edit_channels(actor, lesson.school)) == runners


def test_channels_are_seen_by_the_desk_until_they_are_removed(school, actors):
    channel = ChannelFactory(school=school)
    ChannelFactory(school=school, removed_at=timezone.now())
    ChannelFactory()

    for name, actor in actors.items():
        assert list(channels_visible_to(actor, school)) == ([channel] if name in DESK else []), name

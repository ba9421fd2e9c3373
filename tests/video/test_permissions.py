import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.video.enums import Access
from nastavnik.video.permissions import (
    can_edit_video,
    can_upload_video,
    can_watch,
    videos_of_public_lessons,
    videos_visible_to,
    watched_by,
)

GUEST = AnonymousUser()


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
def actors(request):
    named = ("methodist", "director", "learner", "outsider", "enrolled", "gone")
    return {name: request.getfixturevalue(name) for name in named} | {"guest": GUEST}


EVERYBODY = {"methodist", "director", "learner", "outsider", "enrolled", "gone", "guest"}
DESK = {"methodist", "director"}

WATCHERS = [
    (Access.OPEN, "held", EVERYBODY),
    (Access.OPEN, "announced", EVERYBODY),
    (Access.OPEN, "cancelled", DESK),
    (Access.OPEN, "draft", DESK),
    (Access.ENROLLED, "held", DESK | {"enrolled"}),
    (Access.ENROLLED, "draft", DESK),
    (Access.LINK, "held", DESK),
]


@pytest.mark.parametrize(("access", "state", "watchers"), WATCHERS)
def test_can_watch_and_its_list_agree_for_everybody(access, state, watchers, lesson, actors):
    lesson.state = state
    lesson.save()
    video = VideoFactory(lesson=lesson, access=access, ready=True)

    assert {name for name, actor in actors.items() if can_watch(actor, video)} == watchers
    assert {name for name, actor in actors.items() if video in videos_visible_to(actor, lesson.school)} == watchers


@pytest.mark.parametrize(("access", "state", "watchers"), WATCHERS)
def test_watched_by_chooses_for_others_than_the_desk_what_they_can_watch(access, state, watchers, lesson, actors):
    lesson.state = state
    lesson.save()
    video = VideoFactory(lesson=lesson, access=access, ready=True)

    chosen = {
        name for name, actor in actors.items() if video in watched_by(actor, videos_of_public_lessons(video.school))
    }

    assert chosen - DESK == watchers - DESK


@pytest.mark.parametrize(
    ("change", "watchers"),
    [({"is_public": False}, DESK), ({"is_public": True}, EVERYBODY)],
)
def test_can_watch_follows_the_programme(change, watchers, lesson, actors):
    type(lesson.cycle.programme).objects.filter(pk=lesson.cycle.programme_id).update(**change)
    video = type(VideoFactory(lesson=lesson, ready=True)).objects.get()

    assert {name for name, actor in actors.items() if can_watch(actor, video)} == watchers
    assert {name for name, actor in actors.items() if video in videos_visible_to(actor, lesson.school)} == watchers


def test_removed_film_is_seen_by_the_desk_only(lesson, actors):
    video = VideoFactory(lesson=lesson, ready=True, removed_at=timezone.now())

    assert {name for name, actor in actors.items() if can_watch(actor, video, has_link=True)} == DESK
    assert {name for name, actor in actors.items() if video in videos_visible_to(actor, lesson.school)} == DESK


def test_film_on_the_shelf_is_seen_by_the_desk_only(school, actors):
    video = VideoFactory(school=school, access=Access.ENROLLED, ready=True)

    assert {name for name, actor in actors.items() if can_watch(actor, video)} == DESK
    assert {name for name, actor in actors.items() if video in videos_visible_to(actor, school)} == DESK


def test_film_by_link_is_watched_by_whoever_has_it(school, actors):
    video = VideoFactory(school=school, access=Access.LINK, ready=True)

    assert all(can_watch(actor, video, has_link=True) for actor in actors.values())


def test_link_opens_no_film_that_is_not_shared_by_link(lesson):
    video = VideoFactory(lesson=lesson, access=Access.ENROLLED, ready=True)

    assert not can_watch(GUEST, video, has_link=True)


def test_films_of_another_school_are_not_listed(lesson, outsider):
    VideoFactory(lesson=LessonFactory(held=True), ready=True)

    assert not videos_visible_to(outsider, lesson.school).exists()


def test_only_methodists_bring_and_change_films(school, actors):
    video = VideoFactory(school=school)

    assert {name for name, actor in actors.items() if can_edit_video(actor, video)} == {"methodist"}
    assert {name for name, actor in actors.items() if can_upload_video(actor, school)} == {"methodist"}


def test_person_enrolled_in_another_programme_does_not_watch(lesson):
    video = VideoFactory(lesson=lesson, access=Access.ENROLLED, ready=True)
    stranger = UserFactory()
    EnrolmentFactory(user=stranger)

    assert not can_watch(stranger, video)
    assert not videos_visible_to(stranger, lesson.school).exists()

"""Only what the asker may see, ever: every role, every access, every state of a lesson and of a film."""

import pytest
from django.utils import timezone
from tests.programme.factories import EnrolmentFactory, HandoutFactory, LessonFactory, ProgrammeFactory
from tests.search.conftest import GUEST
from tests.search.factories import ChapterFactory, CueFactory, SlideFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.core.memory import forget_all
from nastavnik.programme.models import Programme
from nastavnik.search import selectors, services
from nastavnik.search.permissions import can_see_misses, misses_visible_to
from nastavnik.video.enums import Access, VideoState

NOW = timezone.now()
DESK = {"methodist", "director"}
EVERYBODY = DESK | {"learner", "outsider", "enrolled", "gone", "guest"}


@pytest.fixture
def enrolled(lesson):
    return EnrolmentFactory(programme=lesson.cycle.programme).user


@pytest.fixture
def gone(lesson):
    return EnrolmentFactory(programme=lesson.cycle.programme, left_at=NOW).user


@pytest.fixture
def actors(request):
    return {name: request.getfixturevalue(name) for name in EVERYBODY - {"guest"}} | {"guest": GUEST}


@pytest.fixture
def who_finds(school, actors):
    def ask(text="смета"):
        finders = set()
        for name, actor in actors.items():
            forget_all()
            found = selectors.search(actor, school, text, NOW)
            forget_all()
            suggested = selectors.suggestions(actor, school, text, NOW)
            assert bool(found.groups) == bool(suggested)
            if found.groups:
                finders.add(name)
        return finders

    return ask


def speaking_film(**facts):
    video = VideoFactory(**{"ready": True, **facts})
    CueFactory(transcript=TranscriptFactory(video=video), text="Смета готова.")
    ChapterFactory(video=video, title="Смета")
    SlideFactory(video=video, title="Смета", text="смета")
    services.index_video(video_id=video.pk, now=NOW)
    return video


@pytest.mark.parametrize(
    ("access", "state", "finders"),
    [
        (Access.OPEN, "held", EVERYBODY),
        (Access.OPEN, "announced", EVERYBODY),
        (Access.OPEN, "cancelled", DESK),
        (Access.OPEN, "draft", DESK),
        (Access.ENROLLED, "held", DESK | {"enrolled"}),
        (Access.ENROLLED, "draft", DESK),
        (Access.LINK, "held", set()),
    ],
)
def test_film_is_found_by_who_may_watch_it(access, state, finders, lesson, who_finds):
    lesson.state = state
    lesson.save()
    speaking_film(lesson=lesson, access=access)

    assert who_finds() == finders


def test_film_of_a_hidden_programme_is_found_by_the_desk(lesson, who_finds):
    Programme.objects.update(is_public=False)
    speaking_film(lesson=lesson)

    assert who_finds() == DESK


@pytest.mark.parametrize(
    "facts",
    [
        {"removed_at": NOW},
        {"state": VideoState.RECORDING},
        {"ready": False, "state": VideoState.QUEUED, "build": ""},
        {"access": Access.LINK},
    ],
)
def test_film_that_is_not_there_is_found_by_nobody(facts, lesson, who_finds):
    video = speaking_film(lesson=lesson)
    for name, value in facts.items():
        if name != "ready":
            setattr(video, name, value)
    video.save()

    assert who_finds() == set()


def test_film_of_the_shelf_is_found_by_the_desk(school, who_finds):
    speaking_film(school=school)

    assert who_finds() == DESK


@pytest.mark.parametrize(
    "change",
    [
        lambda video: change(video, access=Access.LINK),
        lambda video: change(video, access=Access.ENROLLED),
        lambda video: change(video, removed_at=NOW),
        lambda video: change(video, build="", state=VideoState.QUEUED),
        lambda video: change(video, state=VideoState.RECORDING),
        lambda video: change(video, lesson=LessonFactory(cycle=video.lesson.cycle)),
        lambda video: change(video.lesson, state="draft"),
        lambda video: change(video.lesson, state="cancelled"),
        lambda video: change(video.lesson, state="draft", removed_at=NOW),
        lambda video: change(video.lesson.cycle, programme=ProgrammeFactory(school=video.school, is_public=False)),
        lambda video: change(video.lesson.cycle.programme, is_public=False),
    ],
)
def test_film_that_was_closed_a_moment_ago_is_not_shown(change, lesson, school):
    video = speaking_film(lesson=lesson)
    assert selectors.search(GUEST, school, "смета", NOW).groups
    change(video)

    assert not selectors.search(GUEST, school, "смета", NOW).groups


def test_who_left_a_moment_ago_finds_no_film_of_the_enrolled(lesson, school):
    speaking_film(lesson=lesson, access=Access.ENROLLED)
    enrolment = EnrolmentFactory(programme=lesson.cycle.programme)
    assert selectors.search(enrolment.user, school, "смета", NOW).groups
    change(enrolment, left_at=NOW)

    assert not selectors.search(enrolment.user, school, "смета", NOW).groups


def change(row, **facts):
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize(("state", "finders"), [("held", EVERYBODY), ("cancelled", EVERYBODY), ("draft", DESK)])
def test_lesson_and_its_handouts_are_found_by_who_may_open_it(state, finders, lesson, who_finds):
    lesson.state, lesson.title = state, "Смета"
    lesson.save()
    HandoutFactory(lesson=lesson, title="Образец бюджета")
    services.index_lesson_with_all(lesson_id=lesson.pk, now=NOW)

    assert who_finds() == finders
    assert who_finds("бюджет") == finders


def test_lesson_off_the_board_is_found_by_nobody(school, lesson, who_finds):
    draft = LessonFactory(cycle__programme__school=school, title="Смета")
    services.index_lesson(lesson_id=draft.pk, now=NOW)
    draft.removed_at = NOW
    draft.save()

    assert who_finds() == set()


def test_handout_of_a_lesson_that_was_hidden_a_moment_ago_is_not_shown(lesson, school):
    services.index_handout(handout_id=HandoutFactory(lesson=lesson, title="Образец").pk, now=NOW)
    assert selectors.search(GUEST, school, "образец", NOW).groups
    lesson.state = "draft"
    lesson.save()

    assert not selectors.search(GUEST, school, "образец", NOW).groups


def test_what_was_not_found_is_seen_by_the_desk(school, actors):
    services.note_miss(school=school, text="раз", now=NOW)

    assert {name for name, actor in actors.items() if can_see_misses(actor, school)} == DESK
    assert {name for name, actor in actors.items() if misses_visible_to(actor, school).exists()} == DESK

"""No page asks more as the school grows, and none asks more than twelve times."""

import itertools
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.learning.factories import AttendanceFactory, CheckInFactory, CompletionFactory, LessonRuleFactory
from tests.learning.quizzes.factories import AttemptFactory, QuestionFactory, QuizFactory
from tests.live.factories import BroadcastFactory, PartFactory
from tests.live.room.factories import MemberFactory, RoomFactory
from tests.live.room.talk import begin_talk, talk_on
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
)
from tests.video.factories import VideoFactory
from tests.video.words.factories import CueFactory, TranscriptFactory

from nastavnik.core import memory
from nastavnik.core.http.guests import PAGES
from nastavnik.learning.models import SurveyReceipt
from nastavnik.live.models import Broadcast
from nastavnik.live.selectors.room import GUEST_WORD
from nastavnik.live.selectors.room.lookup import guest_digest
from nastavnik.people.enums import Role
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import schools
from nastavnik.video.enums import Access, ChapterKind, VideoState
from nastavnik.video.models import Chapter, Deck, Slide, Video, WatchPosition

MOST_QUERIES = 12
GUESTS_PAGES = ["/", "/programme/", "/lessons/held/", "/videos/", "/contests/", "/about/", "/sitemap.xml", "/nothing/"]


@pytest.fixture
def assert_flat(monkeypatch):
    """Count what a page asks with and without the memories of some seconds, which hold: else the count tells how fast the machine is."""
    monkeypatch.setattr(schools, "FRESH_SECONDS", 3600.0)
    monkeypatch.setattr(memory, "FRESH_SECONDS", 3600.0)

    def asked(call, *, is_cold: bool) -> int:
        if is_cold:
            memory.forget_all()
            schools.forget_schools()
        PAGES.clear()
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    def check(call, grow, most=MOST_QUERIES):
        grow()
        small = asked(call, is_cold=True), asked(call, is_cold=False)
        for _ in range(3):
            grow()
        large = asked(call, is_cold=True), asked(call, is_cold=False)
        assert small == large, f"cold and warm queries: {small} became {large}"
        assert max(large) <= most, large

    return check


@pytest.fixture
def grow(school, held):
    """Add one of everything that pages show."""
    numbers = itertools.count(1)

    def more():
        number = next(numbers)
        cycle = CycleFactory(programme=held.cycle.programme, position=number + 1)
        soon = timezone.now() + timedelta(days=number)
        for state in ({"held": True}, {"announced": True, "starts_at": soon}, {"cancelled": True}, {}):
            lesson = LessonFactory(cycle=cycle, **state)
            LessonSpeakerFactory(lesson=lesson)
            VideoFactory(lesson=lesson, ready=True)
        LessonSpeakerFactory(lesson=held)
        HandoutFactory(lesson=held)
        shown = VideoFactory(lesson=held, ready=True)
        Chapter.objects.create(video=shown, seconds=0.0, title="Начало", kind=ChapterKind.SLIDE)
        Deck.objects.create(video=shown)
        Slide.objects.create(video=shown, seconds=0.0)
        CueFactory(transcript=TranscriptFactory(video=shown))
        VideoFactory(lesson=held)
        partner = PartnerFactory(school=school)
        held.partners.add(partner.organisation)
        LibraryFactory(organisation=partner.organisation)
        EnrolmentFactory(programme=held.cycle.programme)
        ProgrammeFactory(school=school)

    return more


@pytest.mark.parametrize("path", GUESTS_PAGES)
def test_page_of_a_guest_asks_as_often_however_much_there_is(client, grow, assert_flat, path):
    assert_flat(lambda: client.get(path), grow)


@pytest.mark.parametrize("path", [*GUESTS_PAGES, "/me/"])
def test_page_of_a_learner_asks_as_often_however_much_there_is(enter, learner, held, film, grow, assert_flat, path):
    client = enter(learner)
    EnrolmentFactory(programme=held.cycle.programme, user=learner)
    WatchPosition.objects.create(user=learner, video=film, seconds=20, updated_at=timezone.now())
    assert_flat(lambda: client.get(path), grow)


def test_study_of_a_person_without_a_place_asks_as_often_as_that_of_others(enter, learner, film, grow, assert_flat):
    client = enter(learner)
    WatchPosition.objects.create(user=learner, video=film, seconds=20, updated_at=timezone.now())

    assert_flat(lambda: client.get("/me/"), grow)


@pytest.mark.parametrize("path", [*GUESTS_PAGES, "/desk/"])
def test_page_of_a_methodist_asks_as_often_however_much_there_is(enter, methodist, grow, assert_flat, path):
    client = enter(methodist)
    assert_flat(lambda: client.get(path), grow)


# --- the page of a lesson with a broadcast ---------------------------------------------------------------------------


def announced(lesson, in_minutes):
    starts_at = timezone.now() + timedelta(minutes=in_minutes)
    Lesson.objects.filter(pk=lesson.pk).update(state=LessonState.ANNOUNCED, starts_at=starts_at)
    lesson.refresh_from_db()
    return lesson


def to_come(lesson, _film):
    """Its room is open already; the film of last year plays."""
    return BroadcastFactory(lesson=announced(lesson, in_minutes=10))


def on_air(lesson, _film):
    video = VideoFactory(lesson=lesson, state=VideoState.RECORDING, build="build2345", duration_seconds=None)
    return BroadcastFactory(lesson=announced(lesson, in_minutes=-10), video=video, live=True)


def ended(lesson, film):
    broadcast = BroadcastFactory(lesson=lesson, video=film, ended=True)
    PartFactory(broadcast=broadcast)
    return broadcast


@pytest.fixture
def speaker(held, school):
    user = UserFactory()
    grant(user, Role.LEARNER, place_of(school))
    LessonSpeakerFactory(lesson=held, speaker__user=user)
    return user


@pytest.fixture
def named_guest(client):
    """A guest who gave a name in the room: she has a session."""
    client.get("/")
    session = client.session
    session[GUEST_WORD] = "key"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def learn(user, lesson, film):
    """Write into everything that the panel of learning shows of a person."""
    EnrolmentFactory(programme=lesson.cycle.programme, user=user)
    WatchPosition.objects.create(user=user, video=film, seconds=20, updated_at=timezone.now())
    WatchCoverageFactory(user=user, video=film, pieces=[(0, 20)])
    AttendanceFactory(lesson=lesson, user=user, percent=40)
    CompletionFactory(lesson=lesson, user=user)
    CheckInFactory(lesson=lesson, user=user)
    SurveyReceipt.objects.create(lesson=lesson, user=user)


@pytest.mark.parametrize("stage", [to_come, on_air, ended])
@pytest.mark.parametrize("who", ["guest", "named_guest", "learner", "speaker", "methodist"])
def test_lesson_with_a_broadcast_asks_as_often_however_much_was_said(
    request, client, enter, held, film, grow, assert_flat, stage, who
):
    now, person = timezone.now(), request.getfixturevalue(who) if who != "guest" else None
    access = Access.OPEN if person is None else Access.ENROLLED
    LessonRuleFactory(lesson=held, needs_quiz=True)
    quiz = QuizFactory(lesson=held)
    room = RoomFactory(broadcast=stage(held, film))
    Broadcast.objects.update(access=access)
    digest = guest_digest("key") if who == "named_guest" else ""
    viewer = MemberFactory(room=room, user=person, guest_digest=digest, people=3)
    begin_talk(room, viewer, now)
    if person is not None:
        enter(person)
        learn(person, held, film)
        AttemptFactory(quiz=quiz, user=person)
    pages = []

    def talk_and_grow():
        grow()
        talk_on(room, viewer, now)
        QuestionFactory(quiz=quiz, at_second=10)
        Video.objects.update(access=access)

    assert_flat(lambda: pages.append(client.get("/lessons/held/")), talk_and_grow)

    page = pages[-1].context["page"]
    shown, is_leader = page.broadcast.room, who in {"speaker", "methodist"}
    assert page.learning.facts.quiz.questions == 4
    assert (page.learning.is_signed_in, page.learning.own.is_counted) == (person is not None, person is not None)
    assert (len(shown.messages), len(shown.waiting)) == ((8, 4) if is_leader else (4, 0))
    assert [len(shown.answered), len(shown.closed_polls)] == [4, 5 if stage is ended else 4]
    assert (len(shown.hands), shown.people) == (0 if stage is ended else 5, 1 if who == "guest" else 3)
    assert shown.questions[0].is_answering
    assert all(one.has_voted for one in shown.answered) == (who != "guest")

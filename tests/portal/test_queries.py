"""No page asks more as the school grows, and none asks more than twelve times."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.live.factories import BroadcastFactory
from tests.people.factories import LibraryFactory
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
from nastavnik.programme.selectors import schools
from nastavnik.video.enums import Access, ChapterKind
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


@pytest.mark.parametrize("path", [*GUESTS_PAGES, "/desk/"])
def test_page_of_a_methodist_asks_as_often_however_much_there_is(enter, methodist, grow, assert_flat, path):
    client = enter(methodist)
    assert_flat(lambda: client.get(path), grow)


def test_lesson_with_a_broadcast_for_the_enrolled_asks_as_often_however_many_films_it_has(
    enter, learner, held, film, grow, assert_flat
):
    client = enter(learner)
    EnrolmentFactory(programme=held.cycle.programme, user=learner)
    BroadcastFactory(lesson=held, video=film, access=Access.ENROLLED, ended=True)

    def grow_closed():
        grow()
        Video.objects.update(access=Access.ENROLLED)

    # besides what every lesson asks: the broadcast, whether she speaks in it, its room
    assert_flat(lambda: client.get("/lessons/held/"), grow_closed, most=MOST_QUERIES + 3)

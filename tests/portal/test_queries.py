"""No page asks more as the school grows, and none asks more than twelve times."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
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

from nastavnik.core import memory
from nastavnik.core.http.guests import PAGES
from nastavnik.programme.selectors import schools
from nastavnik.video.models import WatchPosition

GUESTS_PAGES = ["/", "/programme/", "/lessons/held/", "/videos/", "/contests/", "/about/", "/sitemap.xml", "/nothing/"]


@pytest.fixture
def assert_flat(monkeypatch):
    """Count what a page asks while the memories of some seconds hold: else the count tells how fast the machine is."""
    monkeypatch.setattr(schools, "FRESH_SECONDS", 3600.0)
    monkeypatch.setattr(memory, "FRESH_SECONDS", 3600.0)

    def asked(call) -> int:
        PAGES.clear()
        call()
        PAGES.clear()
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    def check(call, grow, ceiling=12):
        grow()
        small = asked(call)
        for _ in range(3):
            grow()
        memory.forget_all()
        large = asked(call)
        assert small == large <= ceiling, f"{small} queries became {large}"

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
        VideoFactory(lesson=held, ready=True)
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
    # nothing is remembered for the desk: chapters, slides and subtitles are read anew
    client = enter(methodist)
    assert_flat(lambda: client.get(path), grow, ceiling=14)

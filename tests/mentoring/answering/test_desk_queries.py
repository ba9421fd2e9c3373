"""The answer desk and its panel ask as often however much there is, also when nothing is remembered."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.mentoring.answering.factories import RecommendedHandoutFactory, RecommendedMomentFactory
from tests.mentoring.factories import AssignmentFactory, AttachmentFactory, RecommendationFactory, RemarkFactory
from tests.people.factories import grant
from tests.programme.factories import EnrolmentFactory, HandoutFactory, LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.core import memory
from nastavnik.core.http.guests import PAGES
from nastavnik.mentoring.models import CalendarDay, ConsultationSettings
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import forget_schools
from nastavnik.search.services import index_handout, index_video
from nastavnik.video.enums import Access
from nastavnik.video.models import Deck, Slide

MOST_QUERIES = 12


def at(name, *args):
    return reverse(f"mentoring:{name}", args=args)


def asked(browser, address, *, is_cold=True, **given):
    """Return how often a page asks the database; cold: nothing is remembered in the process."""
    PAGES.clear()
    if is_cold:
        memory.forget_all()
        forget_schools()
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address, **given)
    assert answer.status_code == 200
    return len(captured)


@pytest.fixture
def writer(request, question, colleague):
    """Who writes: a mentor who has the question, or a methodist."""
    person = request.getfixturevalue(request.param)
    AssignmentFactory(consultation=question, mentor=colleague)
    return person


@pytest.fixture
def written(writer, question, film, said, learner, school, now):
    """A draft, with one of everything that the desk reads."""
    question.video, question.seconds, question.lesson = film, 13.0, film.lesson
    question.save()
    ConsultationSettings.objects.create(school=school, opens_at=time(9), closes_at=time(18))
    Deck.objects.create(video=film, pages=[{"picture": "page-1"}])
    Slide.objects.create(video=film, seconds=0.0, title="Цель", still="slide-1", page=1)
    EnrolmentFactory(programme=film.lesson.cycle.programme, user=learner)
    AttachmentFactory(consultation=question)
    index_video(video_id=film.pk, now=now)
    index_handout(handout_id=HandoutFactory(lesson=film.lesson, title="Цель: памятка").pk, now=now)
    return RecommendationFactory(consultation=question, mentor=writer)


@pytest.fixture
def grow(written, question, film, colleague, school):
    """Add to everything that the desk shows."""

    def more():
        for access in (Access.OPEN, Access.ENROLLED, Access.LINK):
            other = VideoFactory(lesson=LessonFactory(held=True, cycle=film.lesson.cycle), ready=True, access=access)
            Deck.objects.create(video=other, pages=[{"picture": "page-1"}])
            Slide.objects.create(video=other, seconds=0.0, still="slide-1", page=1)
            answer = RecommendationFactory(consultation=question, mentor=colleague, sent=True)
            for recommendation in (written, answer):
                RecommendedMomentFactory(recommendation=recommendation, moment=MomentFactory(video=other))
                RecommendedHandoutFactory(recommendation=recommendation, handout=HandoutFactory(lesson=other.lesson))
            AttachmentFactory(consultation=question, remark=RemarkFactory(consultation=question))
        AttachmentFactory(consultation=question)
        day = date(2026, 1, 1 + CalendarDay.objects.count())
        CalendarDay.objects.create(school=school, day=day, is_working=True)

    return more


@pytest.mark.parametrize("writer", ["mentor", "methodist"], indirect=True)
@pytest.mark.parametrize(
    ("name", "given", "most"),
    [
        ("answer", {}, MOST_QUERIES),
        ("answer_moments", {"q": "цель"}, MOST_QUERIES),
        ("choose_moment", {"from": "13"}, MOST_QUERIES),
        ("change_moment", {}, MOST_QUERIES),
    ],
)
def test_page_of_the_desk_asks_as_often_however_much_there_is(
    enter, writer, question, film, grow, written, name, given, most
):
    browser, thing = enter(writer), {"choose_moment": [film.token]}.get(name, [])
    if name == "change_moment":
        moment = MomentFactory(video=film, made_by=writer)
        thing = [RecommendedMomentFactory(recommendation=written, moment=moment).pk]
    address = at(name, question.token, *thing)

    grow()
    small = asked(browser, address, data=given)
    grow()
    large = asked(browser, address, data=given)

    assert small == large
    assert large <= most


@pytest.mark.parametrize("writer", ["mentor"], indirect=True)
def test_search_of_the_desk_is_within_the_ceiling_once_the_school_is_remembered(enter, writer, question, grow):
    browser, address = enter(writer), at("answer_moments", question.token)
    grow()
    asked(browser, address, data={"q": "цель"})

    assert asked(browser, address, is_cold=False, data={"q": "цель"}) <= MOST_QUERIES


@pytest.mark.parametrize("writer", ["mentor"], indirect=True)
@pytest.mark.parametrize("role", [None, Role.DIRECTOR])
def test_desk_knows_by_the_same_query_what_the_asker_may_watch(
    enter, writer, question, film, written, learner, school, role
):
    elsewhere = LessonFactory(held=True, cycle__programme__school=school)
    for lesson, title in ((film.lesson, "Для записанных"), (elsewhere, "Для других")):
        closed = VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED, title=title)
        RecommendedMomentFactory(recommendation=written, moment=MomentFactory(video=closed))
    if role is not None:
        grant(learner, role, place_of(school))

    page = enter(writer).get(at("answer", question.token))

    expected = ("Для других",) if role is None else ()
    assert page.context["writing"].closed_to_asker == expected


@pytest.mark.parametrize("writer", ["mentor"], indirect=True)
def test_desk_reckons_by_the_rules_and_days_of_the_school(enter, writer, question, written, school):
    ConsultationSettings.objects.update(warn_hours=80)
    CalendarDay.objects.create(school=school, day=date(2026, 1, 1), is_working=False)

    page = enter(writer).get(at("answer", question.token))

    assert page.context["desk"].term.kind == "warn"

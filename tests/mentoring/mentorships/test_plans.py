"""Goals, feedback and development plans: who writes them, where their actions lead, and what is never overwritten."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.mentorships.factories import GoalFactory, PlanActionFactory, PlanLineFactory
from tests.programme.factories import LessonFactory, SchoolFactory
from tests.video.factories import VideoFactory

from nastavnik.mentoring.models import Feedback, Goal, PlanAction, PlanLine
from nastavnik.mentoring.selectors.mentorships.links import Target, target_of
from nastavnik.mentoring.services.mentorships import goals, plans
from nastavnik.mentoring.services.mentorships.goals import Said
from nastavnik.mentoring.services.mentorships.plans import Line
from nastavnik.mentoring.services.mentorships.refusals import NotALink, PlanChangedMeanwhile, PlanIsFull
from nastavnik.video.enums import Access
from nastavnik.video.models import Moment

LINE = Line(" Ведёт обсуждение ", 1, 3, date(2027, 5, 1), " Пока нет ")


@pytest.fixture
def lesson(school):
    return LessonFactory(cycle__programme__school=school, held=True, slug="ot-idei")


@pytest.fixture
def film(lesson):
    return VideoFactory(lesson=lesson, ready=True, duration_seconds=100.0)


@pytest.fixture
def line(pair):
    return PlanLineFactory(mentee=pair.led)


@pytest.fixture
def act(pair, line, now):
    def acted(actor, link="", text=" Посмотреть "):
        return plans.add_action(actor=actor, mentee_id=pair.led.pk, line_id=line.pk, text=text, link=link, now=now)

    return acted


def test_goals_are_for_both_sides(pair, mentor, mentee, methodist, now):
    goal = goals.add_goal(actor=mentee, mentorship_id=pair.pk, text=" Провести вечер ", now=now)
    reached = goals.set_goal(actor=mentor, goal_id=goal.pk, is_reached=True, now=now)
    assert (goal.text, reached.reached_at) == ("Провести вечер", now)
    assert goals.set_goal(actor=mentor, goal_id=goal.pk, is_reached=False, now=now).reached_at is None
    with pytest.raises(PermissionDenied):
        goals.remove_goal(actor=methodist, goal_id=goal.pk, now=now)

    goals.remove_goal(actor=mentee, goal_id=goal.pk, now=now)

    assert not Goal.objects.exists()
    with pytest.raises(PermissionDenied):
        goals.add_goal(actor=methodist, mentorship_id=pair.pk, text="Чужая", now=now)


def test_goals_are_few(pair, mentor, now):
    GoalFactory.create_batch(12, mentorship=pair)

    with pytest.raises(PlanIsFull):
        goals.add_goal(actor=mentor, mentorship_id=pair.pk, text="Ещё одна", now=now)


def test_feedback_of_one_side_replaces_what_she_said_before(pair, mentor, mentee, methodist, now):
    for mark in (3, 5):
        goals.give_feedback(actor=mentee, mentorship_id=pair.pk, said=Said(mark, " Разбор ", "", again=True), now=now)
    goals.give_feedback(actor=mentor, mentorship_id=pair.pk, said=Said(4), now=now)

    assert [(one.made_by, one.mark, one.helped) for one in Feedback.objects.all()] == [
        (mentee, 5, "Разбор"),
        (mentor, 4, ""),
    ]
    with pytest.raises(PermissionDenied):
        goals.give_feedback(actor=methodist, mentorship_id=pair.pk, said=Said(1), now=now)


def test_line_is_written_by_both_and_an_old_version_overwrites_nothing(pair, mentor, mentee, methodist, now):
    words = {"mentee_id": pair.led.pk, "line": LINE, "now": now}
    row = plans.write_line(actor=mentee, version=0, **words)
    assert (row.competence, row.result, row.done_at) == ("Ведёт обсуждение", "Пока нет", None)

    with pytest.raises(PlanChangedMeanwhile):
        plans.write_line(actor=mentor, version=0, line_id=row.pk, **words)
    done = Line("Ведёт обсуждение", 1, 3, is_done=True)
    changed = plans.write_line(actor=mentor, version=1, line_id=row.pk, mentee_id=pair.led.pk, line=done, now=now)

    assert (changed.pk, changed.done_at) == (row.pk, now)
    with pytest.raises(PermissionDenied):
        plans.write_line(actor=methodist, version=2, **words)


def test_plan_has_not_more_lines_and_actions_than_can_be_done(pair, mentor, line, act, now):
    PlanLineFactory.create_batch(29, mentee=pair.led)
    PlanActionFactory.create_batch(20, line=line)

    with pytest.raises(PlanIsFull):
        plans.write_line(actor=mentor, mentee_id=pair.led.pk, version=0, line=LINE, now=now)
    with pytest.raises(PlanIsFull):
        act(mentor)


def test_agreeing_holds_until_the_plan_changes(pair, mentor, line, act, now):
    plans.agree(actor=mentor, mentee_id=pair.led.pk, version=0, now=now)
    pair.led.refresh_from_db()
    assert pair.led.agreed_at == now

    act(mentor)

    pair.led.refresh_from_db()
    assert (pair.led.agreed_at, pair.led.plan_version) == (None, 1)
    with pytest.raises(PlanChangedMeanwhile):
        plans.agree(actor=mentor, mentee_id=pair.led.pk, version=0, now=now)


def test_action_leads_to_a_lesson_or_a_moment_and_takes_its_moment_away_with_it(act, pair, mentor, lesson, film, now):
    plain, to_lesson = act(mentor), act(mentor, f"https://school.example/lessons/{lesson.slug}/")
    to_moment = act(mentor, f"/lessons/{lesson.slug}/?t=10-20")

    assert (plain.lesson, plain.moment) == (None, None)
    assert (to_lesson.lesson, to_lesson.moment) == (lesson, None)
    assert (to_moment.moment.video, to_moment.moment.seconds, to_moment.moment.end_seconds) == (film, 10, 20)
    with pytest.raises(NotALink):
        act(mentor, "https://elsewhere.example/")
    plans.set_action(actor=mentor, mentee_id=pair.led.pk, action_id=plain.pk, is_done=True, now=now)
    plain.refresh_from_db()
    assert plain.done_at == now
    plans.set_action(actor=mentor, mentee_id=pair.led.pk, action_id=plain.pk, is_done=False, now=now)

    plans.remove_action(actor=mentor, mentee_id=pair.led.pk, action_id=to_moment.pk, now=now)

    assert not Moment.objects.exists()
    assert PlanAction.objects.filter(done_at__isnull=False).count() == 0


def test_remove_line_takes_its_moments_too(act, pair, mentor, line, film, lesson, now):
    act(mentor, f"/lessons/{lesson.slug}/?t=10")

    plans.remove_line(actor=mentor, mentee_id=pair.led.pk, line_id=line.pk, now=now)

    assert not PlanLine.objects.exists()
    assert not Moment.objects.exists()


@pytest.mark.parametrize(
    ("query", "seconds", "end"),
    [("?t=90", 90, 100), ("?t=1m30s", 90, 100), ("?t=0:10-0:20", 10, 20), ("?t=20-10", 20, 80), ("", 0, 60)],
)
def test_link_to_a_film_is_a_piece_of_it(mentor, school, film, query, seconds, end):
    target = target_of(mentor, school, f"/videos/{film.token}/{query}")

    assert target == Target(film.lesson_id, film.pk, seconds, end)


@pytest.mark.parametrize(
    "link",
    ["", "http://[", "/lessons/no-such/", "/videos/nosuchfilm/", "/lessons/ot-idei/?t=500", f"/videos/?{'&' * 40}"],
)
def test_link_that_leads_nowhere_is_none(mentor, school, film, link):
    assert target_of(mentor, school, link) is None


def test_link_to_what_she_may_not_open_is_none(mentor, school, lesson):
    closed = VideoFactory(lesson=lesson, ready=True, access=Access.ENROLLED)
    hidden = LessonFactory(cycle__programme__school=school)
    elsewhere = LessonFactory(cycle__programme__school=SchoolFactory(), held=True)

    for path in (f"/videos/{closed.token}/", f"/lessons/{hidden.slug}/", f"/lessons/{elsewhere.slug}/?t=10"):
        assert target_of(mentor, school, path) is None


def test_link_to_a_lesson_without_a_film_or_a_time_is_the_lesson(mentor, school, lesson):
    assert target_of(mentor, school, f"/lessons/{lesson.slug}/?t=no") == Target(lesson_id=lesson.pk)
    assert target_of(mentor, school, f"/lessons/{lesson.slug}/?t=10") is None

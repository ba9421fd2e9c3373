"""Grades: from a lesson that counts to the platform's gradebook, also when it sleeps, refuses, or our process is killed."""

import time
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from tests.learning.exchange.conftest import words_of
from tests.learning.factories import CompletionFactory
from tests.people.factories import UserFactory

from nastavnik.core.events import publish
from nastavnik.learning import tasks
from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.events import AttemptFinished, LessonCompleted
from nastavnik.learning.models import Attempt, LtiGrade, LtiKey, LtiLink, LtiPerson, Quiz
from nastavnik.learning.services.lti import grades, platforms
from nastavnik.learning.services.lti.people import disconnect, forget_person
from nastavnik.people.services import erase_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(connected, learner, now):
    return LtiPerson.objects.create(platform=connected, sub="student-1", user=learner, linked_at=now)


@pytest.fixture
def link(connected, lesson, platform, now):
    return LtiLink.objects.create(
        platform=connected,
        deployment_id="7",
        resource_id="activity-5",
        lesson=lesson,
        grades_url=f"{platform.issuer}/lineitems/4/lineitem?type_id=3",
        people_url=f"{platform.issuer}/members?type_id=3",
        seen_at=now,
    )


@pytest.fixture
def grade(link, person, now):
    grades.begin_grade(link=link, person=person, now=now)
    return LtiGrade.objects.get()


moment = []


@pytest.fixture(autouse=True)
def _clock_of_the_platform(platform):
    """Let the platform's clock go as the school's does in these tests."""
    moment.clear()
    platform.clock = lambda: moment[-1] if moment else time.time()


def send(now):
    moment.append(now.timestamp())
    return grades.send_due_grades(clock=lambda: now)


def finish_attempt(user, lesson, percent, now, number=1):
    quiz = Quiz.objects.filter(lesson=lesson).first() or Quiz.objects.create(
        lesson=lesson, title="Самопроверка", is_published=True, updated_at=now
    )
    return Attempt.objects.create(
        quiz=quiz,
        user=user,
        number=number,
        seed=1,
        pass_percent=60,
        started_at=now,
        finished_at=now,
        percent=percent,
    )


def test_lesson_chosen_opened_and_counted_reaches_the_gradebook(
    walk, lesson, learner, platform, run_tasks, django_capture_on_commit_callbacks
):
    page = walk.come(lesson)
    walk.sign_in(learner)
    walk.browser.post(page.request["PATH_INFO"], {"way": "mine"})
    CompletionFactory(user=learner, lesson=lesson)

    with django_capture_on_commit_callbacks(execute=True):
        publish(LessonCompleted(user_id=learner.pk, lesson_id=lesson.pk))
    done = run_tasks()

    assert "send_grades" in done
    [score] = platform.scores
    assert score.pop("timestamp")
    assert score == {
        "userId": "student-1",
        "scoreGiven": 100,
        "scoreMaximum": 100,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
    }
    grade = LtiGrade.objects.get()
    assert (grade.state, grade.fault, grade.try_at) == (SendState.SENT, "", None)


def test_self_check_is_the_grade_and_the_best_one_stays(
    grade, learner, lesson, platform, now, django_capture_on_commit_callbacks
):
    attempt = finish_attempt(learner, lesson, 70, now)
    with django_capture_on_commit_callbacks(execute=True):
        publish(AttemptFinished(user_id=learner.pk, quiz_id=attempt.quiz_id, attempt_id=attempt.pk))
    grade.refresh_from_db()
    send(grade.try_at)
    later = grade.try_at + timedelta(minutes=1)
    CompletionFactory(user=learner, lesson=lesson)
    finish_attempt(learner, lesson, 40, now, number=2)

    assert grades.find_changed_grades(now=later) == 1
    send(later)

    begun, counted = platform.scores
    assert (begun["scoreGiven"], begun["activityProgress"], begun["gradingProgress"]) == (70, "InProgress", "Pending")
    assert (counted["scoreGiven"], counted["gradingProgress"]) == (70, "FullyGraded")


def test_grade_is_sent_once_while_nothing_changes(grade, learner, lesson, platform, now):
    CompletionFactory(user=learner, lesson=lesson)

    assert [grades.find_changed_grades(now=now) for _look in range(2)] == [1, 0]
    assert [send(now), send(now + timedelta(days=1))] == [1, 0]
    assert len(platform.scores) == 1


def test_what_was_reached_before_the_course_was_opened_is_sent_too(link, person, learner, lesson, platform, now):
    CompletionFactory(user=learner, lesson=lesson)

    grades.begin_grade(link=link, person=person, now=now)
    send(now)

    assert platform.scores[0]["scoreGiven"] == 100


def test_what_was_reached_stays_when_its_row_goes(grade, learner, lesson, now):
    done = CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    done.delete()

    assert grades.find_changed_grades(now=now) == 0
    assert LtiGrade.objects.get().is_completed


def test_somebody_elses_completion_is_not_hers(grade, lesson, now):
    CompletionFactory(lesson=lesson)

    assert grades.find_changed_grades(now=now) == 0


def test_access_token_is_asked_for_once(grade, link, connected, lesson, learner, platform, now):
    CompletionFactory(user=learner, lesson=lesson)
    second = LtiPerson.objects.create(platform=connected, sub="student-2", user=UserFactory(), linked_at=now)
    CompletionFactory(user=second.user, lesson=lesson)
    grades.begin_grade(link=link, person=second, now=now)
    grades.find_changed_grades(now=now)

    assert send(now) == 2
    assert platform.asked.count("POST /token") == 1


def test_access_token_that_was_withdrawn_is_asked_for_anew(grade, learner, lesson, platform, now):
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    send(now)
    platform.tokens.clear()
    finish_attempt(learner, lesson, 100, now)
    LtiGrade.objects.update(state=SendState.WAITING, try_at=now)

    assert send(now + timedelta(minutes=1)) == 1


def test_token_that_lives_shortly_is_not_kept(grade, learner, lesson, platform, now):
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    platform.lies["token"] = b'{"access_token": "x", "expires_in": 30}'
    platform.tokens["x"] = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
    send(now)
    LtiGrade.objects.update(state=SendState.WAITING, try_at=now)
    send(now + timedelta(minutes=1))

    assert platform.asked.count("POST /token") == 2


SLEEPING = {
    "it is down": ({"lineitems": 503}, SystemFault.SERVER),
    "it is asked too often": ({"lineitems": 429}, SystemFault.SERVER),
    "its tokens are down": ({"token": 500}, SystemFault.SERVER),
    "it does not know us any more": ({"token": 401}, SystemFault.KEY),
    "it does not let us": ({"lineitems": 403}, SystemFault.KEY),
}


@pytest.mark.parametrize("case", SLEEPING)
def test_grade_waits_while_a_platform_takes_nothing(grade, learner, lesson, platform, now, case):
    platform.down, fault = SLEEPING[case]
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)

    assert send(now) == 0
    grade.refresh_from_db()
    assert (grade.state, grade.fault, grade.try_at) == (SendState.WAITING, fault, now + grades.WAITS[0])
    assert send(now) == 0

    platform.down = {}
    assert send(grade.try_at) == 1
    grade.refresh_from_db()
    assert (grade.state, grade.fault, grade.said) == (SendState.SENT, "", "")


@pytest.mark.parametrize(("status", "fault"), [(404, SystemFault.GONE), (400, SystemFault.REFUSED)])
def test_grade_that_is_refused_for_good_waits_for_a_person(
    grade, learner, lesson, platform, now, methodist, status, fault
):
    platform.down = {"lineitems": status}
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    send(now)
    grade.refresh_from_db()
    assert (grade.state, grade.fault, grade.try_at) == (SendState.FAILED, fault, None)
    assert grade.said == f"{status} out of order"
    platform.down = {}
    assert send(now + timedelta(days=9)) == 0

    assert grades.retry_grades(actor=methodist, platform_token=grade.link.platform.token, now=now) == 1
    assert send(now) == 1


def test_only_a_methodist_sends_grades_again(grade, learner, outsider, now):
    for actor in (learner, outsider):
        with pytest.raises(PermissionDenied):
            grades.retry_grades(actor=actor, platform_token=grade.link.platform.token, now=now)


def test_waits_grow_to_a_day_and_end_at_a_person(grade, learner, lesson, platform, now):
    platform.down = {"lineitems": 500}
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    moments = [now]
    while LtiGrade.objects.get().state == SendState.WAITING:
        send(moments[-1])
        moments.append(LtiGrade.objects.get().try_at)

    waits = [later - earlier for earlier, later in pairwise(moments[:-1])]
    assert waits[: len(grades.WAITS)] == list(grades.WAITS)
    assert set(waits[len(grades.WAITS) :]) == {grades.DAILY}
    assert len(moments) == grades.MOST_TRIES + 1


def test_one_platform_that_sleeps_keeps_no_other_waiting(
    grade, link, person, learner, lesson, platform, school, methodist, now
):
    quiet = platforms.add_platform(
        actor=methodist,
        school_id=school.pk,
        words=words_of(platform, client_id="0", token_url=f"{platform.issuer}/nothing", title="А"),
        now=now,
    )
    platform.down = {"nothing": 500}
    others = [
        LtiPerson.objects.create(platform=quiet, sub=f"s{number}", user=UserFactory(), linked_at=now)
        for number in (1, 2)
    ]
    sleeping = LtiLink.objects.create(
        platform=quiet, deployment_id="1", resource_id="1", lesson=lesson, grades_url=link.grades_url, seen_at=now
    )
    for other in others:
        CompletionFactory(user=other.user, lesson=lesson)
        grades.begin_grade(link=sleeping, person=other, now=now)
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)

    assert send(now) == 1
    assert platform.asked.count("POST /nothing") == 1
    waiting = LtiGrade.objects.filter(state=SendState.WAITING)
    assert {one.try_at for one in waiting} == {now + grades.WAITS[0]}
    assert {one.fault for one in waiting} == {SystemFault.SERVER}


def test_grade_taken_by_a_process_that_was_killed_is_sent_later(grade, learner, lesson, platform, now, monkeypatch):
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)

    def killed(*_words, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(grades, "ask_service", killed)
        with pytest.raises(KeyboardInterrupt):
            send(now)
    assert send(now) == 0

    assert send(now + grades.CLAIM_LIVES) == 1
    assert len(platform.scores) == 1


def test_grade_that_another_process_took_is_left_to_it(grade, learner, lesson, platform, now, monkeypatch):
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    monkeypatch.setattr(grades, "_claim", lambda *_words: False)

    assert send(now) == 0
    assert platform.scores == []


def test_grade_that_changed_while_it_was_sent_is_sent_again(grade, learner, lesson, platform, now, monkeypatch):
    finish_attempt(learner, lesson, 50, now)
    grades.find_changed_grades(now=now)
    original, later = grades.ask_service, now + timedelta(minutes=1)

    def overtaken(*words, **named):
        finish_attempt(learner, lesson, 90, now, number=2)
        grades.find_changed_grades(now=later)
        return original(*words, **named)

    with monkeypatch.context() as context:
        context.setattr(grades, "ask_service", overtaken)
        send(now)
    send(later)

    assert [one["scoreGiven"] for one in platform.scores] == [50, 90]


@pytest.mark.parametrize("lie", [b"<html>", b"[]", b'{"token": 1}'])
def test_token_that_is_not_understood_is_told(grade, learner, lesson, platform, now, lie):
    platform.lies["token"] = lie
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    send(now)

    assert LtiGrade.objects.get().fault == SystemFault.ODD


def test_address_inside_is_not_called(grade, learner, lesson, platform, now, settings):
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    settings.EXCHANGE_INSIDE = False
    send(now)

    assert LtiGrade.objects.get().fault == SystemFault.ADDRESS
    assert platform.asked == []


def test_removed_platform_is_told_nothing(grade, learner, lesson, platform, connected, methodist, now):
    CompletionFactory(user=learner, lesson=lesson)
    grades.find_changed_grades(now=now)
    platforms.remove_platform(actor=methodist, platform_token=connected.token, now=now)

    assert send(now) == 0
    assert grades.find_changed_grades(now=now) == 0

    platforms.restore_platform(actor=methodist, platform_token=connected.token, now=now)
    assert send(now) == 1


def test_erased_person_is_forgotten_with_her_grades(
    walk, lesson, grade, learner, now, django_capture_on_commit_callbacks
):
    walk.post(walk.form(walk.address_of(lesson)))
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(actor=learner, typed_email=learner.email, now=now)

    assert not LtiPerson.objects.exists()
    assert not LtiGrade.objects.exists()
    assert not grade.link.platform.people.exists()


def test_forgetting_takes_nobody_else_away(grade, now, learner):
    forget_person(user_id=UserFactory().pk)

    assert LtiPerson.objects.count() == 1


def test_person_disconnects_herself_and_nobody_else(grade, person, learner, now):
    with pytest.raises(LtiPerson.DoesNotExist):
        disconnect(actor=UserFactory(), person_id=person.pk, now=now)

    disconnect(actor=learner, person_id=person.pk, now=now)

    assert not LtiPerson.objects.exists()


def test_periodic_tasks_do_their_part(grade, learner, lesson, platform, walk, monkeypatch):
    CompletionFactory(user=learner, lesson=lesson)
    walk.post(walk.form(walk.address_of(lesson)))

    tasks.find_changed_grades.func()
    tasks.send_grades.func()
    tasks.keep_lti_tidy.func()

    assert len(platform.scores) == 1
    assert LtiKey.objects.count() == 1

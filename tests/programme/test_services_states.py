from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from tests.programme.factories import EnrolmentFactory, LessonFactory

from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Letter, Notice
from nastavnik.programme.enums import MOVES, LessonState
from nastavnik.programme.events import (
    LessonAnnounced,
    LessonCancelled,
    LessonHeld,
    LessonReopened,
    LessonWithdrawn,
)
from nastavnik.programme.services import (
    announce_lesson,
    cancel_lesson,
    hold_lesson,
    reopen_lesson,
    restore_lesson,
    withdraw_lesson,
)
from nastavnik.programme.services.refusals import LessonNeedsTime, LessonNotBegun, MoveNotAllowed, ReasonMissing

pytestmark = pytest.mark.django_db
REASON = {"reason": "Болезнь «ведущего»"}
SERVICES = {
    announce_lesson: (LessonState.DRAFT, LessonState.ANNOUNCED, LessonAnnounced, {}, "announced"),
    withdraw_lesson: (LessonState.ANNOUNCED, LessonState.DRAFT, LessonWithdrawn, {}, "withdrawn"),
    cancel_lesson: (LessonState.ANNOUNCED, LessonState.CANCELLED, LessonCancelled, REASON, "cancelled"),
    restore_lesson: (LessonState.CANCELLED, LessonState.ANNOUNCED, LessonAnnounced, {}, "restored"),
    hold_lesson: (LessonState.ANNOUNCED, LessonState.HELD, LessonHeld, {}, ""),
    reopen_lesson: (LessonState.HELD, LessonState.ANNOUNCED, LessonReopened, {}, ""),
}
IDS = [service.__name__ for service in SERVICES]
WRONG = [(service, state) for service, row in SERVICES.items() for state in LessonState if state != row[0]]
TOLD = [service for service, row in SERVICES.items() if row[4]]


def lesson_in(cycle, state, starts_at):
    return LessonFactory(cycle=cycle, state=state, starts_at=starts_at, title="Клуб по интересам")


@pytest.mark.parametrize("service", SERVICES, ids=IDS)
def test_move_changes_state_sequence_and_version_and_is_told(service, cycle, methodist, now, heard):
    before, after, event, words, _news = SERVICES[service]
    lesson = lesson_in(cycle, before, now - timedelta(minutes=5))
    with heard() as news:
        service(actor=methodist, lesson_id=lesson.pk, now=now, **words)

    lesson.refresh_from_db()
    assert (lesson.state, lesson.sequence, lesson.version, lesson.updated_at) == (after, 1, 1, now)
    assert event(lesson_id=lesson.pk) in news
    assert JournalEntry.objects.get(subject_kind="programme.lesson").actor_id == methodist.pk


@pytest.mark.parametrize(("service", "state"), WRONG, ids=lambda value: getattr(value, "__name__", value))
def test_move_from_another_state_is_refused(service, state, cycle, methodist, now):
    words = SERVICES[service][3]
    lesson = lesson_in(cycle, state, now)
    with pytest.raises(MoveNotAllowed):
        service(actor=methodist, lesson_id=lesson.pk, now=now, **words)


def test_services_walk_exactly_the_moves_that_are_data():
    walked = {(before, after) for before, after, *_rest in SERVICES.values()}
    assert walked == {(before, after) for before, targets in MOVES.items() for after in targets}


@pytest.mark.parametrize("who", ["director", "learner", "outsider"])
@pytest.mark.parametrize("service", SERVICES, ids=IDS)
def test_move_by_who_does_not_run_the_school_is_denied(service, who, cycle, now, request):
    before, _after, _event, words, _news = SERVICES[service]
    lesson = lesson_in(cycle, before, now)
    with pytest.raises(PermissionDenied):
        service(actor=request.getfixturevalue(who), lesson_id=lesson.pk, now=now, **words)


@pytest.mark.parametrize("service", TOLD, ids=lambda service: service.__name__)
def test_move_of_a_lesson_to_come_is_told_to_those_enrolled(service, cycle, methodist, now):
    before, _after, _event, words, _news = SERVICES[service]
    enrolled = EnrolmentFactory(programme=cycle.programme)
    EnrolmentFactory(programme=cycle.programme, left_at=now)
    lesson = lesson_in(cycle, before, now + timedelta(days=3))
    service(actor=methodist, lesson_id=lesson.pk, now=now, **words)

    notice = Notice.objects.get()
    assert notice.user == enrolled.user
    assert notice.link == f"/lessons/{lesson.slug}/"
    assert "Клуб по интересам" in notice.title
    assert Letter.objects.get().user == enrolled.user


def test_cancel_tells_the_reason_as_it_was_written(cycle, methodist, now):
    EnrolmentFactory(programme=cycle.programme)
    lesson = lesson_in(cycle, LessonState.ANNOUNCED, now + timedelta(days=3))
    cancel_lesson(actor=methodist, lesson_id=lesson.pk, now=now, reason="  Болезнь «ведущего» & co  ")

    lesson.refresh_from_db()
    assert lesson.cancelled_because == "Болезнь «ведущего» & co"
    assert "Болезнь «ведущего» & co" in Notice.objects.get().text
    assert "Пятница, 27 ноября 2026 г., 12:00, московское время" in Notice.objects.get().text
    assert mail.outbox == []


def test_cancel_announced_again_and_cancelled_again_is_told_each_time(cycle, methodist, now):
    EnrolmentFactory(programme=cycle.programme)
    lesson = lesson_in(cycle, LessonState.ANNOUNCED, now + timedelta(days=3))
    for _ in range(2):
        cancel_lesson(actor=methodist, lesson_id=lesson.pk, now=now, reason="Болезнь")
        restore_lesson(actor=methodist, lesson_id=lesson.pk, now=now)

    assert Notice.objects.count() == 4
    lesson.refresh_from_db()
    assert lesson.cancelled_because == ""


@pytest.mark.parametrize(("is_public", "days"), [(False, 3), (True, -3)])
def test_move_of_a_hidden_or_past_lesson_is_told_to_nobody(programme, cycle, methodist, now, is_public, days):
    programme.is_public = is_public
    programme.save()
    EnrolmentFactory(programme=programme)
    lesson = lesson_in(cycle, LessonState.DRAFT, now + timedelta(days=days))
    announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)

    assert Notice.objects.count() == 0


def test_announce_without_a_time_is_refused(cycle, methodist, now):
    with pytest.raises(LessonNeedsTime):
        announce_lesson(actor=methodist, lesson_id=LessonFactory(cycle=cycle).pk, now=now)


def test_announce_a_removed_draft_is_refused(cycle, methodist, now):
    lesson = LessonFactory(cycle=cycle, starts_at=now, removed_at=now)
    with pytest.raises(MoveNotAllowed):
        announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)


def test_cancel_without_a_reason_is_refused(cycle, methodist, now):
    lesson = LessonFactory(cycle=cycle, announced=True)
    with pytest.raises(ReasonMissing):
        cancel_lesson(actor=methodist, lesson_id=lesson.pk, now=now, reason="  ")


def test_hold_before_the_first_minute_is_refused(cycle, methodist, now):
    lesson = lesson_in(cycle, LessonState.ANNOUNCED, now + timedelta(seconds=1))
    with pytest.raises(LessonNotBegun):
        hold_lesson(actor=methodist, lesson_id=lesson.pk, now=now)

"""Attendance is counted from the room and the common screens: each moment once, within the broadcast, safe to repeat."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.learning.factories import AttendanceFactory, CheckInFactory, CheckInPersonFactory, CompletionFactory
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import MemberFactory, RoomFactory
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import LessonFactory

from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import Attendance, Completion, Quiz, RollCall
from nastavnik.learning.selectors.attendance import Bounds, ScreensAndPeople, bounds_of, screens_and_people
from nastavnik.learning.services import attendance
from nastavnik.learning.services.attendance import Stay, stay_of
from nastavnik.learning.services.refusals import LessonHasNoTime
from nastavnik.live.events import BroadcastEnded
from nastavnik.people.enums import Role
from nastavnik.programme.enums import LessonState
from nastavnik.programme.permissions import place_of
from nastavnik.programme.services import hold_lesson


def count(lesson, now):
    return attendance.count_attendance(lesson_id=lesson.pk, now=now)


def percents():
    return dict(Attendance.objects.values_list("user_id", "percent"))


@pytest.fixture
def bounds(now):
    return Bounds(now, now + timedelta(minutes=60))


def minutes(now, *pairs):
    return [(now + timedelta(minutes=begin), now + timedelta(minutes=end)) for begin, end in pairs]


def test_stretches_that_overlap_count_once(bounds, now):
    stay = stay_of(minutes(now, (10, 30), (20, 40), (40, 45), (50, 55)), bounds)

    assert stay == Stay(now + timedelta(minutes=10), now + timedelta(minutes=55), 40 * 60)


def test_what_lies_outside_of_the_broadcast_does_not_count(bounds, now):
    assert stay_of(minutes(now, (-30, -5), (65, 90)), bounds) is None
    assert stay_of(minutes(now, (-30, 6)), bounds).seconds == 6 * 60


def test_who_came_within_seconds_of_the_beginning_was_there_from_it_on(bounds, now):
    nearly = [(now + timedelta(seconds=20), now + timedelta(minutes=60, seconds=-20))]
    late = [(now + timedelta(seconds=21), now + timedelta(minutes=60, seconds=-21))]

    assert bounds.percent_of(stay_of(nearly, bounds).seconds) == 100
    assert bounds.percent_of(stay_of(late, bounds).seconds) == 98


def test_broadcast_without_a_length_is_attended_by_nobody(now):
    assert Bounds(now, now).percent_of(0) == 0


STRETCHES = st.lists(st.tuples(st.integers(-40, 100), st.integers(-40, 100)), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stretches=STRETCHES)
def test_any_stretches_give_the_moments_they_cover(stretches):
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    within = Bounds(now, now + timedelta(minutes=60))
    covered = {minute for begin, end in stretches for minute in range(max(begin, 0), min(end, 60))}

    stay = stay_of(minutes(now, *stretches), within)

    assert (stay.seconds if stay else 0) == 60 * len(covered)


def test_attendance_is_of_the_broadcast_not_of_the_plan(lesson, learner, now, hour_later, stay, broadcast):
    lesson.duration_minutes = 120
    lesson.save(update_fields=["duration_minutes"])
    stay(learner, (0, 30))

    assert count(lesson, hour_later) == 1

    row = Attendance.objects.get()
    assert (row.way, row.percent, row.seconds) == (AttendanceWay.ROOM, 50, 1800)
    assert (row.came_at, row.left_at) == (now, now + timedelta(minutes=30))


def test_count_again_writes_the_same(lesson, learner, methodist, hour_later, stay):
    stay(learner, (0, 30), (40, 60))
    stay(methodist, (0, 60))

    count(lesson, hour_later)
    first = list(Attendance.objects.order_by("pk").values())
    count(lesson, hour_later + timedelta(hours=1))

    assert list(Attendance.objects.order_by("pk").values()) == first


def test_batches_count_everybody(lesson, learner, methodist, director, hour_later, stay, monkeypatch):
    monkeypatch.setattr(attendance, "BATCH", 2)
    for user in (learner, methodist, director):
        stay(user, (0, 60))

    assert count(lesson, hour_later) == 3


def test_enough_attendance_makes_the_lesson_count(lesson, learner, methodist, hour_later, stay):
    stay(learner, (0, 50))
    stay(methodist, (0, 30))

    count(lesson, hour_later)

    counted = Completion.objects.get()
    assert (counted.user_id, counted.way, counted.percent) == (learner.pk, CompletionWay.ATTENDED, 83)


def test_broadcast_that_goes_on_is_not_counted(lesson, learner, now, hour_later):
    room = RoomFactory(broadcast=BroadcastFactory(lesson=lesson, live=True, live_at=now))
    MemberFactory(room=room, user=learner)

    assert count(lesson, hour_later) == 0
    assert not RollCall.objects.exists()


def test_lesson_that_is_over_by_its_plan_but_not_marked_is_not_counted(lesson, learner, hour_later):
    CheckInFactory(lesson=lesson, user=learner)

    assert bounds_of(lesson.pk) is None
    assert count(lesson, hour_later) == 0


# --- common screens --------------------------------------------------------------------------------------------------


@pytest.fixture
def colleague(school):
    user = UserFactory(library=LibraryFactory())
    grant(user, Role.LEARNER, place_of(school))
    return user


def test_named_colleague_attends_while_the_screen_is_there(lesson, learner, colleague, hour_later, stay):
    screen = CheckInFactory(lesson=lesson, user=learner, people=8)
    CheckInPersonFactory(check_in=screen, user=colleague)
    stay(learner, (0, 45), people=8)

    count(lesson, hour_later)

    row = Attendance.objects.get(user=colleague)
    assert (row.way, row.percent, row.check_in) == (AttendanceWay.SCREEN, 75, screen)
    assert Attendance.objects.get(user=learner).check_in is None


def test_own_presence_and_a_screen_are_joined(lesson, learner, colleague, hour_later, stay):
    CheckInPersonFactory(check_in=CheckInFactory(lesson=lesson, user=learner), user=colleague)
    stay(learner, (0, 30))
    stay(colleague, (20, 60))

    count(lesson, hour_later)

    row = Attendance.objects.get(user=colleague)
    assert (row.way, row.percent, row.check_in) == (AttendanceWay.ROOM, 100, None)


def test_screen_that_was_never_in_the_broadcast_counts_for_nobody(lesson, learner, colleague, hour_later, broadcast):
    CheckInPersonFactory(check_in=CheckInFactory(lesson=lesson, user=learner), user=colleague)

    count(lesson, hour_later)

    assert percents() == {}


def test_who_said_that_she_was_not_there_is_not_counted(lesson, learner, colleague, now, hour_later, stay):
    CheckInPersonFactory(check_in=CheckInFactory(lesson=lesson, user=learner), user=colleague, denied_at=now)
    stay(learner, (0, 60))

    count(lesson, hour_later)

    assert set(percents()) == {learner.pk}


def test_lesson_held_elsewhere_is_attended_from_the_check_in_on(lesson, learner, colleague, now, hour_later):
    lesson.state = LessonState.HELD
    lesson.save(update_fields=["state"])
    early = CheckInFactory(lesson=lesson, user=learner, at=now - timedelta(hours=2))
    CheckInPersonFactory(check_in=early, user=colleague)
    late = CheckInFactory(lesson=lesson, at=now + timedelta(minutes=30))

    count(lesson, hour_later)

    assert percents() == {learner.pk: 100, colleague.pk: 100, late.user_id: 50}


def test_screens_and_people_are_told_apart(lesson, learner, colleague, hour_later, room, stay):
    stay(learner, (0, 60), people=3)
    CheckInFactory(lesson=lesson, user=learner, people=8)
    CheckInFactory(lesson=lesson, people=5)
    stay(colleague, (0, 10))
    guest = MemberFactory(room=room, guest_digest="x" * 64, people=2)
    guest.presences.create(room=room, came_at=hour_later, until=hour_later)
    MemberFactory(room=room)  # looked in without staying

    assert screens_and_people(lesson.pk) == ScreensAndPeople(screens=4, people=8 + 5 + 1 + 2)

    count(lesson, hour_later)
    roll = RollCall.objects.get()
    assert (roll.screens, roll.people, roll.taken_at) == (4, 16, hour_later)


# --- when ------------------------------------------------------------------------------------------------------------


def test_end_of_a_broadcast_has_its_attendance_counted(
    lesson, learner, broadcast, stay, run_tasks, django_capture_on_commit_callbacks
):
    stay(learner, (0, 60))
    with django_capture_on_commit_callbacks(execute=True):
        publish(BroadcastEnded(broadcast.pk))

    assert "count_attendance" in run_tasks()
    assert percents() == {learner.pk: 100}


def test_lesson_marked_as_held_has_its_attendance_counted(
    lesson, learner, methodist, hour_later, run_tasks, django_capture_on_commit_callbacks
):
    CheckInFactory(lesson=lesson, user=learner, at=lesson.starts_at)
    with django_capture_on_commit_callbacks(execute=True):
        hold_lesson(actor=methodist, lesson_id=lesson.pk, now=hour_later)

    run_tasks()
    assert percents() == {learner.pk: 100}


def test_sweep_finds_what_was_missed_and_nothing_twice(lesson, learner, hour_later, stay, run_tasks, school, now):
    stay(learner, (0, 60))
    elsewhere = LessonFactory(cycle__programme__school=school, held=True, starts_at=now)
    CheckInFactory(lesson=elsewhere, user=learner, at=now)
    later = hour_later + timedelta(minutes=10)

    assert attendance.count_what_was_missed(now=later) == 2
    run_tasks()

    assert attendance.count_what_was_missed(now=later) == 0
    assert len(percents()) == 1
    assert Attendance.objects.count() == 2


def test_sweep_counts_again_a_broadcast_that_ended_later(lesson, learner, hour_later, stay, broadcast):
    stay(learner, (0, 60))
    count(lesson, hour_later)
    broadcast.ended_at = hour_later + timedelta(minutes=5)
    broadcast.save(update_fields=["ended_at"])

    assert attendance.count_what_was_missed(now=hour_later + timedelta(minutes=10)) == 1


def test_sweep_leaves_what_is_long_over(lesson, hour_later, broadcast):
    assert attendance.count_what_was_missed(now=hour_later + timedelta(days=31)) == 0


# --- by hand ---------------------------------------------------------------------------------------------------------


def note(actor, lesson, *users, now, is_counted=False):
    ids = [user.pk for user in users]
    return attendance.note_attendance(actor=actor, lesson_id=lesson.pk, user_ids=ids, is_counted=is_counted, now=now)


def test_methodist_notes_who_was_there(lesson, learner, methodist, now, hour_later):
    assert note(methodist, lesson, learner, now=hour_later) == [learner.pk]

    row = Attendance.objects.get()
    assert (row.way, row.percent, row.seconds) == (AttendanceWay.METHODIST, 100, 3600)
    assert (row.came_at, row.left_at) == (now, hour_later)
    entry = JournalEntry.objects.get(verb="attendance_noted")
    assert (entry.actor_id, entry.subject_kind, entry.subject_id) == (methodist.pk, "learning.attendance", row.pk)
    assert entry.details == {"is_counted": False}
    assert Completion.objects.get().way == CompletionWay.ATTENDED


def test_note_stays_when_the_room_is_counted(lesson, learner, methodist, hour_later, stay):
    stay(learner, (0, 10))
    note(methodist, lesson, learner, now=hour_later)

    count(lesson, hour_later)

    assert Attendance.objects.get().way == AttendanceWay.METHODIST


def test_note_takes_the_place_of_what_the_room_told(lesson, learner, methodist, hour_later, stay):
    stay(learner, (0, 10))
    count(lesson, hour_later)

    note(methodist, lesson, learner, now=hour_later)

    assert percents() == {learner.pk: 100}


def test_note_that_counts_needs_no_self_check(lesson, learner, methodist, hour_later):
    Quiz.objects.create(lesson=lesson, title="Проверьте себя", is_published=True, updated_at=hour_later)
    note(methodist, lesson, learner, now=hour_later)
    assert not Completion.objects.exists()

    note(methodist, lesson, learner, now=hour_later, is_counted=True)
    note(methodist, lesson, learner, now=hour_later, is_counted=True)

    assert Completion.objects.get().way == CompletionWay.METHODIST


def test_note_is_for_people_of_the_school_alone(lesson, outsider, methodist, hour_later):
    assert note(methodist, lesson, outsider, UserFactory(), now=hour_later) == []
    assert percents() == {}


def test_note_is_the_methodists(lesson, learner, director, outsider, hour_later):
    for stranger in (learner, director, outsider):
        with pytest.raises(PermissionDenied):
            note(stranger, lesson, learner, now=hour_later)


def test_draft_without_a_time_was_attended_by_nobody(school, learner, methodist, now):
    with pytest.raises(LessonHasNoTime):
        note(methodist, LessonFactory(cycle__programme__school=school), learner, now=now)


def test_note_taken_back_takes_its_hours_along(lesson, learner, methodist, hour_later, stay):
    stay(learner, (0, 10))
    note(methodist, lesson, learner, now=hour_later, is_counted=True)

    attendance.take_attendance_back(actor=methodist, lesson_id=lesson.pk, user_ids=[learner.pk], now=hour_later)

    assert percents() == {learner.pk: 16}
    assert not Completion.objects.exists()
    assert JournalEntry.objects.get(verb="attendance_taken_back").actor_id == methodist.pk


def test_take_back_touches_only_what_was_noted_by_hand(lesson, learner, methodist, now, hour_later):
    AttendanceFactory(lesson=lesson, user=learner)
    CompletionFactory(lesson=lesson, user=learner, way=CompletionWay.ATTENDED)

    attendance.take_attendance_back(actor=methodist, lesson_id=lesson.pk, user_ids=[learner.pk], now=hour_later)

    assert percents() == {learner.pk: 100}
    assert Completion.objects.exists()
    with pytest.raises(PermissionDenied):
        attendance.take_attendance_back(actor=learner, lesson_id=lesson.pk, user_ids=[learner.pk], now=hour_later)


def test_take_back_before_the_lesson_is_over_leaves_nothing(lesson, learner, methodist, now):
    note(methodist, lesson, learner, now=now)

    attendance.take_attendance_back(actor=methodist, lesson_id=lesson.pk, user_ids=[learner.pk], now=now)

    assert percents() == {}
    assert not Completion.objects.exists()

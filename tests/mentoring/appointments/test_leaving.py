"""A mentor who is none any more: what was booked does not take place, and what is free is offered no longer."""

import pytest
from structlog.testing import capture_logs
from tests.mentoring.appointments.factories import DAY, HOUR, NOW, AppointmentFactory, SlotFactory
from tests.people.factories import grant

from nastavnik.core import clock
from nastavnik.core.events import publish
from nastavnik.core.journal import history_of
from nastavnik.mentoring import tasks
from nastavnik.mentoring.models import Slot
from nastavnik.mentoring.services import appointments as services
from nastavnik.mentoring.services.appointments import leaving
from nastavnik.people.enums import Role
from nastavnik.people.events import PersonDeactivated
from nastavnik.people.models import Notice, RoleAssignment, User
from nastavnik.people.services import withdraw_role
from nastavnik.programme.permissions import place_of

WORD = "Наставник больше не ведёт приём в этой школе."


@pytest.fixture
def free(school, mentor):
    return SlotFactory(school=school, mentor=mentor)


def test_withdrawn_role_cancels_what_is_ahead_and_tells_who_booked(
    school, mentor, learner, methodist, appointment, free, past, still, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_role(actor=methodist, user_id=mentor.pk, role=Role.MENTOR, place=place_of(school), now=NOW)

    appointment.refresh_from_db()
    past.refresh_from_db()
    assert (appointment.cancelled_at, appointment.word, appointment.word_by) == (NOW, WORD, None)
    assert past.cancelled_at is None
    assert set(Slot.objects.filter(withdrawn_at=NOW)) == {appointment.slot, free}
    assert [entry.verb for entry in history_of(free)] == ["slot_withdrawn"]
    told = Notice.objects.get(user=learner).text
    assert WORD in told
    assert "Слово от" not in told


def test_page_of_what_was_cancelled_by_the_school_says_why(school, learner, appointment, enter, mentor, still):
    RoleAssignment.objects.filter(user=mentor).delete()
    services.leave_person(user_id=mentor.pk, now=NOW)

    page = enter(learner).get(f"/appointments/{appointment.token}/").content.decode()

    assert "<dt>Причина</dt>" in page
    assert WORD in page


def test_switched_off_account_receives_nobody(mentor, appointment, still, django_capture_on_commit_callbacks):
    User.objects.filter(pk=mentor.pk).update(is_active=False)

    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonDeactivated(user_id=mentor.pk))

    appointment.refresh_from_db()
    assert appointment.cancelled_at == clock.now()


def test_leaving_takes_only_what_is_ahead_in_schools_where_the_role_is_lost(school, mentor, free):
    elsewhere = AppointmentFactory(slot=SlotFactory(mentor=mentor))
    grant(mentor, Role.MENTOR, place_of(elsewhere.slot.school))
    begun = SlotFactory(school=school, mentor=mentor, starts_at=NOW)
    withdrawn = SlotFactory(school=school, mentor=mentor, withdrawn_at=NOW - DAY)
    RoleAssignment.objects.filter(user=mentor, place_id=school.pk).delete()

    assert services.leave_person(user_id=mentor.pk, now=NOW) == 1
    assert services.leave_person(user_id=mentor.pk, now=NOW) == 0

    elsewhere.refresh_from_db()
    assert elsewhere.cancelled_at is None
    assert set(Slot.objects.filter(withdrawn_at=None)) == {elsewhere.slot, begun}
    assert Slot.objects.get(pk=withdrawn.pk).withdrawn_at == NOW - DAY


def test_sweep_finds_what_was_missed_and_one_that_fails_keeps_no_other_from_it(
    school, mentor, other_mentor, free, still, monkeypatch
):
    second = SlotFactory(school=school, mentor=other_mentor, starts_at=NOW + HOUR)
    RoleAssignment.objects.filter(user__in=[mentor, other_mentor]).delete()
    leave = leaving.leave_person

    def left(*, user_id, now):
        if user_id == mentor.pk:
            raise OverflowError
        return leave(user_id=user_id, now=now)

    monkeypatch.setattr(leaving, "leave_person", left)

    with capture_logs() as logged:
        assert tasks.leave_appointments.func() == 1

    assert [(row["sweep"], row["school"], row["mentor"]) for row in logged] == [
        ("leave_appointments", school.pk, mentor.pk)
    ]
    assert list(Slot.objects.filter(withdrawn_at=None)) == [free]
    assert second.pk != free.pk

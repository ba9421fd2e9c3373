"""Mentorships that fall asleep: who is reminded, how often, and the methodist's own letter."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from structlog.testing import capture_logs
from tests.mentoring.mentorships.factories import MeetingFactory, MenteeFactory, MentorshipFactory

from nastavnik.mentoring.models import Mentorship
from nastavnik.mentoring.services.mentorships import reminders
from nastavnik.mentoring.services.mentorships.refusals import MentorshipIsOver, RemindedToday
from nastavnik.people.models import Notice


def counts(*people):
    return [Notice.objects.filter(user=user).count() for user in people]


@pytest.fixture
def overdue(pair, now):
    """The contact was due yesterday."""

    def due(days=1):
        pair.due_on = now.date() - timedelta(days=days)
        pair.asleep_on = pair.due_on + timedelta(days=14)
        pair.save()
        return pair

    return due


def test_both_sides_are_reminded_once_a_week(overdue, mentor, mentee, methodist, now):
    overdue()

    assert reminders.remind_who_falls_asleep(now=now) == 1
    assert reminders.remind_who_falls_asleep(now=now + timedelta(days=6)) == 0
    assert reminders.remind_who_falls_asleep(now=now + timedelta(days=7)) == 1
    assert counts(mentor, mentee, methodist) == [2, 2, 0]


def test_methodist_is_told_once_of_a_sleep(overdue, methodist, now):
    overdue(days=20)

    for week in range(3):
        reminders.remind_who_falls_asleep(now=now + timedelta(days=7 * week))

    assert counts(methodist) == [1]


def test_pairs_that_are_awake_wait_or_are_over_are_left_alone(pair, school, now):
    MentorshipFactory(school=school)
    MentorshipFactory(school=school, ended=True)

    assert reminders.remind_who_falls_asleep(now=now) == 0
    assert not Notice.objects.exists()


def test_who_stirred_meanwhile_is_not_reminded(overdue, now):
    pair = overdue()
    Mentorship.objects.filter(pk=pair.pk).update(due_on=now.date())
    assert not reminders._remind(pair.pk, now)
    Mentorship.objects.filter(pk=pair.pk).update(due_on=now.date() - timedelta(days=1), reminded_at=now)
    assert not reminders._remind(pair.pk, now)


def test_reminder_has_no_word_of_what_they_wrote(overdue, mentor, now):
    pair = overdue()
    MeetingFactory(
        mentorship=pair, there=[pair.led], note="Тайна двоих", theme="Тайная тема", at=now - timedelta(days=20)
    )

    reminders.remind_who_falls_asleep(now=now)

    assert not any("Тайн" in f"{one.title} {one.text}" for one in Notice.objects.all())


def test_letter_of_a_methodist_goes_to_both_once_a_day(pair, mentor, mentee, methodist, now):
    words = {"mentorship_id": pair.pk, "subject": " Как дела? ", "text": " Напишите "}

    assert reminders.write_to_pair(actor=methodist, now=now, **words) == 2
    assert Notice.objects.get(user=mentee).title == "Как дела?"
    with pytest.raises(RemindedToday):
        reminders.write_to_pair(actor=methodist, now=now, **words)
    assert reminders.write_to_pair(actor=methodist, now=now + timedelta(days=1), **words) == 2
    with pytest.raises(PermissionDenied):
        reminders.write_to_pair(actor=mentor, now=now, **words)


def test_letter_to_a_pair_that_is_over_is_refused_and_an_orphan_has_no_mentor(school, methodist, pair, now):
    words = {"subject": "Тема", "text": "Текст", "now": now}
    over = MentorshipFactory(school=school, ended=True)
    MenteeFactory(mentorship=over)
    with pytest.raises(MentorshipIsOver):
        reminders.write_to_pair(actor=methodist, mentorship_id=over.pk, **words)
    pair.mentor = None
    pair.save()

    assert reminders.write_to_pair(actor=methodist, mentorship_id=pair.pk, **words) == 1


def test_school_that_cannot_be_swept_keeps_no_other_from_its_reminders(overdue, now, monkeypatch):
    pair, other = overdue(), MentorshipFactory(active=True, due_on=now.date() - timedelta(days=1))
    MenteeFactory(mentorship=other)
    remind_in = reminders._remind_in

    def swept(school, now):
        if school == pair.school:
            raise OverflowError
        return remind_in(school, now)

    monkeypatch.setattr(reminders, "_remind_in", swept)

    with capture_logs() as logged:
        assert reminders.remind_who_falls_asleep(now=now) == 1

    assert [(row["sweep"], row["school"]) for row in logged] == [("remind_who_falls_asleep", pair.school_id)]

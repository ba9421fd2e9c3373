"""Mentorships that fall asleep: both sides are reminded by themselves, the methodists told; a methodist may write a letter of her own."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from nastavnik.core import journal
from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Mentorship
from nastavnik.mentoring.permissions import can_pair
from nastavnik.mentoring.selectors.mentorships.rhythm import Pulse, pulse_of
from nastavnik.mentoring.services.mentorships import telling
from nastavnik.mentoring.services.mentorships.beginning import locked
from nastavnik.mentoring.services.mentorships.refusals import MentorshipIsOver, RemindedToday
from nastavnik.mentoring.services.sweeping import apart
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

# A pair that does not stir is reminded again after a week, not every day.
AGAIN_AFTER = timedelta(days=7)
MOST_AT_ONCE = 500


def remind_who_falls_asleep(*, now: datetime) -> int:
    """Remind mentorships whose contact is overdue, each once a week; return how many. Safe to repeat."""
    reminded = 0
    for school in School.objects.order_by("pk"):
        with apart("remind_who_falls_asleep", school=school.pk):
            reminded += _remind_in(school, now)
    return reminded


def _remind_in(school: School, now: datetime) -> int:
    today = now.astimezone(school.zone).date()
    overdue = _overdue(school, now).filter(due_on__lt=today).values_list("pk", flat=True)
    return sum(_remind(mentorship_id, now) for mentorship_id in list(overdue[:MOST_AT_ONCE]))


def _overdue(school: School, now: datetime) -> QuerySet[Mentorship]:
    is_due = Q(reminded_at=None) | Q(reminded_at__lte=now - AGAIN_AFTER)
    return Mentorship.objects.filter(is_due, school=school, state=MentorshipState.ACTIVE).order_by("due_on", "pk")


@transaction.atomic
def _remind(mentorship_id: int, now: datetime) -> bool:
    """Remind one mentorship, unless somebody has just done so or it has stirred."""
    mentorship = locked(mentorship_id)
    today = now.astimezone(mentorship.school.zone).date()
    is_fresh = mentorship.reminded_at is not None and mentorship.reminded_at > now - AGAIN_AFTER
    if mentorship.state != MentorshipState.ACTIVE or mentorship.due_on is None or is_fresh:
        return False
    pulse = pulse_of(mentorship.due_on, mentorship.every_days, today)
    if pulse is Pulse.AWAKE:
        return False
    days = days_since(mentorship, now)
    key = f"quiet.{today:%Y%m%d}"
    telling.tell_mentor(mentorship, "quiet", now, key=key, days=days)
    telling.tell_mentees(mentorship, "quiet", now, key=key, days=days)
    if pulse is Pulse.ASLEEP:
        # once for each sleep: a mentorship that has stirred has another due day
        asleep = f"asleep.{mentorship.due_on:%Y%m%d}"
        telling.tell_methodists(mentorship, "asleep", now, key=asleep, days=days)
    mentorship.reminded_at = now
    mentorship.save(update_fields=["reminded_at"])
    return True


def days_since(mentorship: Mentorship, now: datetime) -> int:
    """Return for how many days the two have not heard of each other, or since when the mentorship goes on."""
    last = mentorship.last_contact_at or mentorship.began_at or mentorship.created_at
    zone = mentorship.school.zone
    return max((now.astimezone(zone).date() - last.astimezone(zone).date()).days, 0)


@transaction.atomic
def write_to_pair(*, actor: User, mentorship_id: int, subject: str, text: str, now: datetime) -> int:
    """Send a methodist's letter to the people of a mentorship, at most one a day; return how many were told.

    Raises `MentorshipIsOver`, `RemindedToday`.
    """
    mentorship = locked(mentorship_id)
    if not can_pair(actor, mentorship.school):
        raise PermissionDenied
    if mentorship.state != MentorshipState.ACTIVE:
        raise MentorshipIsOver
    zone = mentorship.school.zone
    today = now.astimezone(zone).date()
    if mentorship.reminded_at is not None and mentorship.reminded_at.astimezone(zone).date() == today:
        raise RemindedToday
    people = telling.mentees_of(mentorship) + ([mentorship.mentor_id] if mentorship.mentor_id else [])
    told = notify(
        user_ids=people,
        kind=NoticeKind.LEARNING,
        template="mentoring/notices/mentorship_letter",
        now=now,
        context={"subject": subject.strip(), "text": text.strip()},
        link=mentorship.school.address_of(reverse("mentoring:mentorship", args=[mentorship.token])),
        key=f"mentorship.{mentorship.token}.letter.{today:%Y%m%d}",
        place=place_of(mentorship.school),
        zone=mentorship.school.time_zone,
    )
    mentorship.reminded_at = now
    mentorship.save(update_fields=["reminded_at"])
    journal.record(actor=actor, verb="mentorship_reminded", subject=mentorship, now=now, people=told)
    return told

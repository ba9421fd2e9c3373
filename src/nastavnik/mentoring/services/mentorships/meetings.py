"""Meetings of a mentorship: planned or held, with a note of those who were there. What is being written is kept unsaved."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Min

from nastavnik.core import journal
from nastavnik.mentoring.enums import MeetingWay, MentorshipState
from nastavnik.mentoring.models import Meeting, MeetingDraft, Mentee, Mentorship
from nastavnik.mentoring.permissions import can_edit_meeting, can_take_part
from nastavnik.mentoring.selectors.mentorships.rhythm import asleep_after, contact_due
from nastavnik.mentoring.services.mentorships.beginning import locked
from nastavnik.mentoring.services.mentorships.refusals import (
    DiaryIsFull,
    MeetingChangedMeanwhile,
    MentorshipIsOver,
    NobodyMet,
    NotYetHeld,
    PlanIsFull,
)
from nastavnik.people.models import User

LONGEST_DRAFT = 40_000
# As many as a paper bears: more than one a day in a year.
MOST_MEETINGS = 400
DRAFTS_KEPT = timedelta(days=60)
# A meeting that begins in a moment has been held for whoever writes it down at once.
MOMENT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Written:
    """A meeting as it was typed; `user_ids`: the mentees who are there."""

    at: datetime
    way: MeetingWay
    user_ids: frozenset[int]
    theme: str = ""
    is_held: bool = False
    note: str = ""
    next_steps: str = ""
    is_shared: bool = False


@transaction.atomic
def write_meeting(*, actor: User, mentorship_id: int, written: Written, now: datetime) -> Meeting:
    """Plan a meeting, or write down one that took place. Raises `MentorshipIsOver`, `NobodyMet`, `NotYetHeld`, `DiaryIsFull`."""
    mentorship = locked(mentorship_id)
    if mentorship.state != MentorshipState.ACTIVE:
        raise MentorshipIsOver
    if not can_take_part(actor, mentorship):
        raise PermissionDenied
    if Meeting.objects.filter(mentorship=mentorship).count() >= MOST_MEETINGS:
        raise DiaryIsFull
    meeting = Meeting(mentorship=mentorship, mentor_id=mentorship.mentor_id, created_at=now)
    _put(meeting, written, now)
    meeting.save()
    meeting.attendees.set(_there(mentorship, written.user_ids))
    _drop_draft(actor, mentorship, None)
    set_due(mentorship, now)
    journal.record(actor=actor, verb="meeting_written", subject=meeting, now=now, is_held=meeting.is_held)
    return meeting


@transaction.atomic
def change_meeting(*, actor: User, meeting_id: int, version: int, written: Written, now: datetime) -> Meeting:
    """Change a meeting; an old `version` overwrites nothing.

    Raises `MeetingChangedMeanwhile`, `MentorshipIsOver`, `NobodyMet`, `NotYetHeld`.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("mentorship__school").get(pk=meeting_id)
    if meeting.mentorship.state != MentorshipState.ACTIVE:
        raise MentorshipIsOver
    if not can_edit_meeting(actor, meeting):
        raise PermissionDenied
    if meeting.version != version:
        raise MeetingChangedMeanwhile
    _put(meeting, written, now)
    meeting.version += 1
    meeting.save()
    meeting.attendees.set(_there(meeting.mentorship, written.user_ids))
    _drop_draft(actor, meeting.mentorship, meeting)
    set_due(meeting.mentorship, now)
    journal.record(actor=actor, verb="meeting_changed", subject=meeting, now=now, is_held=meeting.is_held)
    return meeting


def _put(meeting: Meeting, written: Written, now: datetime) -> None:
    if written.is_held and written.at > now + MOMENT:
        raise NotYetHeld
    meeting.at, meeting.way, meeting.is_held = written.at, written.way, written.is_held
    meeting.theme, meeting.note = written.theme.strip(), written.note.strip()
    meeting.next_steps, meeting.is_shared = written.next_steps.strip(), written.is_shared


def _there(mentorship: Mentorship, user_ids: Collection[int]) -> list[Mentee]:
    there = list(Mentee.objects.filter(mentorship=mentorship, left_at=None, user__in=user_ids))
    if not there:
        raise NobodyMet
    return there


@transaction.atomic
def remove_meeting(*, actor: User, meeting_id: int, now: datetime) -> Mentorship:
    """Take a meeting that was not held out of the plan; what was held stays in the diary."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("mentorship__school").get(pk=meeting_id)
    if not can_edit_meeting(actor, meeting):
        raise PermissionDenied
    if meeting.is_held:
        raise MeetingChangedMeanwhile
    mentorship = meeting.mentorship
    journal.record(actor=actor, verb="meeting_removed", subject=meeting, now=now)
    meeting.delete()
    set_due(mentorship, now)
    return mentorship


def set_due(mentorship: Mentorship, now: datetime, since: datetime | None = None) -> None:
    """Reckon anew by when a contact is expected, and save it. `since`: not before a rhythm after that moment is over."""
    meetings = Meeting.objects.filter(mentorship=mentorship)
    last = meetings.filter(is_held=True).aggregate(at=Max("at"))["at"]
    planned = meetings.filter(is_held=False, at__gt=now).aggregate(at=Min("at"))["at"]
    zone = mentorship.school.zone
    begun = max(moment for moment in (mentorship.began_at, last, since) if moment is not None)
    planned_on: date | None = planned.astimezone(zone).date() if planned else None
    mentorship.last_contact_at = last
    mentorship.due_on = contact_due(begun.astimezone(zone).date(), mentorship.every_days, planned_on)
    mentorship.asleep_on = asleep_after(mentorship.due_on, mentorship.every_days)
    mentorship.save(update_fields=["last_contact_at", "due_on", "asleep_on"])


# --- what is not saved yet -------------------------------------------------------------------------------------------


@transaction.atomic
def keep_draft(*, actor: User, mentorship_id: int, meeting_id: int | None, posted: str, now: datetime) -> None:
    """Keep what is typed of a meeting (`posted`: as an address has it) in place of what was kept of it. Raises `PlanIsFull`."""
    mentorship = Mentorship.objects.get(pk=mentorship_id)
    if not can_take_part(actor, mentorship):
        raise PermissionDenied
    if len(posted) > LONGEST_DRAFT:
        raise PlanIsFull
    meeting = None if meeting_id is None else Meeting.objects.get(pk=meeting_id, mentorship=mentorship)
    MeetingDraft.objects.update_or_create(
        user=actor, mentorship=mentorship, meeting=meeting, defaults={"posted": posted, "saved_at": now}
    )


def _drop_draft(actor: User, mentorship: Mentorship, meeting: Meeting | None) -> None:
    MeetingDraft.objects.filter(user=actor, mentorship=mentorship, meeting=meeting).delete()


def forget_old_drafts(*, now: datetime) -> int:
    """Forget what nobody came back to; return how many."""
    return MeetingDraft.objects.filter(saved_at__lt=now - DRAFTS_KEPT).delete()[0]

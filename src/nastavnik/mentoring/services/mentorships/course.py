"""How a mentorship goes on and ends: its people, its rhythm, another mentor, its result."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.mentoring.enums import MentorshipEnd, MentorshipState
from nastavnik.mentoring.events import MentorshipEnded
from nastavnik.mentoring.models import Mentee, Mentorship, MentorTurn
from nastavnik.mentoring.models.mentorships import MOST_IN_GROUP
from nastavnik.mentoring.permissions import can_end_mentorship, can_pair, is_mentee_of, is_mentor, is_mentor_of
from nastavnik.mentoring.services.locks import lock_people
from nastavnik.mentoring.services.mentorships import telling
from nastavnik.mentoring.services.mentorships.beginning import check_apart, check_mentees, locked
from nastavnik.mentoring.services.mentorships.meetings import set_due
from nastavnik.mentoring.services.mentorships.refusals import (
    AlreadyTogether,
    GroupIsFull,
    LeadsHerself,
    MentorshipIsOver,
    NoMentor,
)
from nastavnik.people.models import User


@transaction.atomic
def hand_over(*, actor: User, mentorship_id: int, mentor_id: int, why: str, now: datetime) -> Mentorship:
    """Give a mentorship that goes on to another mentor at once, as when the one falls ill. All are told.

    Plans, goals and shared notes stay; what was noted between two of them does not go to the next.
    Raises `MentorshipIsOver`, `NoMentor`, `LeadsHerself`, `AlreadyTogether`.
    """
    mentorship = _active(mentorship_id)
    if not can_pair(actor, mentorship.school):
        raise PermissionDenied
    # who chooses the last place of this mentor at the same moment waits, and then sees that it is taken
    lock_people(mentor_id)
    mentor = User.objects.filter(pk=mentor_id, is_active=True).first()
    if mentor is None or not is_mentor(mentor, mentorship.school):
        raise NoMentor
    if mentor_id == mentorship.mentor_id:
        raise AlreadyTogether
    mentees = telling.mentees_of(mentorship)
    if mentor_id in mentees:
        raise LeadsHerself
    check_apart(mentorship.school, mentor_id, mentees)
    before = mentorship.mentor_id
    MentorTurn.objects.filter(mentorship=mentorship, ended_at=None).update(ended_at=now)
    turn = MentorTurn.objects.create(mentorship=mentorship, mentor=mentor, began_at=now, why=why.strip())
    mentorship.mentor = mentor
    mentorship.reminded_at = None
    mentorship.save(update_fields=["mentor", "reminded_at"])
    # the next one has a whole rhythm to get to know them
    set_due(mentorship, now, since=now)
    journal.record(actor=actor, verb="mentorship_handed_over", subject=mentorship, now=now, mentor=mentor_id)
    telling.tell_mentor(mentorship, "given", now, key=f"given.{turn.pk}")
    telling.tell_mentees(mentorship, "new_mentor", now, key=f"new_mentor.{turn.pk}")
    if before is not None:
        telling.tell_former_mentor(before, mentorship, now, key=f"handed_over.{turn.pk}")
    return mentorship


@transaction.atomic
def set_frame(
    *, actor: User, mentorship_id: int, title: str, every_days: int, ends_on: date | None, now: datetime
) -> Mentorship:
    """Say what a group is called, how often its people meet and until when: its mentor, or a methodist."""
    mentorship = _active(mentorship_id)
    if not can_end_mentorship(actor, mentorship):
        raise PermissionDenied
    mentorship.title, mentorship.every_days, mentorship.ends_on = title.strip(), every_days, ends_on
    mentorship.save(update_fields=["title", "every_days", "ends_on"])
    set_due(mentorship, now)
    journal.record(actor=actor, verb="mentorship_framed", subject=mentorship, now=now)
    return mentorship


@transaction.atomic
def add_mentees(*, actor: User, mentorship_id: int, user_ids: Collection[int], now: datetime) -> int:
    """Take more people into a mentorship that goes on; who left it comes back. Return how many.

    Raises `MentorshipIsOver`, `GroupIsFull`, `AlreadyTogether` and what `check_mentees` does.
    """
    mentorship = _active(mentorship_id)
    if not can_pair(actor, mentorship.school):
        raise PermissionDenied
    wanted = sorted(set(user_ids))
    # of two groups of a mentor that take the same person at once, one waits; and she herself if she chooses a mentor just now
    lock_people(*wanted, *([mentorship.mentor_id] if mentorship.mentor_id is not None else []))
    inside = set(telling.mentees_of(mentorship))
    if inside & set(wanted):
        raise AlreadyTogether
    check_mentees(mentorship.school, mentorship.mentor_id, wanted)
    if len(inside) + len(wanted) > MOST_IN_GROUP:
        raise GroupIsFull
    back = Mentee.objects.filter(mentorship=mentorship, user__in=wanted)
    returned = set(back.values_list("user_id", flat=True))
    back.update(left_at=None)
    Mentee.objects.bulk_create(
        [Mentee(mentorship=mentorship, user_id=pk, joined_at=now) for pk in wanted if pk not in returned]
    )
    journal.record(actor=actor, verb="mentees_added", subject=mentorship, now=now, people=len(wanted))
    telling.tell_people(wanted, mentorship, "joined", now, key=f"joined.{now:%Y%m%d%H%M%S}")
    return len(wanted)


@transaction.atomic
def leave(*, actor: User, mentee_id: int, now: datetime) -> Mentorship:
    """Let a mentee leave: she herself, her mentor or a methodist says so. The last one who leaves ends the mentorship."""
    mentee = Mentee.objects.get(pk=mentee_id)
    mentorship = _active(mentee.mentorship_id)
    is_her_own = mentee.user_id == actor.pk and is_mentee_of(actor, mentorship)
    if not is_her_own and not is_mentor_of(actor, mentorship) and not can_pair(actor, mentorship.school):
        raise PermissionDenied
    Mentee.objects.filter(pk=mentee.pk, left_at=None).update(left_at=now)
    journal.record(actor=actor, verb="mentee_left", subject=mentorship, now=now, person=mentee.user_id)
    telling.tell_mentor(mentorship, "left", now, key=f"left.{mentee.pk}.{now:%Y%m%d%H%M%S}")
    if not telling.mentees_of(mentorship):
        _end(mentorship, actor, MentorshipEnd.EARLY, "", now)
    return mentorship


@transaction.atomic
def end(*, actor: User, mentorship_id: int, why: MentorshipEnd, result: str, now: datetime) -> Mentorship:
    """End a mentorship with its result; both sides are asked what they say of it. Raises `MentorshipIsOver`."""
    mentorship = _active(mentorship_id)
    if not can_end_mentorship(actor, mentorship):
        raise PermissionDenied
    _end(mentorship, actor, why, result, now)
    return mentorship


def _end(mentorship: Mentorship, actor: User, why: MentorshipEnd, result: str, now: datetime) -> None:
    mentorship.state, mentorship.ended_at = MentorshipState.ENDED, now
    mentorship.end, mentorship.result = why, result.strip()
    mentorship.save(update_fields=["state", "ended_at", "end", "result"])
    MentorTurn.objects.filter(mentorship=mentorship, ended_at=None).update(ended_at=now)
    journal.record(actor=actor, verb="mentorship_ended", subject=mentorship, now=now, end=str(why))
    telling.tell_mentor(mentorship, "ended", now, key="ended")
    telling.tell_mentees(mentorship, "ended", now, key="ended")
    publish(MentorshipEnded(mentorship_id=mentorship.pk))


def _active(mentorship_id: int) -> Mentorship:
    mentorship = locked(mentorship_id)
    if mentorship.state != MentorshipState.ACTIVE:
        raise MentorshipIsOver
    return mentorship

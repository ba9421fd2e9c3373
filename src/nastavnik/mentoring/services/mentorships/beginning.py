"""How a mentorship begins: proposed by a methodist, chosen by the mentee, or approved from a matching; the mentor says yes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.mentoring.enums import MentorshipOrigin, MentorshipState
from nastavnik.mentoring.events import MentorshipBegan
from nastavnik.mentoring.models import Mentee, Mentorship, MentorTurn, Wish
from nastavnik.mentoring.models.mentorships import MOST_IN_GROUP, USUAL_RHYTHM
from nastavnik.mentoring.permissions import can_accept, can_pair, can_wish, is_mentor
from nastavnik.mentoring.selectors.mentorships.mentors import offer_of
from nastavnik.mentoring.selectors.mentorships.rhythm import asleep_after, contact_due
from nastavnik.mentoring.services.locks import lock_people
from nastavnik.mentoring.services.mentorships import telling
from nastavnik.mentoring.services.mentorships.refusals import (
    AlreadyTogether,
    GroupIsFull,
    HasMentor,
    LeadsHerself,
    MentorIsAway,
    MentorIsFull,
    MentorshipIsOver,
    NobodyToLead,
    NoMentor,
    NotOfSchool,
)
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor, people_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

OPEN = (MentorshipState.WAITING, MentorshipState.ACTIVE)


@transaction.atomic
def propose(
    *,
    actor: Actor,
    school: School,
    mentor_id: int,
    user_ids: Collection[int],
    now: datetime,
    title: str = "",
    note: str = "",
    every_days: int = USUAL_RHYTHM,
    ends_on: date | None = None,
    origin: MentorshipOrigin = MentorshipOrigin.METHODIST,
    reasons: Sequence[dict[str, Any]] = (),
) -> Mentorship:
    """Let a mentor and one mentee or a group wait for the mentor's yes. A methodist may go beyond a mentor's capacity.

    Raises `NoMentor`, `LeadsHerself`, `NobodyToLead`, `GroupIsFull`, `NotOfSchool`, `AlreadyTogether`.
    """
    if not can_pair(actor, school):
        raise PermissionDenied
    mentorship = Mentorship(
        school=school, origin=origin, title=title.strip(), note=note.strip(), every_days=every_days, ends_on=ends_on
    )
    mentorship.reasons = list(reasons)
    return _write(mentorship, actor, mentor_id, user_ids, now)


@transaction.atomic
def choose(*, actor: User, school: School, mentor_id: int, note: str, now: datetime) -> Mentorship:
    """Let a mentee choose her mentor, who is asked then.

    Raises `HasMentor`, `MentorIsFull`, `MentorIsAway`, `NoMentor`, `LeadsHerself`.
    """
    if not can_wish(actor, school):
        raise PermissionDenied
    # of two choices at once, made in two tabs, one waits; and of two who choose the last place of a mentor
    lock_people(actor.pk, mentor_id)
    if _open_of(school, [actor.pk]).exists():
        raise HasMentor
    if mentor_id == actor.pk:
        raise LeadsHerself
    offer = offer_of(school, mentor_id, now.astimezone(school.zone).date())
    if offer is None:
        raise NoMentor
    if offer.is_away:
        raise MentorIsAway
    if not offer.free:
        raise MentorIsFull
    mentorship = Mentorship(school=school, origin=MentorshipOrigin.MENTEE, note=note.strip())
    return _write(mentorship, actor, mentor_id, [actor.pk], now)


def _write(
    mentorship: Mentorship, actor: Actor, mentor_id: int, user_ids: Collection[int], now: datetime
) -> Mentorship:
    """Write a mentorship that waits, with its people, and ask its mentor."""
    wanted = sorted(set(user_ids))
    school = mentorship.school
    # of two who put the same people together at once, one waits
    lock_people(mentor_id)
    mentor = User.objects.filter(pk=mentor_id, is_active=True).first()
    if mentor is None or not is_mentor(mentor, school):
        raise NoMentor
    check_mentees(school, mentor_id, wanted)
    mentorship.mentor, mentorship.created_at = mentor, now
    mentorship.proposed_by = actor if isinstance(actor, User) else None
    mentorship.save()
    Mentee.objects.bulk_create([Mentee(mentorship=mentorship, user_id=pk, joined_at=now) for pk in wanted])
    journal.record(actor=actor, verb="mentorship_proposed", subject=mentorship, now=now, origin=str(mentorship.origin))
    telling.tell_mentor(mentorship, "proposed", now, key="proposed")
    if mentorship.origin != MentorshipOrigin.MENTEE:
        telling.tell_mentees(mentorship, "found", now, key="found")
    return mentorship


def check_mentees(school: School, mentor_id: int | None, user_ids: Collection[int]) -> None:
    """Refuse people whom this mentor cannot lead."""
    if not user_ids:
        raise NobodyToLead
    if len(user_ids) > MOST_IN_GROUP:
        raise GroupIsFull
    if mentor_id in user_ids:
        raise LeadsHerself
    if people_of(place_of(school)).filter(pk__in=user_ids, is_active=True).count() != len(user_ids):
        raise NotOfSchool
    check_apart(school, mentor_id, user_ids)


def check_apart(school: School, mentor_id: int | None, user_ids: Collection[int]) -> None:
    """Refuse people of whom this mentor leads one already. Her row is locked, so that nobody else gives her one meanwhile."""
    if mentor_id is not None and _open_of(school, user_ids).filter(mentorship__mentor=mentor_id).exists():
        raise AlreadyTogether


def _open_of(school: School, user_ids: Collection[int]) -> QuerySet[Mentee]:
    return Mentee.objects.filter(user__in=user_ids, left_at=None, mentorship__school=school, mentorship__state__in=OPEN)


@transaction.atomic
def accept(*, actor: User, mentorship_id: int, now: datetime) -> Mentorship:
    """Let the mentor say yes: the mentorship begins, and the mentees are told. Raises `MentorshipIsOver`."""
    mentorship = _waiting(actor, mentorship_id)
    today = now.astimezone(mentorship.school.zone).date()
    mentorship.state, mentorship.began_at, mentorship.last_contact_at = MentorshipState.ACTIVE, now, None
    # the first meeting is due as soon as any other
    mentorship.due_on = contact_due(today, mentorship.every_days)
    mentorship.asleep_on = asleep_after(mentorship.due_on, mentorship.every_days)
    mentorship.save(update_fields=["state", "began_at", "last_contact_at", "due_on", "asleep_on"])
    MentorTurn.objects.create(mentorship=mentorship, mentor=actor, began_at=now)
    Wish.objects.filter(school=mentorship.school, user__in=telling.mentees_of(mentorship)).delete()
    journal.record(actor=actor, verb="mentorship_began", subject=mentorship, now=now)
    telling.tell_mentees(mentorship, "began", now, key="began")
    publish(MentorshipBegan(mentorship_id=mentorship.pk))
    return mentorship


@transaction.atomic
def decline(*, actor: User, mentorship_id: int, why: str, now: datetime) -> Mentorship:
    """Let the mentor say no; who proposed it is told, and her words to them. Raises `MentorshipIsOver`."""
    mentorship = _waiting(actor, mentorship_id)
    mentorship.state, mentorship.ended_at, mentorship.result = MentorshipState.DECLINED, now, why.strip()
    mentorship.save(update_fields=["state", "ended_at", "result"])
    journal.record(actor=actor, verb="mentorship_declined", subject=mentorship, now=now)
    telling.tell_mentees(mentorship, "declined", now, key="declined")
    telling.tell_methodists(mentorship, "declined_at_desk", now, key="declined")
    return mentorship


@transaction.atomic
def take_back(*, actor: User, mentorship_id: int, now: datetime) -> None:
    """Let who chose a mentor, or a methodist, take back what still waits; the mentor is told. Raises `MentorshipIsOver`."""
    mentorship = locked(mentorship_id)
    if actor.pk != mentorship.proposed_by_id and not can_pair(actor, mentorship.school):
        raise PermissionDenied
    if mentorship.state != MentorshipState.WAITING:
        raise MentorshipIsOver
    mentorship.state, mentorship.ended_at = MentorshipState.DECLINED, now
    mentorship.save(update_fields=["state", "ended_at"])
    journal.record(actor=actor, verb="mentorship_taken_back", subject=mentorship, now=now)
    telling.tell_mentor(mentorship, "taken_back", now, key="taken_back")


def locked(mentorship_id: int) -> Mentorship:
    """Return a mentorship locked for a change, its school and mentor joined."""
    rows = Mentorship.objects.select_for_update(of=("self",)).select_related("school", "mentor")
    return rows.get(pk=mentorship_id)


def _waiting(actor: User, mentorship_id: int) -> Mentorship:
    mentorship = locked(mentorship_id)
    if mentorship.mentor_id != actor.pk:
        raise PermissionDenied
    if not can_accept(actor, mentorship):
        raise MentorshipIsOver
    return mentorship

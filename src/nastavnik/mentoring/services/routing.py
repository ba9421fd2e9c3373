"""Who answers a question: given by the rule or by people, handed over, declined, taken away.

Several mentors may have one question. A question that nobody has left goes on by the rule; when nobody is free, the
methodists are told, and `routing_sweeps` gives it to who becomes free first.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.enums import OPEN_STATES, AssignmentEnd
from nastavnik.mentoring.models import Assignment, Consultation
from nastavnik.mentoring.permissions import can_answer, can_route, is_mentor, mentor_roles
from nastavnik.mentoring.selectors.candidates import (
    active_mentors,
    best_of,
    candidates,
    today_of,
    who_gave_it_away,
)
from nastavnik.mentoring.services import routing_notices as notices
from nastavnik.mentoring.services.routing_refusals import (
    AskedByHerself,
    HasItAlready,
    NotAMentor,
    NothingToAnswer,
)
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@transaction.atomic
def route(*, consultation_id: int, now: datetime, note: str = "") -> list[int]:
    """See that a mentor has the question: by theme, free capacity, not away, never who asked it; return who has it.

    Of those the one with the fewest open questions, and of equals who has waited longest. Who had it already and gave it
    up is not asked again. `note` is for whom gets it. Safe to repeat; one that waits for no answer goes to nobody.
    """
    consultation = locked_to_route(consultation_id)
    if consultation.state not in OPEN_STATES:
        return []
    return active_mentors(consultation.pk) or _give_by_rule(consultation, note=note, now=now)


@transaction.atomic
def assign(*, actor: Actor, consultation_id: int, mentor_id: int, note: str, now: datetime) -> Assignment:
    """Give the question to one more mentor: methodists, and who has it, may; those who have it keep it.

    Whoever is chosen by a person may be full or away: the person has seen it. Raises `NothingToAnswer`, `NotAMentor`,
    `HasItAlready`, `AskedByHerself`.
    """
    consultation = locked_consultation(consultation_id)
    if not can_answer(actor, consultation) and not can_route(actor, consultation.school):
        raise PermissionDenied
    given = _give(consultation, mentor_id, actor=actor, note=note, now=now)
    journal.record(actor=actor, verb="question_given", subject=consultation, now=now, mentor=mentor_id)
    return given


@transaction.atomic
def hand_over(*, actor: User, consultation_id: int, mentor_id: int, note: str, now: datetime) -> Assignment:
    """Give one's question to another mentor, with a word for her. Raises as `assign` does."""
    consultation = locked_consultation(consultation_id)
    own = _own_assignment(actor, consultation)
    given = _give(consultation, mentor_id, actor=actor, note=note, now=now)
    _end(own, AssignmentEnd.HANDED_OVER, note=note, now=now)
    journal.record(actor=actor, verb="question_handed_over", subject=consultation, now=now, mentor=mentor_id)
    return given


@transaction.atomic
def decline(*, actor: User, consultation_id: int, note: str, now: datetime) -> list[int]:
    """Give one's question back: it goes on by the rule, with the word for the next; return who has it now.

    Raises `NothingToAnswer`.
    """
    consultation = locked_to_route(consultation_id)
    own = _own_assignment(actor, consultation)
    _check_open(consultation)
    _end(own, AssignmentEnd.DECLINED, note=note, now=now)
    journal.record(actor=actor, verb="question_declined", subject=consultation, now=now)
    return route(consultation_id=consultation_id, now=now, note=note)


@transaction.atomic
def take_away(*, actor: Actor, consultation_id: int, mentor_id: int, note: str, now: datetime) -> list[int]:
    """Take the question from a mentor, who is told; it goes on by the rule unless somebody else has it.

    Return who has it now. One that she has no more is nothing to take away. Raises `NothingToAnswer`.
    """
    consultation = locked_to_route(consultation_id)
    if not can_route(actor, consultation.school):
        raise PermissionDenied
    _check_open(consultation)
    held = _active(consultation, mentor_id)
    if held is not None:
        _end(held, AssignmentEnd.TAKEN_AWAY, note=note, now=now)
        notices.tell_taken(held, consultation, now)
        journal.record(actor=actor, verb="question_taken_away", subject=consultation, now=now, mentor=mentor_id)
    return route(consultation_id=consultation_id, now=now)


def pass_on(assignment: Assignment, *, end: AssignmentEnd, now: datetime) -> list[int]:
    """Take a question from a mentor who cannot answer it, and give it to another by the rule; return who has it now."""
    consultation = locked_to_route(assignment.consultation_id)
    held = _active(consultation, assignment.mentor_id)
    if held is not None:
        _end(held, end, note="", now=now)
        notices.tell_taken(held, consultation, now)
    return route(consultation_id=consultation.pk, now=now)


def locked_to_route(consultation_id: int) -> Consultation:
    """Return the consultation locked for a change after which `route` may follow.

    Its school is locked before it, as where a question gets its number: two who waited for each other's would wait for ever.
    """
    lock_school_of(consultation_id)
    return locked_consultation(consultation_id)


def lock_school_of(consultation_id: int) -> None:
    """Let one after another give questions of a school to mentors: two at once do not go to the same last free place.

    Comes before the lock of the question itself.
    """
    school_id = Consultation.objects.values_list("school", flat=True).get(pk=consultation_id)
    School.objects.select_for_update(no_key=True).get(pk=school_id)


def locked_consultation(consultation_id: int) -> Consultation:
    """Return the consultation locked for a change, with its school and theme."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("school", "theme")
    return rows.get(pk=consultation_id)


def _give_by_rule(consultation: Consultation, *, note: str, now: datetime) -> list[int]:
    school = consultation.school
    without = who_gave_it_away(consultation.pk) | {consultation.asker_id or 0}
    people = candidates(school, theme_id=consultation.theme_id, today=today_of(school, now), without=without)
    chosen = best_of(people)
    if chosen is None:
        notices.tell_nobody_free(consultation, now)
        return []
    _put(consultation, chosen, actor=None, note=note, now=now)
    return [chosen]


def _give(consultation: Consultation, mentor_id: int, *, actor: Actor, note: str, now: datetime) -> Assignment:
    _check_open(consultation)
    if mentor_id == consultation.asker_id:
        raise AskedByHerself
    if not mentor_roles(consultation.school).filter(user=mentor_id).exists():
        raise NotAMentor
    if _active(consultation, mentor_id) is not None:
        raise HasItAlready
    return _put(consultation, mentor_id, actor=actor, note=note, now=now)


def _put(consultation: Consultation, mentor_id: int, *, actor: Actor | None, note: str, now: datetime) -> Assignment:
    given = Assignment.objects.create(
        consultation=consultation,
        mentor_id=mentor_id,
        assigned_by=actor if isinstance(actor, User) else None,
        assigned_at=now,
        note=note,
    )
    if actor is None or actor.pk != mentor_id:
        notices.tell_given(given, consultation, now)
    return given


def _end(held: Assignment, end: AssignmentEnd, *, note: str, now: datetime) -> None:
    held.ended_at, held.end, held.end_note = now, end, note
    held.save(update_fields=["ended_at", "end", "end_note"])


def _active(consultation: Consultation, mentor_id: int) -> Assignment | None:
    return Assignment.objects.filter(consultation=consultation, mentor=mentor_id, ended_at=None).first()


def _own_assignment(actor: User, consultation: Consultation) -> Assignment:
    """Return that by which `actor` has the question. Raises `PermissionDenied` when she has it no more."""
    own = _active(consultation, actor.pk)
    if own is None or not is_mentor(actor, consultation.school):
        raise PermissionDenied
    return own


def _check_open(consultation: Consultation) -> None:
    if consultation.state not in OPEN_STATES:
        raise NothingToAnswer

"""A person who asked to be forgotten: each area takes away what names her, and a sweep repeats what was not done.

An area that fails keeps no other from forgetting. Whoever has rows left is found by them, so nothing depends on the event.
The questions themselves come last: the others are found by who asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db.models import Exists, Model, OuterRef, Q

from nastavnik.mentoring.models import (
    Appointment,
    AppointmentNote,
    Attachment,
    Consultation,
    Meeting,
    MeetingDraft,
    Mentee,
    MentorProfile,
    Mentorship,
    Practice,
    PublicAnswer,
    Recommendation,
    Remark,
    Slot,
    Wish,
)
from nastavnik.mentoring.services import answering, appointments, asking, public, routing_forgetting
from nastavnik.mentoring.services.mentorships import forgetting as mentorships
from nastavnik.people.models import User

log = structlog.get_logger("nastavnik.mentoring.forgetting")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of what is known of people: how it forgets one of them, and which fields name her until it has."""

    name: str
    forget: Callable[[int, datetime], object]
    fields: tuple[tuple[type[Model], str], ...]


AREAS = (
    Area(
        "appointments",
        lambda user_id, now: appointments.forget_person(user_id=user_id, now=now),
        ((Appointment, "user"), (AppointmentNote, "owner"), (Slot, "mentor")),
    ),
    Area(
        "mentorships",
        lambda user_id, _now: mentorships.forget_person(user_id=user_id),
        (
            (Mentee, "user"),
            (Mentorship, "mentor"),
            (Meeting, "mentor"),
            (MeetingDraft, "user"),
            (Wish, "user"),
            (Practice, "user"),
        ),
    ),
    Area(
        "routing",
        lambda user_id, now: routing_forgetting.forget_person(user_id=user_id, now=now),
        ((MentorProfile, "user"),),
    ),
    Area(
        "public answers",
        lambda user_id, now: public.forget_person(user_id=user_id, now=now),
        ((PublicAnswer, "consultation__asker"), (PublicAnswer, "prepared_by")),
    ),
    Area(
        "answering",
        lambda user_id, _now: answering.forget_person(user_id=user_id),
        ((Recommendation, "mentor"),),
    ),
    Area(
        "asking",
        lambda user_id, _now: asking.forget_person(user_id=user_id),
        ((Consultation, "asker"), (Remark, "author"), (Attachment, "author")),
    ),
)


def forget_person(*, user_id: int, now: datetime) -> None:
    """Take away what names somebody. Safe to repeat; what fails is left to the sweep."""
    for area in AREAS:
        _forget(area, user_id, now)


def forget_who_was_missed(*, now: datetime) -> int:
    """Take away what names people whose erasure was not heard of to the end; return how often an area had rows of one."""
    return sum(_sweep(area, now) for area in AREAS)


def _sweep(area: Area, now: datetime) -> int:
    left = Q()
    for model, field in area.fields:
        left |= Q(Exists(model._default_manager.filter(**{field: OuterRef("pk")})))
    missed = User.objects.filter(left, erased_at__isnull=False).order_by("pk")
    return sum(_forget(area, user_id, now) for user_id in missed.values_list("pk", flat=True))


def _forget(area: Area, user_id: int, now: datetime) -> bool:
    try:
        area.forget(user_id, now)
    except Exception:
        log.exception("person_not_forgotten", area=area.name, user=user_id)
        return False
    return True

"""Who would like a mentor; since when people work in libraries; where settlements lie."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.text import search_key
from nastavnik.mentoring.models import Practice, SettlementPoint, Theme, Wish
from nastavnik.mentoring.permissions import can_pair, can_wish
from nastavnik.mentoring.services.mentorships import telling
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@transaction.atomic
def wish(
    *, actor: User, school: School, theme_ids: Collection[int], goal: str, since_year: int | None, now: datetime
) -> Wish:
    """Say that one would like a mentor, or say it otherwise than before. Who asks for the first time, the methodists are told."""
    if not can_wish(actor, school):
        raise PermissionDenied
    row, is_new = Wish.objects.get_or_create(school=school, user=actor, defaults={"created_at": now})
    row.goal = goal.strip()
    row.save(update_fields=["goal"])
    row.themes.set(Theme.objects.filter(school=school, retired_at=None, pk__in=theme_ids))
    _set_practice(actor, school, since_year)
    journal.record(actor=actor, verb="mentor_wished", subject=row, now=now)
    if is_new:
        telling.tell_of_wish(actor, school, now)
    return row


@transaction.atomic
def take_wish_back(*, actor: User, school: School, now: datetime) -> bool:
    """Say that one does not want a mentor any more; tell whether there was a wish."""
    row = Wish.objects.filter(school=school, user=actor.pk).first()
    if row is None:
        return False
    journal.record(actor=actor, verb="mentor_not_wished", subject=row, now=now)
    row.delete()
    return True


@transaction.atomic
def set_practice(*, actor: User, school: School, since_year: int | None) -> None:
    """Say since which year one works in libraries; None takes it back."""
    if not can_wish(actor, school):
        raise PermissionDenied
    _set_practice(actor, school, since_year)


def _set_practice(actor: User, school: School, since_year: int | None) -> None:
    if since_year is None:
        Practice.objects.filter(school=school, user=actor).delete()
    else:
        Practice.objects.update_or_create(school=school, user=actor, defaults={"since_year": since_year})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a settlement lies, in degrees."""

    name: str
    latitude: float
    longitude: float


@transaction.atomic
def set_settlements(*, actor: Actor, school: School, places: Collection[Place], now: datetime) -> int:
    """Put these places of settlements in place of all that were known; return how many there are."""
    if not can_pair(actor, school):
        raise PermissionDenied
    by_key: Mapping[str, Place] = {search_key(one.name): one for one in places}
    SettlementPoint.objects.filter(school=school).delete()
    SettlementPoint.objects.bulk_create(
        [
            SettlementPoint(school=school, key=key, name=one.name, latitude=one.latitude, longitude=one.longitude)
            for key, one in by_key.items()
        ],
        batch_size=500,
    )
    journal.record(actor=actor, verb="settlements_set", subject=school, now=now, places=len(by_key))
    return len(by_key)

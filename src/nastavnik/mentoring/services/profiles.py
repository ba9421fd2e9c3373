"""What a mentor takes on: themes, how much at a time, until when she is away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.core import journal
from nastavnik.mentoring.models import MentorProfile, Theme
from nastavnik.mentoring.permissions import can_edit_mentor
from nastavnik.mentoring.services.routing_refusals import RulesChangedMeanwhile
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

FIELDS = ("about", "capacity", "mentee_capacity", "away_until")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a mentor takes on; without themes she takes every one."""

    about: str
    theme_ids: Collection[int]
    capacity: int
    mentee_capacity: int
    away_until: date | None
    # of the page on which it was changed
    version: int


@transaction.atomic
def change_profile(*, actor: Actor, school_id: int, mentor_id: int, offer: Offer, now: datetime) -> MentorProfile:
    """Say what a mentor takes on; what she has already stays with her, but for what is due while she is away.

    That goes on to others at the next sweep. Raises `RulesChangedMeanwhile`.
    """
    school, mentor = School.objects.get(pk=school_id), User.objects.get(pk=mentor_id)
    if not can_edit_mentor(actor, mentor, school):
        raise PermissionDenied
    MentorProfile.objects.get_or_create(school=school, user=mentor)
    profile = MentorProfile.objects.select_for_update().get(school=school, user=mentor)
    if profile.version != offer.version:
        raise RulesChangedMeanwhile
    if profile.away_until != offer.away_until:
        profile.away_said_at = now if offer.away_until else None
    for name in FIELDS:
        setattr(profile, name, getattr(offer, name))
    profile.version += 1
    profile.save(update_fields=[*FIELDS, "away_said_at", "version"])
    profile.themes.set(Theme.objects.filter(school=school, pk__in=offer.theme_ids))
    journal.record(actor=actor, verb="mentor_profile_changed", subject=profile, now=now)
    return profile

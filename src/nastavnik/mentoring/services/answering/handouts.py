"""Handouts of lessons in a recommendation."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.mentoring.models import RecommendedHandout
from nastavnik.mentoring.services.answering.drafts import own
from nastavnik.mentoring.services.answering.moments import touch
from nastavnik.mentoring.services.answering.refusals import TooManyHandouts
from nastavnik.people.models import User
from nastavnik.programme.models import Handout
from nastavnik.programme.permissions import can_open_handout

MOST_HANDOUTS = 20


@transaction.atomic
def add_handout(*, actor: User, recommendation_id: int, handout_id: int, now: datetime) -> RecommendedHandout:
    """Put a handout that the mentor may open at the end. Safe to repeat. Raises `TooManyHandouts`."""
    row = own(actor, recommendation_id)
    handout = Handout.objects.select_related("lesson__school", "lesson__cycle__programme").get(pk=handout_id)
    if handout.lesson.school_id != row.consultation.school_id or not can_open_handout(actor, handout):
        raise PermissionDenied
    others = RecommendedHandout.objects.filter(recommendation=row).exclude(handout=handout)
    places = list(others.values_list("position", flat=True))
    if len(places) >= MOST_HANDOUTS:
        raise TooManyHandouts
    place = max(places, default=-1) + 1
    made, is_new = RecommendedHandout.objects.get_or_create(
        recommendation=row, handout=handout, defaults={"position": place}
    )
    if is_new:
        touch(row, now)
    return made


@transaction.atomic
def remove_handout(*, actor: User, recommendation_id: int, handout_id: int, now: datetime) -> None:
    """Take a handout out. Safe to repeat."""
    row = own(actor, recommendation_id)
    gone, _kinds = RecommendedHandout.objects.filter(recommendation=row, handout=handout_id).delete()
    if gone:
        touch(row, now)

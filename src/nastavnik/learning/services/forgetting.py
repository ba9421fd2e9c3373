"""A person who asked to be forgotten: each area takes away what names her, and a sweep repeats what was not done.

An area that fails keeps no other from forgetting. Whoever has rows left is found by them, so nothing depends on the event.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db.models import Exists, Model, OuterRef, Q

from nastavnik.learning.models import (
    Attempt,
    Certificate,
    LtiPerson,
    QuizImport,
    Statement,
    SurveyAnswer,
    UnsavedForm,
    WatchCoverage,
)
from nastavnik.learning.services import certificates, coverage, quizzes, surveys
from nastavnik.learning.services.lti import people as lti_people
from nastavnik.learning.services.statements import writing as statements
from nastavnik.people.models import User

log = structlog.get_logger("nastavnik.learning.forgetting")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of what is known of people: how it forgets one of them, and which rows name her until it has (`user`)."""

    name: str
    forget: Callable[[int, datetime], object]
    rows: tuple[type[Model], ...]


AREAS = (
    Area("coverage", lambda user_id, _now: coverage.forget_person(user_id=user_id), (WatchCoverage,)),
    Area("surveys", lambda user_id, _now: surveys.forget_person(user_id=user_id), (SurveyAnswer,)),
    Area(
        "quizzes",
        lambda user_id, _now: quizzes.forget_person(user_id=user_id),
        (Attempt, UnsavedForm, QuizImport),
    ),
    Area("certificates", lambda user_id, now: certificates.forget_person(user_id=user_id, now=now), (Certificate,)),
    Area("lti", lambda user_id, _now: lti_people.forget_person(user_id=user_id), (LtiPerson,)),
    Area("statements", lambda user_id, _now: statements.forget_person(user_id=user_id), (Statement,)),
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
    for model in area.rows:
        left |= Q(Exists(model._default_manager.filter(user=OuterRef("pk"))))
    missed = User.objects.filter(left, erased_at__isnull=False).order_by("pk")
    return sum(_forget(area, user_id, now) for user_id in missed.values_list("pk", flat=True))


def _forget(area: Area, user_id: int, now: datetime) -> bool:
    try:
        area.forget(user_id, now)
    except Exception:
        log.exception("person_not_forgotten", area=area.name, user=user_id)
        return False
    return True

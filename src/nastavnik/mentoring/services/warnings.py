"""The methodists, and who has the question, are warned once before a term runs out."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.selectors.terms import rules_of, working_hours_of
from nastavnik.mentoring.services.routing import locked_consultation
from nastavnik.mentoring.services.routing_notices import tell_due_soon
from nastavnik.mentoring.services.sweeping import apart
from nastavnik.mentoring.terms import HOUR
from nastavnik.programme.models import School


def warn_of_terms(*, now: datetime) -> int:
    """Warn of every question whose term runs out within the school's hours of warning; return of how many.

    One whose term ran out while nothing was swept is warned of too.
    """
    waiting = Consultation.objects.filter(school=OuterRef("pk"), state=ConsultationState.WAITING, warned_at=None)
    warned = 0
    for school in School.objects.filter(Exists(waiting)).order_by("pk"):
        with apart("warn_of_terms", school=school.pk):
            warned += _warn_in(school, now)
    return warned


def _warn_in(school: School, now: datetime) -> int:
    rules = rules_of(school)
    until = working_hours_of(school, rules).after(now, rules.warn_hours * HOUR)
    late = Consultation.objects.filter(
        school=school, state=ConsultationState.WAITING, due_at__lte=until, warned_at=None
    )
    numbers = list(late.order_by("due_at", "pk").values_list("pk", flat=True))
    return sum(_warn(consultation_id=number, now=now) for number in numbers)


@transaction.atomic
def _warn(*, consultation_id: int, now: datetime) -> int:
    """Warn of one question unless somebody else has, or it was answered, a moment ago; return 1 when it was warned of."""
    consultation = locked_consultation(consultation_id)
    if consultation.warned_at is not None or consultation.state != ConsultationState.WAITING:
        return 0
    consultation.warned_at = now
    consultation.save(update_fields=["warned_at"])
    tell_due_soon(consultation, active_mentors(consultation_id), now)
    return 1

"""The methodists, and who has the question, are warned once before a term runs out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.candidates import mentors_of
from nastavnik.mentoring.selectors.terms import rules_of, working_hours_of
from nastavnik.mentoring.services.routing_notices import tell_due_soon
from nastavnik.mentoring.services.sweeping import BATCH, apart, batched
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
    return sum(_warn(school, some, now) for some in batched(numbers, BATCH))


@transaction.atomic
def _warn(school: School, numbers: Sequence[int], now: datetime) -> int:
    """Warn of those questions of which nobody else has, and that nobody has answered, a moment ago; return of how many."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("theme").order_by("pk")
    late = list(rows.filter(pk__in=numbers, state=ConsultationState.WAITING, warned_at=None))
    Consultation.objects.filter(pk__in=[one.pk for one in late]).update(warned_at=now)
    late.sort(key=lambda one: numbers.index(one.pk))
    tell_due_soon(school, late, mentors_of([one.pk for one in late]), now)
    return len(late)

"""What mentors are told of what the asker does: the number and the way there, never a word of the question."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from nastavnik.core.events import publish
from nastavnik.mentoring.events import ConsultationAsked
from nastavnik.mentoring.models import Consultation, Recommendation
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.services import routing
from nastavnik.mentoring.services.asking.drafts import own_locked
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of


def own_locked_to_route(actor: User, consultation_id: int) -> Consultation:
    """Return a consultation as `own_locked` does, its school locked before it: `tell_or_route` follows."""
    routing.lock_school_of(consultation_id)
    return own_locked(actor, consultation_id)


def hour_of(now: datetime) -> str:
    """Return the key of news that somebody brings about by a click: once an hour, however often she changes her mind."""
    return f"{now:%Y%m%d%H}"


def tell_or_route(consultation: Consultation, template: str, key: str, now: datetime) -> None:
    """Tell the mentors who have a question that waits again; where nobody has it any more, let one be found."""
    mentors = active_mentors(consultation.pk)
    if mentors:
        tell_mentors(consultation, mentors, template, key, now)
    else:
        routing.route(consultation_id=consultation.pk, now=now)
    publish(ConsultationAsked(consultation_id=consultation.pk))


def tell_mentors(
    consultation: Consultation,
    mentors: Collection[int],
    template: str,
    key: str,
    now: datetime,
    *,
    has_page: bool = True,
) -> None:
    """Tell mentors of a consultation, whose school is loaded; without a page where they may not read it any more."""
    school = consultation.school
    page = reverse("mentoring:answer", args=[consultation.token]) if has_page else reverse("mentoring:queue")
    notify(
        user_ids=mentors,
        kind=NoticeKind.MENTORING,
        template=f"mentoring/notices/{template}",
        context={"number": consultation.number, "due_at": consultation.due_at},
        link=school.address_of(page),
        key=f"{template}:{consultation.pk}:{key}",
        place=place_of(school),
        zone=school.time_zone,
        now=now,
    )


def tell_judged(consultation: Consultation, now: datetime) -> None:
    """Tell those who answered whether it helped."""
    sent = Recommendation.objects.filter(consultation=consultation, sent_at__isnull=False, mentor__isnull=False)
    mentors = set(sent.values_list("mentor_id", flat=True))
    template = "question_helped" if consultation.has_helped else "question_not_helped"
    tell_mentors(consultation, mentors, template, f"{consultation.answered_at}:{hour_of(now)}", now)

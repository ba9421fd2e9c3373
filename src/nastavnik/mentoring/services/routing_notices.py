"""What mentors and methodists are told of questions: number, theme, term and the way there; never a word of the question."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.mentoring.models import Assignment, Consultation
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.services import notify
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

TAKEN = "question_taken"


def methodists_of(school: School) -> list[int]:
    """Return whom the school's own matters are told."""
    place = place_of(school)
    roles = RoleAssignment.objects.filter(place_kind=place.kind, place_id=place.id, role=Role.METHODIST)
    return sorted(roles.values_list("user_id", flat=True))


def tell_given(assignment: Assignment, consultation: Consultation, now: datetime) -> None:
    """Tell a mentor that a question waits for her."""
    _tell([assignment.mentor_id], NoticeKind.MENTORING, "question_given", consultation, now, key=f"{assignment.pk}")


def tell_taken(assignment: Assignment, consultation: Consultation, now: datetime) -> None:
    """Tell a mentor that somebody else has a question now that she had."""
    _tell([assignment.mentor_id], NoticeKind.MENTORING, TAKEN, consultation, now, key=f"{assignment.pk}")


def tell_nobody_free(consultation: Consultation, now: datetime) -> None:
    """Tell the methodists, once for each who gave it up, that no mentor can take a question."""
    ended = Assignment.objects.filter(consultation=consultation, ended_at__isnull=False).count()
    key = f"{consultation.pk}:{ended}"
    _tell(methodists_of(consultation.school), NoticeKind.DESK, "nobody_free", consultation, now, key=key)


def tell_due_soon(consultation: Consultation, mentor_ids: Collection[int], now: datetime) -> None:
    """Tell the methodists, and the mentors who have it, that the term of a question runs out."""
    key = f"{consultation.pk}:{consultation.due_at:%Y%m%d%H%M%S}"
    _tell(mentor_ids, NoticeKind.MENTORING, "due_soon", consultation, now, key=key)
    methodists = set(methodists_of(consultation.school)) - set(mentor_ids)
    _tell(methodists, NoticeKind.DESK, "due_soon_at_desk", consultation, now, key=key)


def _tell(
    user_ids: Iterable[int], kind: NoticeKind, template: str, consultation: Consultation, now: datetime, *, key: str
) -> None:
    """Tell people of a consultation whose school and theme are loaded. Who asked it is told by other ways."""
    school = consultation.school
    context: dict[str, Any] = {
        "number": consultation.number,
        "theme": consultation.theme.title if consultation.theme else "",
        "due_at": consultation.due_at,
    }
    notify(
        user_ids=set(user_ids) - {consultation.asker_id},
        kind=kind,
        template=f"mentoring/notices/{template}",
        context=context,
        link=school.address_of(_page_of(template, kind, consultation)),
        key=f"{template}:{key}",
        place=place_of(school),
        zone=school.time_zone,
        now=now,
    )


def _page_of(template: str, kind: NoticeKind, consultation: Consultation) -> str:
    """Return where the news leads: a question that was taken away has no page for whom it was taken from."""
    if template == TAKEN:
        return reverse("mentoring:queue")
    page = "mentoring:routing" if kind is NoticeKind.DESK else "mentoring:answer"
    return reverse(page, args=[consultation.token])

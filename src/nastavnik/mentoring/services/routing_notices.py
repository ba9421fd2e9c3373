"""What mentors and methodists are told of questions: number, theme, term and the way there; never a word of the question."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.mentoring.models import Assignment, Consultation
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.services import News, notify_all
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


def tell_due_soon(
    school: School, consultations: Iterable[Consultation], mentors: Mapping[int, Collection[int]], now: datetime
) -> None:
    """Tell the methodists, and the mentors who have them by `mentors`, that the terms of questions run out. All at once."""
    methodists, news = set(methodists_of(school)), list[News]()
    for one in consultations:
        key, holders = f"{one.pk}:{one.due_at:%Y%m%d%H%M%S}", set(mentors.get(one.pk, ()))
        news.append(_news(holders, NoticeKind.MENTORING, "due_soon", one, school, key=key))
        news.append(_news(methodists - holders, NoticeKind.DESK, "due_soon_at_desk", one, school, key=key))
    notify_all(news=news, place=place_of(school), zone=school.time_zone, now=now)


def _tell(
    user_ids: Iterable[int], kind: NoticeKind, template: str, consultation: Consultation, now: datetime, *, key: str
) -> None:
    """Tell people of a consultation whose school and theme are loaded."""
    school = consultation.school
    news = _news(user_ids, kind, template, consultation, school, key=key)
    notify_all(news=[news], place=place_of(school), zone=school.time_zone, now=now)


def _news(
    user_ids: Iterable[int], kind: NoticeKind, template: str, consultation: Consultation, school: School, *, key: str
) -> News:
    """Return news of a consultation whose theme is loaded. Who asked it is told by other ways."""
    context: dict[str, Any] = {
        "number": consultation.number,
        "theme": consultation.theme.title if consultation.theme else "",
        "due_at": consultation.due_at,
    }
    return News(
        user_ids=set(user_ids) - {consultation.asker_id},
        kind=kind,
        template=f"mentoring/notices/{template}",
        context=context,
        link=school.address_of(_page_of(template, kind, consultation)),
        key=f"{template}:{key}",
    )


def _page_of(template: str, kind: NoticeKind, consultation: Consultation) -> str:
    """Return where the news leads: a question that was taken away has no page for whom it was taken from."""
    if template == TAKEN:
        return reverse("mentoring:queue")
    page = "mentoring:routing" if kind is NoticeKind.DESK else "mentoring:answer"
    return reverse(page, args=[consultation.token])

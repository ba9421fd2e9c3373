"""What the people of a mentorship are told: that something happened and where to look; never what they wrote to each other."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.mentoring.models import Mentee, Mentorship
from nastavnik.mentoring.services.routing_notices import methodists_of
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of


def mentees_of(mentorship: Mentorship) -> list[int]:
    """Return whom a mentorship leads now."""
    return list(Mentee.objects.filter(mentorship=mentorship, left_at=None).values_list("user_id", flat=True))


def tell_mentor(mentorship: Mentorship, what: str, now: datetime, *, key: str, **words: Any) -> None:
    """Tell the mentor."""
    if mentorship.mentor_id is not None:
        _tell([mentorship.mentor_id], NoticeKind.MENTORING, mentorship, what, now, key=key, **words)


def tell_mentees(mentorship: Mentorship, what: str, now: datetime, *, key: str, **words: Any) -> None:
    """Tell all whom the mentorship leads now."""
    _tell(mentees_of(mentorship), NoticeKind.LEARNING, mentorship, what, now, key=key, **words)


def tell_methodists(mentorship: Mentorship, what: str, now: datetime, *, key: str, **words: Any) -> None:
    """Tell the methodists of the school."""
    _tell(methodists_of(mentorship.school), NoticeKind.DESK, mentorship, what, now, key=key, **words)


def tell_people(user_ids: Iterable[int], mentorship: Mentorship, what: str, now: datetime, *, key: str) -> None:
    """Tell certain mentees."""
    _tell(user_ids, NoticeKind.LEARNING, mentorship, what, now, key=key)


def tell_former_mentor(user_id: int, mentorship: Mentorship, now: datetime, *, key: str) -> None:
    """Tell who was its mentor that another one goes on; she opens it no more, so the way leads to those that she has."""
    way = reverse("mentoring:mentorships")
    _tell([user_id], NoticeKind.MENTORING, mentorship, "handed_over", now, key=key, way=way)


def _tell(
    user_ids: Iterable[int],
    kind: NoticeKind,
    mentorship: Mentorship,
    what: str,
    now: datetime,
    *,
    key: str,
    way: str = "",
    **words: Any,
) -> None:
    """Tell people of a mentorship whose school and mentor are loaded; `way`: the path to a page other than its own."""
    names = list(Mentee.objects.filter(mentorship=mentorship, left_at=None).values_list("user__full_name", flat=True))
    notify(
        user_ids=user_ids,
        kind=kind,
        template=f"mentoring/notices/mentorship_{what}",
        now=now,
        context={
            "mentor": mentorship.mentor.full_name if mentorship.mentor else "",
            "mentees": ", ".join(names),
            "title": mentorship.title,
            **words,
        },
        link=mentorship.school.address_of(way or reverse("mentoring:mentorship", args=[mentorship.token])),
        key=f"mentorship.{mentorship.token}.{key}",
        place=place_of(mentorship.school),
        zone=mentorship.school.time_zone,
    )


def tell_of_wish(person: User, school: School, now: datetime) -> None:
    """Tell the methodists that somebody would like a mentor; once a day, however often she changes her mind."""
    notify(
        user_ids=methodists_of(school),
        kind=NoticeKind.DESK,
        template="mentoring/notices/mentor_wished",
        now=now,
        context={"person": person.full_name},
        link=school.address_of(reverse("mentoring:pulse")),
        key=f"mentor_wished.{school.pk}.{person.pk}.{now:%Y%m%d}",
        place=place_of(school),
        zone=school.time_zone,
    )

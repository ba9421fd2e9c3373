"""What people of a project are told of the talk about it. What one person says within an hour is one piece of news."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from nastavnik.grants.models import GrantApplication, GrantMember, GrantRemark, MockReview
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of

KIND = NoticeKind.GRANTS


def tell_of_remark(remark: GrantRemark, *, actor: User, now: datetime) -> None:
    """Tell those who write a project that somebody remarks on it."""
    _tell("remark", remark.grant, members_of(remark.grant), actor=actor, now=now, words={"body": remark.body})


def tell_of_answer(answer: GrantRemark, *, actor: User, now: datetime) -> None:
    """Tell those who write a project, and who spoke in the thread, that somebody has answered."""
    root = answer.parent or answer
    thread = GrantRemark.objects.filter(Q(pk=root.pk) | Q(parent=root))
    people = members_of(answer.grant) | {one.author_id for one in thread if one.author_id is not None}
    _tell("answer", answer.grant, people, actor=actor, now=now, words={"body": answer.body})


def tell_of_resolving(remark: GrantRemark, *, actor: User, now: datetime) -> None:
    """Tell who made a remark that it was resolved."""
    if remark.author_id is not None:
        _tell("resolved", remark.grant, [remark.author_id], actor=actor, now=now, words={"body": remark.body})


def tell_of_review(review: MockReview, *, actor: User, now: datetime) -> None:
    """Tell those who write a project that it was judged by way of trial."""
    path = reverse("grants:review", args=[review.grant.token, review.token])
    _tell("reviewed", review.grant, members_of(review.grant), actor=actor, now=now, path=path, key=f"{review.pk}")


def members_of(grant: GrantApplication) -> set[int]:
    """Return who writes a project and who leads them."""
    return set(GrantMember.objects.filter(project=grant.project_id).values_list("user_id", flat=True))


def _tell(
    what: str,
    grant: GrantApplication,
    people: Iterable[int],
    *,
    actor: User,
    now: datetime,
    words: Mapping[str, Any] | None = None,
    path: str = "",
    key: str = "",
) -> None:
    school = grant.project.school
    context = {"title": grant.project.title, "fund": template_of(grant.template).fund, "who": actor.full_name}
    notify(
        user_ids=set(people) - {actor.pk},
        kind=KIND,
        template=f"grants/notices/{what}",
        now=now,
        context={**context, **(words or {})},
        link=school.address_of(path or reverse("grants:remarks", args=[grant.token])),
        key=f"grant.{grant.token}.{what}.{key or f'{actor.pk}.{now:%Y%m%d%H}'}",
        place=place_of(school),
        zone=school.time_zone,
    )

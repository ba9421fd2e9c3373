"""What people of a project are told of its way: that it went on, that a day comes near; each thing once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.grants.enums import GrantState
from nastavnik.grants.funds.deadline import Deadline
from nastavnik.grants.models import GrantApplication, GrantMember, ReportDue
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.enums import NoticeKind, PlaceKind, Role
from nastavnik.people.models import RoleAssignment, User
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of


def tell_of_state(grant: GrantApplication, *, actor: User, now: datetime) -> None:
    """Tell the others that the application went on, or a step back."""
    words = {"state": GrantState(grant.state).label, "who": actor.full_name, "is_won": grant.state == GrantState.WON}
    key = f"state.{grant.state}.{now.isoformat()}"
    _tell("moved", grant, people_of(grant) - {actor.pk}, now=now, key=key, words=words)


def tell_of_deadline(grant: GrantApplication, deadline: Deadline, *, days: int, now: datetime) -> None:
    """Remind who writes that the time in which it is safe to send it is nearly over."""
    words = {"days": days, "closes_at": deadline.closes_at, "safe_at": deadline.safe_at, "percent": grant.percent}
    words["red"] = grant.red
    key = f"deadline.{deadline.closes_at.isoformat()}.{days}"
    _tell("deadline", grant, people_of(grant), now=now, key=key, words=words, useless_at=deadline.closes_at)


def tell_of_report(report: ReportDue, *, days: int, now: datetime) -> None:
    """Remind of a report that the fund expects."""
    words = {"report": report.title, "days": days, "due_on": report.due_on}
    key = f"report.{report.token}.{report.due_on.isoformat()}.{days}"
    _tell("report", report.grant, people_of(report.grant), now=now, key=key, words=words)


def people_of(grant: GrantApplication) -> set[int]:
    """Return who writes a project, who leads them, and who heads its library."""
    members = GrantMember.objects.filter(project=grant.project_id).values_list("user_id", flat=True)
    library = grant.project.library_id
    if library is None:
        return set(members)
    heads = RoleAssignment.objects.filter(
        role=Role.HEAD, place_kind=PlaceKind.LIBRARY, place_id=library, user__is_active=True
    )
    return {*members, *heads.values_list("user_id", flat=True)}


def _tell(
    what: str,
    grant: GrantApplication,
    people: Iterable[int],
    *,
    now: datetime,
    key: str,
    words: Mapping[str, Any],
    useless_at: datetime | None = None,
) -> None:
    school = grant.project.school
    context = {"title": grant.project.title, "fund": template_of(grant.template).fund, **words}
    notify(
        user_ids=people,
        kind=NoticeKind.GRANTS,
        template=f"grants/notices/{what}",
        now=now,
        context=context,
        link=school.address_of(reverse("grants:papers", args=[grant.token])),
        key=f"grant.{grant.token}.{key}",
        place=place_of(school),
        zone=school.time_zone,
        useless_at=useless_at,
    )

"""What the services of the jury share: the rows they begin with, locked, and who is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from nastavnik.contest.models import Contest, Juror, ScoreSheet
from nastavnik.contest.permissions import can_run_contest, is_review_over
from nastavnik.contest.services.jury.refusals import ResultsAreOut, ReviewOver
from nastavnik.people.enums import NoticeKind, Place, PlaceKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.permissions import Actor
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of

SHEET_OF = ("juror__contest__school", "application")


def seat_of(contest: Contest) -> Place:
    """Return the contest as a place of roles."""
    return Place(PlaceKind.CONTEST, contest.pk)


def led_contest(actor: Actor, contest_id: int) -> Contest:
    """Return a contest whose jury `actor` leads, locked, so that two acts at once see each other. Raises `ResultsAreOut`."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest_id)
    if not can_run_contest(actor, contest):
        raise PermissionDenied
    check_not_released(contest)
    return contest


def led_juror(actor: Actor, juror_id: int) -> Juror:
    """Return a juror of a contest whose jury `actor` leads, locked. Raises `ResultsAreOut`."""
    juror = Juror.objects.select_for_update(of=("self",)).select_related("contest__school", "user").get(pk=juror_id)
    if not can_run_contest(actor, juror.contest):
        raise PermissionDenied
    check_not_released(juror.contest)
    return juror


def locked_sheet(sheet_id: int) -> ScoreSheet:
    """Return a sheet, locked, with its juror, contest and application; the caller asks for the right."""
    return ScoreSheet.objects.select_for_update(of=("self",)).select_related(*SHEET_OF).get(pk=sheet_id)


def check_not_released(contest: Contest) -> None:
    """Raise `ResultsAreOut` once everybody knows the results."""
    if contest.released_at is not None:
        raise ResultsAreOut


def check_review_goes_on(contest: Contest, now: datetime) -> None:
    """Raise `ResultsAreOut` or `ReviewOver` when the jury marks no more."""
    check_not_released(contest)
    if is_review_over(contest, now):
        raise ReviewOver


def runners_of(contest: Contest) -> list[int]:
    """Return the accounts of who runs the contest: the methodists of the school, the secretary."""
    place = place_of(contest.school)
    methodists = RoleAssignment.objects.filter(role=Role.METHODIST, place_kind=place.kind, place_id=place.id)
    secretaries = Juror.objects.filter(contest=contest, is_secretary=True, left_at=None, user__isnull=False)
    return sorted({*methodists.values_list("user__pk", flat=True), *secretaries.values_list("user__pk", flat=True)})


def tell(
    contest: Contest, news: str, user_ids: Iterable[int], link: str, *, now: datetime, key: str = "", **words: Any
) -> int:
    """Tell people of the contest something; no words of an application, which a jury that sees no names must not read."""
    return notify(
        user_ids=user_ids,
        kind=NoticeKind.CONTEST,
        template=f"contest/notices/{news}",
        now=now,
        context={"contest": contest, **words},
        link=contest.school.address_of(link),
        key=key,
        place=place_of(contest.school),
        zone=contest.school.time_zone,
    )

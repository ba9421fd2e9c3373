"""Recusals: a juror says that she does not judge an application, or whoever runs the contest says so of her."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.models import Application, Juror, Recusal
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.services.jury.parts import check_not_released, runners_of, tell
from nastavnik.contest.services.jury.refusals import NotYours, ReasonMissing
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor


@transaction.atomic
def declare_recusal(*, actor: Actor, juror_id: int, application_id: int, reason: str, now: datetime) -> Recusal:
    """Let a juror not judge an application; once said, saying it again changes nothing.

    What she has marked is kept and counts no more. Raises `ReasonMissing`, `ResultsAreOut`.
    """
    juror = Juror.objects.select_for_update(of=("self",)).select_related("contest__school").get(pk=juror_id)
    is_own = _is_own(actor, juror)
    if not is_own and not can_run_contest(actor, juror.contest):
        raise PermissionDenied
    check_not_released(juror.contest)
    application = Application.objects.get(pk=application_id, contest=juror.contest)
    words = " ".join(reason.split())[:1000]
    if not words:
        raise ReasonMissing
    recusal, is_new = Recusal.objects.get_or_create(
        juror=juror,
        application=application,
        defaults={"reason": words, "declared_by": actor if isinstance(actor, User) else None, "declared_at": now},
    )
    if is_new:
        journal.record(actor=actor, verb="recused", subject=application, now=now, juror=juror.pk)
        if is_own:
            _tell_runners(recusal, now)
    return recusal


@transaction.atomic
def take_recusal_back(*, actor: Actor, recusal_id: int, now: datetime) -> None:
    """Let a juror judge the application after all. Raises `NotYours`: only who declared a recusal takes it back, `ResultsAreOut`."""
    recusal = (
        Recusal.objects.select_for_update(of=("self",)).select_related("juror__contest__school").get(pk=recusal_id)
    )
    juror = recusal.juror
    is_runner = can_run_contest(actor, juror.contest)
    if not is_runner and not _is_own(actor, juror):
        raise PermissionDenied
    check_not_released(juror.contest)
    was_her_own = recusal.declared_by_id is not None and recusal.declared_by_id == juror.user_id
    if was_her_own != _is_own(actor, juror):
        raise NotYours
    journal.record(actor=actor, verb="recusal_taken_back", subject=recusal.application, now=now, juror=juror.pk)
    recusal.delete()


def _is_own(actor: Actor, juror: Juror) -> bool:
    return isinstance(actor, User) and juror.user_id == actor.pk and juror.left_at is None


def _tell_runners(recusal: Recusal, now: datetime) -> None:
    contest = recusal.juror.contest
    link = f"/desk/contests/{contest.token}/jury/assign/{recusal.application.token}/"
    told = set(runners_of(contest)) - {recusal.juror.user_id}
    words: dict[str, Any] = {"juror": recusal.juror, "application": recusal.application, "reason": recusal.reason}
    tell(contest, "recusal", told, link, now=now, **words)

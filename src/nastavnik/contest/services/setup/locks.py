"""How services of the setting up hold a contest, save it, and see that nobody was first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.models import Contest
from nastavnik.contest.permissions import can_run_contest, can_run_contests
from nastavnik.contest.services.setup.refusals import ChangedMeanwhile, ContestReleased
from nastavnik.core import journal
from nastavnik.core.memory import forget_all
from nastavnik.people.permissions import Actor


def locked_contest(actor: Actor, contest_id: int) -> Contest:
    """Return a contest locked for a deed of `actor`, also a removed one, its school joined. Raises `PermissionDenied`."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("school").get(pk=contest_id)
    if not can_run_contests(actor, contest.school):
        raise PermissionDenied
    return contest


def locked_for_setup(actor: Actor, contest_id: int) -> Contest:
    """Return a contest locked for a change of its rules. Raises `PermissionDenied`, `ContestReleased`."""
    contest = locked_contest(actor, contest_id)
    if not can_run_contest(actor, contest):
        raise PermissionDenied
    if contest.released_at is not None:
        raise ContestReleased
    return contest


def check_seen(current: Mapping[str, Any], version: int) -> None:
    """Raise `ChangedMeanwhile` when what is saved (`selectors.typed`) is not what the form was opened on."""
    if current["version"] != version:
        raise ChangedMeanwhile


def changed(actor: Actor, contest: Contest, verb: str, now: datetime, *fields: str, **details: Any) -> None:
    """Save the named fields with the contest's next version, write the journal, let public pages be read anew."""
    contest.version += 1
    contest.save(update_fields=[*fields, "version"])
    journal.record(actor=actor, verb=verb, subject=contest, now=now, **details)
    transaction.on_commit(forget_all)

"""Asking for a run of the press, and stopping it."""

from collections.abc import Collection as Some
from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.publishing import tasks
from nastavnik.publishing.enums import RUNS_IN_WORK, RunState
from nastavnik.publishing.models import Article, PressRun
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.press.pressing import ORDER
from nastavnik.publishing.selectors.rights import pressable
from nastavnik.publishing.services.locking import locked_collection
from nastavnik.publishing.services.pressing.refusals import NothingReady, NothingToPress

PRINT_SET = frozenset({Form.PRINT, Form.COVER})


@transaction.atomic
def ask_press(*, actor: User, collection_id: int, forms: Some[str], now: datetime) -> PressRun:
    """Have a collection pressed in these forms (`press.book.Form`) in the background; pages to read here are made in any case.

    What a printing house gets is one set: whoever asks for its block or its cover gets both, for the spine is as thick as the block and the
    looks of both are the same. Without a form its texts are only checked. While a run waits or works, asking again is harmless: that run is returned.
    Only articles that are ready, and settled in the text that stands in them, are pressed. Raises `NothingToPress`, `NothingReady`,
    `PermissionDenied`.
    """
    collection = locked_collection(actor, collection_id)
    known = PressRun.objects.filter(collection=collection, state__in=RUNS_IN_WORK).first()
    if known is not None:
        return known
    articles = Article.objects.filter(collection=collection, removed_at=None)
    if not articles.exists():
        raise NothingToPress
    if forms and not articles.filter(pressable()).exists():
        raise NothingReady
    wanted = _wanted(forms)
    run = PressRun.objects.create(collection=collection, forms=wanted, asked_by=actor, asked_at=now)
    journal.record(actor=actor, verb="press_asked", subject=collection, now=now, forms=wanted)
    tasks.press_collection.enqueue(run.pk)
    return run


def _wanted(forms: Some[str]) -> list[str]:
    """Return the forms that are pressed when these are asked for, in the order of the press."""
    wished = set(forms)
    if wished:
        wished.add(Form.WEB)
    if wished & PRINT_SET:
        wished |= PRINT_SET
    return [str(form) for form in ORDER if form in wished]


@transaction.atomic
def stop_press(*, actor: User, collection_id: int, run: str, now: datetime) -> PressRun:
    """Stop a run: one that waits at once, one that works within a second or so. What was pressed before stays.

    Raises `PressRun.DoesNotExist`, `PermissionDenied`.
    """
    collection = locked_collection(actor, collection_id)
    row = PressRun.objects.select_for_update().get(collection=collection, token=run)
    if row.state not in RUNS_IN_WORK or row.stop_asked_at is not None:
        return row
    row.stop_asked_at = now
    if row.state == RunState.WAITING:
        row.state, row.ended_at = RunState.STOPPED, now
    row.save(update_fields=["stop_asked_at", "state", "ended_at"])
    journal.record(actor=actor, verb="press_stopped", subject=collection, now=now)
    return row

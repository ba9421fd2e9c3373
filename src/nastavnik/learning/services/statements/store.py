"""The record store of a school: where it is, whether it is told anything, and by which name of people."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.sealing import Unsealable, seal, unseal
from nastavnik.learning.enums import SendState
from nastavnik.learning.models import RecordStore, Statement
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school

PURPOSE = "learning.record-store"


class StoreIncomplete(Refusal):
    """A store without an address, key or secret cannot be switched on."""

    message = _("To switch it on, the address, the key and the secret are needed.")


@transaction.atomic
def set_store(
    *,
    actor: Actor,
    school_id: int,
    endpoint: str,
    key: str,
    secret: str | None,
    is_on: bool,
    is_named: bool,
    now: datetime,
) -> RecordStore:
    """Change the record store; `secret` None leaves the one that is kept. What happened before it is on is not told.

    What waits was written for the store as it was: for another one, or by other names, it is written anew.
    A secret belongs to its address: with another one, it must be given anew. Raises `StoreIncomplete`.
    """
    school = School.objects.select_for_update().get(pk=school_id)
    if not can_run_school(actor, school):
        raise PermissionDenied
    store = RecordStore.objects.filter(school=school).first() or RecordStore(school=school)
    if secret is None and endpoint != store.endpoint:
        secret = ""
    sealed = store.sealed_secret if secret is None else seal(secret, purpose=PURPOSE) if secret else ""
    if is_on and not (endpoint and key and sealed):
        raise StoreIncomplete
    if (endpoint, is_named) != (store.endpoint, store.is_named) or not is_on:
        Statement.objects.filter(school=school).exclude(state=SendState.SENT).delete()
        store.deeply_looked_at = None
    if is_on and not store.is_on:
        store.begins_at, store.looked, store.looked_at, store.deeply_looked_at = now, {}, now, now
    store.endpoint, store.key, store.sealed_secret = endpoint, key, sealed
    store.is_on, store.is_named = is_on, is_named
    _wake(store, now)
    store.save()
    verb = "record store on" if is_on else "record store off"
    journal.record(actor=actor, verb=verb, subject=school, now=now, endpoint=endpoint, is_named=is_named)
    return store


@transaction.atomic
def retry_statements(*, actor: Actor, school_id: int, now: datetime) -> int:
    """Let the store be tried at once, also with statements that it refused; return how many those are."""
    school = School.objects.get(pk=school_id)
    if not can_run_school(actor, school):
        raise PermissionDenied
    store = RecordStore.objects.select_for_update().get(school=school)
    _wake(store, now)
    store.save()
    failed = Statement.objects.filter(school=school, state=SendState.FAILED)
    count = failed.update(state=SendState.WAITING, said="")
    journal.record(actor=actor, verb="statements retried", subject=school, now=now, count=count)
    return count


def _wake(store: RecordStore, now: datetime) -> None:
    store.try_at, store.attempts, store.fault, store.said = now, 0, "", ""


def secret_of(store: RecordStore) -> str:
    """Return the secret; nothing when it was sealed under another SECRET_KEY and must be given anew."""
    try:
        return unseal(store.sealed_secret, purpose=PURPOSE) if store.sealed_secret else ""
    except Unsealable:
        return ""

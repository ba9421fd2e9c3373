"""Keys of programs: made and shown once, used, withdrawn, forgotten with their owner."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.api.enums import Life, Scope
from nastavnik.api.models import ApiKey
from nastavnik.api.permissions import can_keep_keys
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.ids import new_token
from nastavnik.core.sealing import digest
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PURPOSE = "api.key"
# People and programs that look for leaked secrets know a key by it.
PREFIX = "nst_"
# 200 bits: nobody guesses one
KEY_LETTERS = 40
BEGINNING = len(PREFIX) + 4
MOST_KEYS = 30
# The last use is written down no more often, so that reading costs no write.
NOTED_EVERY = timedelta(minutes=1)


class TooManyKeys(Refusal):
    """There are more keys than anybody can keep an eye on."""

    message = _("The school has thirty keys that work. Withdraw one that nobody uses.")


@transaction.atomic
def make_key(
    *, actor: Actor, school_id: int, title: str, scopes: Collection[Scope], life: Life, now: datetime
) -> tuple[ApiKey, str]:
    """Make a key that acts for `actor`; return its row and the key itself, which is never told again. Raises `TooManyKeys`."""
    school = School.objects.select_for_update().get(pk=school_id)
    if not isinstance(actor, User) or not can_keep_keys(actor, school):
        raise PermissionDenied
    if ApiKey.objects.filter(school=school, revoked_at=None, expires_at__gt=now).count() >= MOST_KEYS:
        raise TooManyKeys
    secret = f"{PREFIX}{new_token(KEY_LETTERS)}"
    row = ApiKey.objects.create(
        school=school,
        owner=actor,
        title=title,
        digest=digest(secret, purpose=PURPOSE),
        beginning=secret[:BEGINNING],
        scopes=[scope.value for scope in Scope if scope in scopes],
        made_at=now,
        expires_at=now + timedelta(days=life),
    )
    journal.record(actor=actor, verb="api_key_made", subject=row, now=now, title=title, scopes=row.scopes)
    return row, secret


@transaction.atomic
def revoke_key(*, actor: Actor, school_id: int, token: str, now: datetime) -> ApiKey:
    """Withdraw a key at once and for good. Safe to repeat. Raises `ApiKey.DoesNotExist`."""
    school = School.objects.get(pk=school_id)
    if not can_keep_keys(actor, school):
        raise PermissionDenied
    key = ApiKey.objects.select_for_update().get(school=school, token=token)
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        journal.record(actor=actor, verb="api_key_revoked", subject=key, now=now, title=key.title)
    return key


def use_key(*, secret: str, school: School, now: datetime) -> ApiKey | None:
    """Return the key with its owner, and note that it was used; None for one that opens nothing in this school (any more).

    It opens nothing from the moment on at which its owner could not make it any more.
    """
    if not secret.startswith(PREFIX):
        return None
    living = ApiKey.objects.filter(school=school, revoked_at=None, expires_at__gt=now, owner__is_active=True)
    key = living.select_related("owner").filter(digest=digest(secret, purpose=PURPOSE)).first()
    if key is None or not can_keep_keys(key.owner, school):
        return None
    if key.used_at is None or key.used_at <= now - NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(used_at=now)
    return key


def forget_person(*, user_id: int) -> int:
    """Delete the keys of somebody who asked to be forgotten; return how many there were. Safe to repeat."""
    deleted, _by_model = ApiKey.objects.filter(owner=user_id).delete()
    return deleted


def forget_who_was_missed() -> int:
    """Do the same for all whose erasure nobody heard of."""
    deleted, _by_model = ApiKey.objects.filter(owner__erased_at__isnull=False).delete()
    return deleted

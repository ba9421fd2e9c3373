"""The platforms of a school: connected, changed, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.learning.models import LtiPlatform
from nastavnik.learning.services.lti.keys import keep_keys
from nastavnik.learning.services.lti.refusals import PlatformKnown, TooManyPlatforms
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school

MOST_PLATFORMS = 30


@dataclass(frozen=True, slots=True)
class PlatformWords:
    """What is typed of a platform. Its addresses have been looked at (`core.outside.check_address`)."""

    title: str
    issuer: str
    client_id: str
    deployments: Sequence[str]
    auth_url: str
    token_url: str
    keys_url: str
    makes_accounts: bool


@transaction.atomic
def add_platform(*, actor: Actor, school_id: int, words: PlatformWords, now: datetime) -> LtiPlatform:
    """Connect a platform. Raises `PlatformKnown`, `TooManyPlatforms`."""
    school = School.objects.select_for_update().get(pk=school_id)
    if not can_run_school(actor, school):
        raise PermissionDenied
    check_room(school)
    return make_platform(actor=actor, school=school, words=words, now=now)


def check_room(school: School) -> None:
    """Raise `TooManyPlatforms` when one more would be too many."""
    if LtiPlatform.objects.filter(school=school, removed_at=None).count() >= MOST_PLATFORMS:
        raise TooManyPlatforms


def make_platform(
    *, actor: Actor | None, school: School, words: PlatformWords, now: datetime, registered_by: str = ""
) -> LtiPlatform:
    """Write the row of a platform; for services that have checked the right. A removed one of the same names comes back.

    Raises `PlatformKnown`.
    """
    removed = LtiPlatform.objects.filter(school=school, issuer=words.issuer, client_id=words.client_id).first()
    if removed is not None and removed.removed_at is None:
        raise PlatformKnown
    platform = removed or LtiPlatform(school=school, added_at=now)
    platform.removed_at, platform.registered_by = None, registered_by
    _write(platform, words)
    keep_keys(now=now)
    journal.record(actor=actor, verb="platform added", subject=platform, now=now, issuer=platform.issuer)
    return platform


@transaction.atomic
def change_platform(*, actor: Actor, platform_token: str, words: PlatformWords, now: datetime) -> LtiPlatform:
    """Change a platform. Raises `PlatformKnown`."""
    platform = _locked(actor, platform_token)
    _write(platform, words)
    journal.record(actor=actor, verb="platform changed", subject=platform, now=now, issuer=platform.issuer)
    return platform


def _write(platform: LtiPlatform, words: PlatformWords) -> None:
    platform.title, platform.issuer, platform.client_id = words.title.strip(), words.issuer, words.client_id
    platform.deployments = list(words.deployments)
    platform.auth_url, platform.token_url, platform.keys_url = words.auth_url, words.token_url, words.keys_url
    platform.makes_accounts = words.makes_accounts
    try:
        with transaction.atomic():
            platform.save()
    except IntegrityError as error:
        raise PlatformKnown from error


@transaction.atomic
def remove_platform(*, actor: Actor, platform_token: str, now: datetime) -> LtiPlatform:
    """Let nobody come from a platform any more, and tell it nothing. Safe to repeat."""
    return _set_removed(actor, platform_token, now, "platform removed", is_removed=True)


@transaction.atomic
def restore_platform(*, actor: Actor, platform_token: str, now: datetime) -> LtiPlatform:
    """Bring a removed platform back, with its people and grades. Safe to repeat."""
    return _set_removed(actor, platform_token, now, "platform restored", is_removed=False)


def _set_removed(actor: Actor, token: str, now: datetime, verb: str, *, is_removed: bool) -> LtiPlatform:
    platform = _locked(actor, token)
    if (platform.removed_at is not None) != is_removed:
        platform.removed_at = now if is_removed else None
        platform.save(update_fields=["removed_at"])
        journal.record(actor=actor, verb=verb, subject=platform, now=now, issuer=platform.issuer)
    return platform


def _locked(actor: Actor, token: str) -> LtiPlatform:
    platform = LtiPlatform.objects.select_for_update(of=("self",)).select_related("school").get(token=token)
    if not can_run_school(actor, platform.school):
        raise PermissionDenied
    return platform

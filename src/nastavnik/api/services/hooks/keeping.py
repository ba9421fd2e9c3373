"""Who is told news: webhooks as the desk keeps them. Their secret is told once, when it is made."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.api.enums import DeliveryState, Event, SilentBecause
from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.permissions import can_keep_webhooks
from nastavnik.api.selectors.news import body_of
from nastavnik.api.services.hooks.signing import new_secret
from nastavnik.api.tasks import deliver
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.outside import OutsideFault, check_address
from nastavnik.core.queue.once import enqueue_once
from nastavnik.core.sealing import seal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PURPOSE = "api.webhook"
MOST_WEBHOOKS = 10


class TooManyWebhooks(Refusal):
    """Each piece of news would be sent too often."""

    message = _("The school has ten webhooks. Remove one that nobody needs.")


class UnknownAddress(Refusal):
    """The address is none that is called; forms say why before it comes here."""

    message = _("Nothing can be sent to this address.")


class WebhookIsOff(Refusal):
    """Nothing is sent to it."""

    message = _("This webhook is switched off. Nothing was sent: switch it on first.")


@transaction.atomic
def add_webhook(
    *, actor: Actor, school_id: int, title: str, url: str, events: Collection[Event], now: datetime
) -> tuple[Webhook, str]:
    """Let an address be told news; return the row and its secret. Raises `TooManyWebhooks`, `UnknownAddress`."""
    school = School.objects.select_for_update().get(pk=school_id)
    if not can_keep_webhooks(actor, school):
        raise PermissionDenied
    _check(url)
    if Webhook.objects.filter(school=school, removed_at=None).count() >= MOST_WEBHOOKS:
        raise TooManyWebhooks
    secret = new_secret()
    hook = Webhook.objects.create(
        school=school,
        title=title,
        url=url,
        sealed_secret=seal(secret, purpose=PURPOSE),
        events=_words(events),
        made_by=actor if isinstance(actor, User) else None,
        made_at=now,
        try_at=now,
    )
    journal.record(actor=actor, verb="webhook_made", subject=hook, now=now, title=title, events=hook.events)
    return hook, secret


@transaction.atomic
def change_webhook(
    *,
    actor: Actor,
    school_id: int,
    token: str,
    title: str,
    url: str,
    events: Collection[Event],
    is_on: bool,
    now: datetime,
) -> Webhook:
    """Change where and what is told, or whether anything is; switched on again it is tried at once.

    What waited for another address, or while it was off, is not sent: it would be old news. Raises `UnknownAddress`.
    """
    hook = _locked(actor, school_id, token)
    _check(url)
    if url != hook.url or not is_on:
        waiting = Delivery.objects.filter(webhook=hook, state=DeliveryState.WAITING)
        waiting.update(state=DeliveryState.DROPPED)
    hook.title, hook.url, hook.events, hook.is_on = title, url, _words(events), is_on
    hook.silent_because = "" if is_on else hook.silent_because or SilentBecause.BY_HAND
    hook.try_at, hook.attempts, hook.failing_since = now, 0, None
    hook.save()
    about = {"title": title, "events": hook.events, "is_on": is_on}
    journal.record(actor=actor, verb="webhook_changed", subject=hook, now=now, **about)
    return hook


@transaction.atomic
def renew_secret(*, actor: Actor, school_id: int, token: str, now: datetime) -> tuple[Webhook, str]:
    """Sign with a new secret from now on; return the row and the secret."""
    hook, secret = _locked(actor, school_id, token), new_secret()
    hook.sealed_secret = seal(secret, purpose=PURPOSE)
    hook.save(update_fields=["sealed_secret"])
    journal.record(actor=actor, verb="webhook_secret_renewed", subject=hook, now=now, title=hook.title)
    return hook, secret


@transaction.atomic
def remove_webhook(*, actor: Actor, school_id: int, token: str, now: datetime) -> None:
    """Tell an address nothing any more; what waited for it is dropped."""
    hook = _locked(actor, school_id, token)
    Delivery.objects.filter(webhook=hook, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    hook.is_on, hook.removed_at, hook.sealed_secret = False, now, ""
    hook.save(update_fields=["is_on", "removed_at", "sealed_secret"])
    journal.record(actor=actor, verb="webhook_removed", subject=hook, now=now, title=hook.title)


@transaction.atomic
def send_trial(*, actor: Actor, school_id: int, token: str, now: datetime) -> Delivery:
    """Send a message about nothing, at once, also to an address that has failed till now. Raises `WebhookIsOff`."""
    hook = _locked(actor, school_id, token)
    if not hook.is_on:
        raise WebhookIsOff
    hook.try_at = now
    hook.save(update_fields=["try_at"])
    body = body_of(hook.school, Event.PING, {}, now)
    trial = Delivery.objects.create(webhook=hook, event=Event.PING, body=body, made_at=now)
    enqueue_once(deliver)
    return trial


def _locked(actor: Actor, school_id: int, token: str) -> Webhook:
    hooks = Webhook.objects.select_for_update(of=("self",)).select_related("school")
    hook = hooks.get(school=school_id, token=token, removed_at=None)
    if not can_keep_webhooks(actor, hook.school):
        raise PermissionDenied
    return hook


def _words(events: Collection[Event]) -> list[str]:
    return [event.value for event in Event if event in events]


def _check(url: str) -> None:
    try:
        check_address(url)
    except OutsideFault as error:
        raise UnknownAddress from error

"""Webhooks at the desk, with what was sent to them. Secrets are never among what is read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet

from nastavnik.api.enums import DeliveryState, Event, SilentBecause
from nastavnik.api.models import Delivery
from nastavnik.api.permissions import can_keep_webhooks, webhooks_visible_to
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

SHOWN = 50
# of ui/badge
BADGES: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: "waiting",
    DeliveryState.SENT: "ok",
    DeliveryState.FAILED: "wrong",
    DeliveryState.DROPPED: "neutral",
}


@dataclass(frozen=True, slots=True)
class HookRow:
    """A webhook in the list of the desk."""

    token: str
    title: str
    url: str
    events: tuple[str, ...]
    is_on: bool
    # why it is off; nothing while it is on
    silent_because: str
    is_failing: bool
    waiting: int


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A message, and what became of it."""

    number: str
    event: str
    state: str
    badge: str
    attempts: int
    status: int | None
    said: str
    made_at: datetime
    tried_at: datetime | None
    body: str


@dataclass(frozen=True, slots=True)
class HookPage:
    """A webhook at the desk, with its newest messages."""

    row: HookRow
    try_at: datetime
    failing_since: datetime | None
    deliveries: tuple[DeliveryRow, ...]
    # what the form of the webhook begins with
    typed: dict[str, Any]


def hooks_page(actor: Actor, school: School) -> list[HookRow]:
    """Return the webhooks of the school in the order in which they were made; one query. Raises `PermissionDenied`."""
    check_can_keep(actor, school)
    return [_row(hook) for hook in _counted(actor, school).order_by("made_at", "pk")]


def hook_page(actor: Actor, school: School, token: str) -> HookPage:
    """Return a webhook with its newest messages; two queries. Raises `Webhook.DoesNotExist`, also for who keeps none."""
    hook = _counted(actor, school).get(token=token)
    deliveries = Delivery.objects.filter(webhook=hook).order_by("-made_at", "-pk")[:SHOWN]
    return HookPage(
        row=_row(hook),
        try_at=hook.try_at,
        failing_since=hook.failing_since,
        deliveries=tuple(_delivery(one) for one in deliveries),
        typed={"title": hook.title, "url": hook.url, "events": hook.events, "is_on": hook.is_on},
    )


def check_can_keep(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who keeps no webhooks."""
    if not can_keep_webhooks(actor, school):
        raise PermissionDenied


def _counted(actor: Actor, school: School) -> QuerySet[Any]:
    is_waiting = Q(deliveries__state=DeliveryState.WAITING)
    return webhooks_visible_to(actor, school).annotate(waiting=Count("deliveries", filter=is_waiting))


def _row(hook: Any) -> HookRow:
    return HookRow(
        token=hook.token,
        title=hook.title,
        url=hook.url,
        events=tuple(str(Event(word).label) for word in hook.events),
        is_on=hook.is_on,
        silent_because=str(SilentBecause(hook.silent_because).label) if hook.silent_because else "",
        is_failing=hook.failing_since is not None,
        waiting=hook.waiting,
    )


def _delivery(row: Delivery) -> DeliveryRow:
    state = DeliveryState(row.state)
    return DeliveryRow(
        number=str(row.pk),
        event=str(Event(row.event).label),
        state=str(state.label),
        badge=BADGES[state],
        attempts=row.attempts,
        status=row.status,
        said=row.said,
        made_at=row.made_at,
        tried_at=row.tried_at,
        body=row.body,
    )

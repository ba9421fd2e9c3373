"""Messages on their way: to each address one after the other in their order, tried again with longer and longer waits.

An address that fails keeps its own messages waiting and nobody else's. What could not be sent in `GIVEN_UP` is dropped, and
the webhook is switched off: its keepers are told.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from nastavnik.api.enums import DeliveryState, SilentBecause
from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.services.hooks.keeping import PURPOSE
from nastavnik.api.services.hooks.signing import headers_of
from nastavnik.core.outside import FAULT_TEXTS, Answer, OutsideFault, call
from nastavnik.core.sealing import Unsealable, unseal
from nastavnik.learning.services.lti.talk import said_of
from nastavnik.learning.services.turns import take_turns
from nastavnik.people.enums import NoticeKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.services.notices import notify
from nastavnik.programme.permissions import place_of

log = structlog.get_logger("nastavnik.api.webhooks")

BATCH = 200
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
GIVEN_UP = timedelta(days=3)
# So long a webhook belongs to the process that took it; one that was killed lets it go then.
CLAIM_LIVES = timedelta(minutes=5)
KEPT = timedelta(days=30)


class _Untaken(Exception):
    """The address has not taken a message."""

    def __init__(self, said: str, status: int | None = None) -> None:
        self.said, self.status = said, status
        super().__init__(said)


def send_due_deliveries(*, clock: Callable[[], datetime]) -> int:
    """Send what waits; return how many messages were taken. Safe to run twice and at once."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING)
    due = Webhook.objects.filter(is_on=True, removed_at=None, try_at__lte=clock(), pk__in=waiting.values("webhook"))
    due = due.select_related("school")
    return take_turns(due.order_by("try_at", "pk"), partial(_send_to, clock=clock), clock=clock)


def _send_to(hook: Webhook, until: datetime, *, clock: Callable[[], datetime]) -> int:
    """Send what waits for one address until its turn is over, it fails, or somebody changes it."""
    is_mine = Webhook.objects.filter(pk=hook.pk, try_at=hook.try_at, is_on=True)
    claimed_until = clock() + CLAIM_LIVES
    if not is_mine.update(try_at=claimed_until):
        return 0
    mine = Webhook.objects.filter(pk=hook.pk, try_at=claimed_until, is_on=True)
    taken = 0
    waiting = Delivery.objects.filter(webhook=hook, state=DeliveryState.WAITING).order_by("made_at", "pk")
    for delivery in list(waiting[:BATCH]):
        if clock() >= until or not mine.exists():
            break
        try:
            _send(hook, delivery, clock())
        except _Untaken as error:
            _note_failure(mine, hook, delivery, error, clock())
            return taken
        taken += 1
    mine.update(try_at=clock(), **({"attempts": 0, "failing_since": None} if taken else {}))
    return taken


def _send(hook: Webhook, delivery: Delivery, now: datetime) -> None:
    """Send a message. Raises `_Untaken`."""
    body = delivery.body.encode()
    answer = _answer(hook, delivery, body, now)
    if not answer.is_good:
        raise _Untaken(said_of(answer), answer.status)
    _note(delivery, now, state=DeliveryState.SENT, status=answer.status, said="")


def _answer(hook: Webhook, delivery: Delivery, body: bytes, now: datetime) -> Answer:
    try:
        secret = unseal(hook.sealed_secret, purpose=PURPOSE)
        return call("POST", hook.url, headers=headers_of(secret, str(delivery.pk), now, body), body=body)
    except OutsideFault as error:
        raise _Untaken(f"{FAULT_TEXTS[error.fault]} {error.said}".strip()) from error
    except Unsealable as error:
        raise _Untaken("SECRET_KEY") from error  # it is another one than that which sealed


def _note(delivery: Delivery, now: datetime, **fields: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts + 1, tried_at=now, **fields)


@transaction.atomic
def _note_failure(mine: QuerySet[Webhook], hook: Webhook, delivery: Delivery, error: _Untaken, now: datetime) -> None:
    """Let the address wait, or give it up."""
    log.warning("webhook_not_taken", webhook=hook.pk, status=error.status, said=error.said)
    is_gone = error.status == HTTPStatus.GONE
    since = hook.failing_since or now
    is_given_up = is_gone or now - since >= GIVEN_UP
    state = DeliveryState.FAILED if is_given_up else DeliveryState.WAITING
    _note(delivery, now, state=state, status=error.status, said=error.said[:300])
    wait = WAITS[min(hook.attempts, len(WAITS) - 1)]
    fields: dict[str, Any] = {"try_at": now + wait, "attempts": hook.attempts + 1, "failing_since": since}
    if is_given_up:
        silent = SilentBecause.GONE if is_gone else SilentBecause.FAILING
        fields |= {"is_on": False, "silent_because": silent}
    if mine.update(**fields) and is_given_up:
        _give_up(hook, now)


def _give_up(hook: Webhook, now: datetime) -> None:
    """Drop what waits, and tell those who keep webhooks."""
    Delivery.objects.filter(webhook=hook, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    place = place_of(hook.school)
    keepers = RoleAssignment.objects.filter(role=Role.METHODIST, place_kind=place.kind, place_id=place.id)
    notify(
        user_ids=list(keepers.values_list("user", flat=True)),
        kind=NoticeKind.DESK,
        template="api/notices/webhook_off",
        context={"title": hook.title, "url": hook.url},
        link=hook.school.address_of(reverse("api:webhook", args=[hook.token])),
        key=f"webhook-off-{hook.token}-{now:%Y%m%d%H}",
        now=now,
        place=place,
        zone=hook.school.time_zone,
    )


def forget_old_deliveries(*, now: datetime) -> int:
    """Delete what was sent or dropped long ago; return how many messages."""
    ended = Delivery.objects.filter(made_at__lt=now - KEPT).exclude(state=DeliveryState.WAITING)
    deleted, _by_model = ended.delete()
    return deleted

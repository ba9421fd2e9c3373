"""Messages for browsers: rows written in the transaction of their notice, sent by a task, tried again, forgotten."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from nastavnik.core.sealing import Unsealable
from nastavnik.people import tasks
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import PushMessage, PushSubscription
from nastavnik.people.services.push.addresses import unsealed
from nastavnik.people.services.push.wire import Answer, Parcel, Push, Reply, post

log = logging.getLogger(__name__)

BATCH = 500
# So many leave before it is written down what became of them.
PARCELS = 64
THREADS = 8
# What nobody has seen for a day is read in the page.
KEPT = timedelta(days=1)
# Waits between the tries; a message is given up after the last one. A process that died holds one up for the first.
WAITS = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=2))
URGENT = frozenset({NoticeKind.LIVE, NoticeKind.REMINDERS, NoticeKind.ACCOUNT})
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Queued:
    """What the browsers of a person are to show. With a `key` each shows it once."""

    user_id: int
    push: Push
    kind: NoticeKind
    key: str
    useless_at: datetime | None


def queue_pushes(queued: Sequence[Queued], *, now: datetime) -> None:
    """Put a message for each browser of each person into the outbox. Silent where the operator has not switched it on."""
    useful = [one for one in queued if one.useless_at is None or one.useless_at > now]
    if not settings.WEB_PUSH or not useful:
        return
    ids, browsers = sorted({one.user_id for one in useful}), dict[int, list[PushSubscription]]()
    for start in range(0, len(ids), BATCH):
        for browser in PushSubscription.objects.filter(user__in=ids[start : start + BATCH]).order_by("pk"):
            browsers.setdefault(browser.user_id, []).append(browser)
    messages = [_message(browser, one, now) for one in useful for browser in browsers.get(one.user_id, ())]
    if messages:
        PushMessage.objects.bulk_create(messages, batch_size=BATCH, ignore_conflicts=True)
        tasks.send_pushes.enqueue()


def _message(browser: PushSubscription, queued: Queued, now: datetime) -> PushMessage:
    text = queued.push.text
    return PushMessage(
        subscription=browser,
        kind=queued.kind,
        key=queued.key,
        title=queued.push.title,
        text=text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…",
        link=queued.push.link,
        is_urgent=queued.kind in URGENT,
        created_at=now,
        try_at=now,
        expires_at=min(queued.useless_at or now + KEPT, now + KEPT),
    )


def send_due_pushes(*, clock: Callable[[], datetime]) -> None:
    """Send what is due. Safe to run twice and at once; one that may have left twice is shown by the browser once."""
    PushMessage.objects.filter(expires_at__lte=clock()).delete()
    if not settings.WEB_PUSH:
        return
    with ThreadPoolExecutor(THREADS, thread_name_prefix="push") as pool:
        while claimed := _claim(clock()):
            parcels = [(message, parcel) for message in claimed if (parcel := _parcel(message, clock())) is not None]
            replies = pool.map(post, [parcel for _message, parcel in parcels])
            for (message, _sent), reply in zip(parcels, replies, strict=True):
                _finish(message, reply, clock())


def _claim(now: datetime) -> list[PushMessage]:
    """Return what is due and is ours now: whoever moved its next try. Empty when nothing is due.

    What was tried for the last time by a process that died lies there until it is old news.
    """
    due = PushMessage.objects.filter(try_at__lte=now, attempts__lte=len(WAITS)).select_related("subscription")
    with transaction.atomic():
        return [message for message in due.order_by("-is_urgent", "try_at", "pk")[:PARCELS] if _is_ours(message, now)]


def _is_ours(message: PushMessage, now: datetime) -> bool:
    row = PushMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    return bool(row.update(try_at=now + WAITS[0], attempts=F("attempts") + 1))


def _parcel(message: PushMessage, now: datetime) -> Parcel | None:
    """Return the message as it leaves; a browser whose keys no longer open is switched off."""
    try:
        browser = unsealed(message.subscription.sealed)
    except Unsealable:
        message.subscription.delete()
        return None
    return Parcel(
        browser=browser,
        push=Push(message.title, message.text, message.link),
        ttl=max(1, int((message.expires_at - now).total_seconds())),
        topic=message.key,
        is_urgent=message.is_urgent,
        now=now,
    )


def _finish(message: PushMessage, reply: Reply, now: datetime) -> None:
    """Write down what became of a message. Its row may be gone already: taken back, or its browser switched off."""
    subscription, row = message.subscription, PushMessage.objects.filter(pk=message.pk)
    if reply.answer is Answer.GONE:
        PushSubscription.objects.filter(pk=subscription.pk).delete()
    elif reply.answer is Answer.LATER and message.attempts < len(WAITS):
        row.update(try_at=now + WAITS[message.attempts])
    else:
        row.delete()
    if reply.answer is Answer.TAKEN:
        PushSubscription.objects.filter(pk=subscription.pk).update(used_at=now)
    else:
        host = urlsplit(unsealed(subscription.sealed).endpoint).hostname
        log.warning("push service %s: %s (%s)", host, reply.answer.name.lower(), reply.said)

"""News written down for the webhooks that want it, in the transaction of what it tells: nothing is lost, and nothing told that was not."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.selectors.news import News, body_of, event_of, news_of
from nastavnik.api.tasks import deliver
from nastavnik.core.queue.once import enqueue_once


def tell(*, news: Sequence[object], now: datetime) -> int:
    """Write events of one kind down for each webhook that wants them; return how many messages.

    What nobody wants costs a query, however much it is; what somebody wants costs as many for hundreds as for one.
    """
    event = event_of(news[0])
    wanting = [hook for hook in Webhook.objects.filter(is_on=True, removed_at=None) if event in hook.events]
    if not wanting:
        return 0
    rows = [row for one in news_of(news) for row in _messages(one, wanting, now)]
    if rows:
        Delivery.objects.bulk_create(rows)
        # only to wake the queue: what a process that is killed here leaves waiting is found within a minute
        transaction.on_commit(partial(enqueue_once, deliver), robust=True)
    return len(rows)


def _messages(told: News, wanting: Sequence[Webhook], now: datetime) -> Iterator[Delivery]:
    bodies = {school.pk: body_of(school, told.event, told.subject, now) for school in told.schools}
    for hook in wanting:
        if hook.school_id in bodies:
            yield Delivery(webhook=hook, event=told.event, body=bodies[hook.school_id], made_at=now)

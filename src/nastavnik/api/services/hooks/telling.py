"""News written down for the webhooks that want it, in the transaction of what it tells: nothing is lost, and nothing told that was not."""

from datetime import datetime
from functools import partial

from django.db import transaction

from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.selectors.news import body_of, event_of, news_of
from nastavnik.api.tasks import deliver
from nastavnik.core.queue.once import enqueue_once


def tell(*, news: object, now: datetime) -> int:
    """Write an event of an app down for each webhook that wants it; return for how many. Of what nobody wants it costs a query."""
    event = event_of(news)
    wanting = [hook for hook in Webhook.objects.filter(is_on=True, removed_at=None) if event in hook.events]
    if not wanting:
        return 0
    told = news_of(news)
    bodies = {school.pk: body_of(school, event, told.subject, now) for school in told.schools}
    rows = [
        Delivery(webhook=hook, event=event, body=bodies[hook.school_id], made_at=now)
        for hook in wanting
        if hook.school_id in bodies
    ]
    if rows:
        Delivery.objects.bulk_create(rows)
        # only to wake the queue: what a process that is killed here leaves waiting is found within a minute
        transaction.on_commit(partial(enqueue_once, deliver), robust=True)
    return len(rows)

"""News written down for the webhooks that want it."""

from datetime import datetime

from django.db import transaction

from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.selectors.news import body_of, news_of
from nastavnik.api.tasks import deliver
from nastavnik.core.queue.once import enqueue_once


@transaction.atomic
def tell(*, news: object, now: datetime) -> int:
    """Write an event of an app down for each webhook that wants it; return for how many. Without webhooks it costs a query."""
    if not Webhook.objects.filter(is_on=True, removed_at=None).exists():
        return 0
    told = news_of(news)
    hooks = Webhook.objects.filter(school=told.school, is_on=True, removed_at=None)
    wanting = [hook for hook in hooks if told.event in hook.events]
    body = body_of(told.school, told.event, told.subject, now)
    Delivery.objects.bulk_create([Delivery(webhook=hook, event=told.event, body=body, made_at=now) for hook in wanting])
    if wanting:
        enqueue_once(deliver)
    return len(wanting)

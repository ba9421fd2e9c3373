"""Webhooks: kept at the desk, told news, sent in order with a signature."""

from nastavnik.api.services.hooks.keeping import (
    TooManyWebhooks,
    UnknownAddress,
    WebhookIsOff,
    add_webhook,
    change_webhook,
    remove_webhook,
    renew_secret,
    send_trial,
)
from nastavnik.api.services.hooks.sending import forget_old_deliveries, send_due_deliveries
from nastavnik.api.services.hooks.telling import tell

__all__ = [
    "TooManyWebhooks",
    "UnknownAddress",
    "WebhookIsOff",
    "add_webhook",
    "change_webhook",
    "forget_old_deliveries",
    "remove_webhook",
    "renew_secret",
    "send_due_deliveries",
    "send_trial",
    "tell",
]

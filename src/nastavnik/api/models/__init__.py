"""Keys of programs, webhooks and what is sent to them."""

from nastavnik.api.models.hooks import Delivery, Webhook
from nastavnik.api.models.keys import ApiKey
from nastavnik.api.models.repeats import Repeat

__all__ = ["ApiKey", "Delivery", "Repeat", "Webhook"]

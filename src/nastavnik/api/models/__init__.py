"""Keys of programs, webhooks and what is sent to them."""

from nastavnik.api.models.hooks import Delivery, Webhook
from nastavnik.api.models.keys import ApiKey

__all__ = ["ApiKey", "Delivery", "Webhook"]

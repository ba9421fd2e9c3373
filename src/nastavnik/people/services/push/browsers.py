"""Browsers that show a person's notices: switched on by herself in that browser, off there or on her page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from nastavnik.people.models import PushSubscription, User
from nastavnik.people.services.push.addresses import address_digest, read_browser

# Words of `User-Agent` and what people know them by; the first that is found holds, for each pretends to be others too.
BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
# Whoever switches on one more loses the one that she switched on first.
MOST_BROWSERS = 10


@transaction.atomic
def switch_on_browser(*, actor: User, told: Mapping[str, Any], user_agent: str, now: datetime) -> PushSubscription:
    """Show the notices of `actor` in the browser that told this of itself; another person's end there.

    Safe to repeat. Raises `BrowserNotUnderstood`, `PushServiceUnknown`.
    """
    address = read_browser(told)
    subscription, _is_new = PushSubscription.objects.update_or_create(
        digest=address.digest,
        defaults={"user": actor, "sealed": address.sealed(), "browser": browser_name(user_agent), "created_at": now},
    )
    _drop_oldest(actor)
    return subscription


def browser_name(user_agent: str) -> str:
    """Return by what a person knows her browser (“Firefox, Windows”); empty for one that nobody knows."""
    found = (next((name for word, name in words if word in user_agent), "") for words in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))


def _drop_oldest(user: User) -> None:
    kept = PushSubscription.objects.filter(user=user).order_by("-created_at", "-pk").values_list("pk", flat=True)
    PushSubscription.objects.filter(user=user).exclude(pk__in=list(kept[:MOST_BROWSERS])).delete()


def switch_off_browser(*, actor: User, token: str) -> None:
    """Show nothing more in one of her browsers. Raises `PushSubscription.DoesNotExist` for another person's."""
    PushSubscription.objects.get(user=actor, token=token).delete()


def switch_off_address(*, actor: User, endpoint: str) -> None:
    """Show nothing more in the browser that has this address; silent when it was off already."""
    PushSubscription.objects.filter(user=actor, digest=address_digest(endpoint)).delete()


def leave_browser(*, user_id: int, token: str) -> None:
    """Show nothing more in a browser in which the person has signed out: somebody else may sit there now."""
    PushSubscription.objects.filter(user=user_id, token=token).delete()

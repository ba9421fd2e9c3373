"""The viewer's time zone: what her browser says, else the school's. A person's own choice is people's matter and outranks both."""

import re
from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpResponse
from django.utils import timezone

from nastavnik.core.http.requests import Request

COOKIE = "zone"  # written by the shell island when the browser's zone is not the school's
ZONE_NAME = re.compile(r"[A-Za-z_]{1,20}(/[A-Za-z0-9_+-]{1,30}){0,2}")


@lru_cache(maxsize=512)
def known_zone(name: str) -> ZoneInfo | None:
    """Return the zone of this name, or None for a name that is not one."""
    if not ZONE_NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


class ViewerZoneMiddleware:
    """Renders moments in the viewer's zone. Stands after the middleware that finds the school."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        school = getattr(request, "school", None)
        names = (request.COOKIES.get(COOKIE, ""), school.time_zone if school else "")
        zone = next((zone for zone in map(known_zone, names) if zone), timezone.get_default_timezone())
        with timezone.override(zone):
            return self.get_response(request)

"""What every page knows of the person who reads it."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from nastavnik.core.http import Request
from nastavnik.people import selectors
from nastavnik.people.enums import Place, PlaceKind
from nastavnik.people.models import User

# Pages that must open before the documents were read: leaving, the documents themselves, one's own data.
OPEN_PATHS = (
    "/accounts/",
    "/me/consents/",
    "/me/data/",
    "/consents/",
    "/unsubscribe/",
    "/preferences/",
    "/invitation/",
)


class PeopleMiddleware:
    """Puts `request.unread_notices` on pages, speaks in the reader's time zone, and asks for consents once.

    One query for a signed-in person, none for a guest.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        user = person_of(request)
        if user is None or not is_page(request):
            return self.get_response(request)
        school = getattr(request, "school", None)
        state = selectors.page_state(user, Place(PlaceKind.SCHOOL, school.pk) if school else None)
        request.unread_notices = state.unread
        if state.is_asking_consent and request.method == "GET" and not request.path_info.startswith(OPEN_PATHS):
            return redirect(f"{reverse('people:welcome')}?{urlencode({'next': request.get_full_path()})}")
        if not user.time_zone:
            return self.get_response(request)
        with timezone.override(ZoneInfo(user.time_zone)):
            return self.get_response(request)


def person_of(request: Request) -> User | None:
    """Return the signed-in person; a request without a session asks nothing of the database."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if request.user.is_authenticated else None


def is_page(request: Request) -> bool:
    """Tell whether a whole page is wanted, and not a part of one or data for a script."""
    return "HX-Request" not in request.headers and "text/html" in request.headers.get("Accept", "text/html")

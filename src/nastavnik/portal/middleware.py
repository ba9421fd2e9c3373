"""Puts the navigation on every page before it is rendered, since templates never ask the database."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from nastavnik.core.http import Request
from nastavnik.people.models import User
from nastavnik.portal import selectors


class NavigationMiddleware:
    """Sets `request.nav`, `request.user_menu`, `request.desk_nav` and `request.propose_url`; for a guest without a query.

    Stands after the middlewares that find the school and the person.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if getattr(request, "school", None) is not None and "HX-Request" not in request.headers:
            navigation = navigation_for(request)
            request.nav, request.user_menu = navigation.tabs, navigation.own
            request.desk_nav = navigation.desk
            request.propose_url = reverse("studio:propose")
        return self.get_response(request)


def navigation_for(request: Request) -> selectors.Navigation:
    """Return the navigation; a request without a session cookie asks nothing of the database."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if has_session and isinstance(request.user, User):
        return selectors.navigation_of(request.user, request.school, request.path)
    return selectors.guest_navigation(request.path)

"""Who a session belongs to, for what is answered before Django's middlewares."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from nastavnik.people.models import User

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class NotSignedIn(Exception):
    """The request carries no session of a person."""


def person_of_session(cookies: str) -> User:
    """Return the person whose session stands in a `Cookie` header. Raises `NotSignedIn`."""
    request = HttpRequest()
    request.session = SessionStore(_session_key(cookies))
    person = get_user(request)
    if not isinstance(person, User) or not person.is_active:
        raise NotSignedIn
    return person


def _session_key(cookies: str) -> str | None:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return morsel.value if morsel else None

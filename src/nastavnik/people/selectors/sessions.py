"""Who a session belongs to, for what is answered before Django's middlewares."""

from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from nastavnik.people.models import User

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class NotSignedIn(Exception):
    """The request carries no session of a person."""


def person_of_session(cookies: str) -> User:
    """Return the person whose session stands in a `Cookie` header. Raises `NotSignedIn`."""
    person = user_of(session_of(cookies))
    if person is None:
        raise NotSignedIn
    return person


def session_of(cookies: str) -> SessionBase:
    """Return the session that a `Cookie` header names; an empty one when it names none."""
    session: SessionBase = SessionStore(_session_key(cookies))
    return session


def user_of(session: SessionBase) -> User | None:
    """Return the person who is signed in in a session; nobody for a guest."""
    request = HttpRequest()
    request.session = session
    person = get_user(request)
    return person if isinstance(person, User) and person.is_active else None


def _session_key(cookies: str) -> str | None:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return morsel.value if morsel else None

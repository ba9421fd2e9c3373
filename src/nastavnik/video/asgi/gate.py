"""Who sends an upload, asked of Django in a thread: the session's person, the upload that is hers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from nastavnik.core import clock
from nastavnik.core.connections import drop_dead_connections
from nastavnik.people.models import User
from nastavnik.video.models import Upload
from nastavnik.video.services import arrivals, cancel_upload

P = ParamSpec("P")
T = TypeVar("T")

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class NotSignedIn(Exception):
    """The request carries no session of a person."""


class NoSuchUpload(Exception):
    """There is none, or it is somebody else's."""


class Expired(Exception):
    """The upload's time is over."""


class NotAllowed(Exception):
    """The person lost the right to bring films while she brought this one."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An upload and the person who sends it."""

    upload: Upload
    owner: User


def with_database(call: Callable[P, T]) -> Callable[P, T]:
    """Let `call` use the database in a thread that no request of Django looks after."""

    @wraps(call)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        drop_dead_connections()
        try:
            return call(*args, **kwargs)
        finally:
            drop_dead_connections()

    return wrapped


@with_database
def arrival(token: str, cookies: str) -> Arrival:
    """Return the upload of the person whose session stands in `cookies`.

    Raises `NotSignedIn`, `NoSuchUpload` (also for others' uploads), `Expired`.
    """
    person = _person(cookies)
    upload = Upload.objects.select_related("video").filter(token=token, owner=person).first()
    if upload is None:
        raise NoSuchUpload
    if upload.finished_at is None and upload.expires_at <= clock.now():
        raise Expired
    return Arrival(upload, person)


def _person(cookies: str) -> User:
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


@with_database
def accept(arrival: Arrival) -> None:
    """Make a film of the upload, all of which has arrived. Raises `NotAllowed`."""
    try:
        arrivals.finish(actor=arrival.owner, upload=arrival.upload, now=clock.now())
    except PermissionDenied as error:
        raise NotAllowed from error


@with_database
def give_up(arrival: Arrival) -> None:
    """Delete an unfinished upload with what had arrived."""
    cancel_upload(actor=arrival.owner, upload_id=arrival.upload.pk)

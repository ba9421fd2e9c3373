"""Who writes an application together with the head of the library."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from nastavnik.contest.enums import OPEN_STATES
from nastavnik.contest.models import Application, Author
from nastavnik.contest.permissions import can_edit_application, can_submit_application
from nastavnik.contest.selectors.stages import NotOpenForWriting
from nastavnik.contest.services.applications import telling
from nastavnik.contest.services.applications.locking import locked
from nastavnik.contest.services.applications.refusals import AuthorNotFound, LastAuthor, TooManyAuthors
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import people_of
from nastavnik.programme.permissions import place_of

MOST_AUTHORS = 15


@transaction.atomic
def add_author(*, actor: User, application_id: int, email: str, now: datetime) -> Author:
    """Let somebody of the school write too, and tell her; who writes already goes on.

    Raises `AuthorNotFound`, `TooManyAuthors`, `NotOpenForWriting`.
    """
    application = locked(actor, application_id, right=can_submit_application)
    _check_open(application)
    people = people_of(place_of(application.contest.school)).filter(is_active=True)
    person = people.filter(email=email.strip().lower()).first()
    if person is None:
        raise AuthorNotFound
    authors = Author.objects.filter(application=application)
    if known := authors.filter(user=person).first():
        return known
    if authors.count() >= MOST_AUTHORS:
        raise TooManyAuthors
    author = Author.objects.create(application=application, user=person, added_at=now)
    journal.record(actor=actor, verb="author_added", subject=application, now=now, user=person.pk)
    telling.tell_of_authorship(application=application, author=author, now=now)
    return author


@transaction.atomic
def remove_author(*, actor: User, application_id: int, user_token: str, now: datetime) -> Application:
    """Let somebody write no more; what she wrote stays. Whoever submits it may remove anybody, an author herself.

    Raises `LastAuthor`, `NotOpenForWriting`, `Author.DoesNotExist`.
    """
    application = locked(actor, application_id, right=can_edit_application)
    author = Author.objects.select_related("user").get(application=application, user__token=user_token)
    if author.user_id != actor.pk and not can_submit_application(actor, application):
        raise PermissionDenied
    _check_open(application)
    if Author.objects.filter(application=application).count() == 1:
        raise LastAuthor
    author.delete()
    journal.record(actor=actor, verb="author_removed", subject=application, now=now, user=author.user_id)
    return application


def _check_open(application: Application) -> None:
    if application.state not in OPEN_STATES:
        raise NotOpenForWriting

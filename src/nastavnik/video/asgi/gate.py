"""Who sends an upload, asked of Django in a thread: the session's person, the upload that is hers."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from nastavnik.core import clock
from nastavnik.core.connections import with_database
from nastavnik.people.models import User
from nastavnik.people.selectors.sessions import NotSignedIn, person_of_session
from nastavnik.video.models import Upload
from nastavnik.video.services import arrivals, cancel_upload

__all__ = ["Arrival", "Expired", "NoSuchUpload", "NotAllowed", "NotSignedIn", "accept", "arrival", "give_up"]


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


@with_database
def arrival(token: str, cookies: str) -> Arrival:
    """Return the upload of the person whose session stands in `cookies`.

    Raises `NotSignedIn`, `NoSuchUpload` (also for others' uploads), `Expired`.
    """
    person = person_of_session(cookies)
    upload = Upload.objects.select_related("video").filter(token=token, owner=person).first()
    if upload is None:
        raise NoSuchUpload
    if upload.finished_at is None and upload.expires_at <= clock.now():
        raise Expired
    return Arrival(upload, person)


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

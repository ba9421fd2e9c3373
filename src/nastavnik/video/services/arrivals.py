"""The bytes of an upload on their way to the disk: opened by one writer at a time, appended, made sure of, accepted.

What has arrived is the file itself: its size is the offset, so nothing is lost with the process that wrote it.
"""

import fcntl
import os
from datetime import datetime
from pathlib import Path

from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School
from nastavnik.video.models import Upload, Video
from nastavnik.video.services import store
from nastavnik.video.services.uploads import accept_upload, begin_upload


class Busy(Exception):
    """Another connection is writing to this upload."""


def arrived_bytes(upload: Upload) -> int:
    """Return how much has arrived: all of it once the upload is finished, for its file has gone on then."""
    if upload.finished_at is not None:
        return upload.length
    try:
        return store.upload_path(upload.token).stat().st_size
    except FileNotFoundError:
        return 0


def open_to_append(token: str) -> int:
    """Return a descriptor at the end of what has arrived, locked for us until it is closed. Raises `Busy`."""
    path = store.upload_path(token)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Busy from error
    return descriptor


def append(descriptor: int, pieces: list[bytes]) -> None:
    """Write all of `pieces`."""
    for piece in pieces:
        view = memoryview(piece)
        while view:
            view = view[os.write(descriptor, view) :]


def begin(
    *,
    actor: User,
    school: School,
    name: str,
    length: int,
    now: datetime,
    lesson_id: int | None = None,
    replaces_token: str = "",
) -> Upload:
    """Make the place for a film that will come by pieces. A film of no bytes has arrived with that.

    `replaces_token` names the film whose file it will replace. Raises as `begin_upload`, `Lesson.DoesNotExist`,
    `Video.DoesNotExist`.
    """
    lesson = Lesson.objects.get(pk=lesson_id, school=school) if lesson_id is not None else None
    replaces = Video.objects.get(token=replaces_token, school=school) if replaces_token else None
    upload = begin_upload(
        actor=actor, school=school, name=name, length=length, now=now, lesson=lesson, replaces=replaces
    )
    os.close(open_to_append(upload.token))
    finish(actor=actor, upload=upload, now=now)
    return upload


def bring_whole(
    *,
    actor: User,
    school: School,
    path: Path,
    name: str,
    now: datetime,
    lesson_id: int | None = None,
    replaces_token: str = "",
) -> Video:
    """Make a film of a file that has come as a whole; it is linked where that is possible. Raises as `begin`."""
    length = path.stat().st_size
    upload = begin(
        actor=actor,
        school=school,
        name=name,
        length=length,
        now=now,
        lesson_id=lesson_id,
        replaces_token=replaces_token,
    )
    if length:
        store.upload_path(upload.token).unlink()
        store.link(path, store.upload_path(upload.token))
    return accept_upload(actor=actor, upload_id=upload.pk, now=now)


def finish(*, actor: User, upload: Upload, now: datetime) -> Video | None:
    """Accept the upload when all of it has arrived; None while bytes are missing. Safe to repeat."""
    if arrived_bytes(upload) < upload.length:
        return None
    return accept_upload(actor=actor, upload_id=upload.pk, now=now)

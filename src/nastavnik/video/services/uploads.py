"""Bringing films in: a finished upload or a local file becomes a `Video` and a task."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.events import publish
from nastavnik.core.ids import new_token
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.video import tasks
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.events import VideoAccepted
from nastavnik.video.models import ProcessingStep, Upload, Video
from nastavnik.video.permissions import can_edit_video, can_upload_video
from nastavnik.video.services import store
from nastavnik.video.services.videos import check_not_on_air

UPLOAD_LIVES = timedelta(days=7)
# Room for the film, its qualities (about as much again) and what else the disk is needed for.
DISK_RESERVE_BYTES = 2 * 2**30
DISK_FACTOR = 2


class FileTooLarge(Refusal):
    """The declared length is over the limit of one file."""

    message = _("The file is too large for this school. Save the film at a lower quality or cut it into parts.")


class QuotaExceeded(Refusal):
    """All films of the school together would be over its quota."""

    message = _(
        "There is no room left for this film in the school. Remove films that are not needed, or ask the operator "
        "for more room. Nothing was uploaded."
    )


class DiskFull(Refusal):
    """The server's disk could not hold the film and its qualities."""

    message = _("The server's disk is almost full. Tell the operator; the film can be uploaded once there is room.")


class UploadUnfinished(Refusal):
    """The whole file has not arrived yet."""

    message = _("The file has not arrived completely. What has arrived is kept: go on with the upload.")


def begin_upload(
    *,
    actor: User,
    school: School,
    name: str,
    length: int,
    now: datetime,
    lesson: Lesson | None = None,
    replaces: Video | None = None,
) -> Upload:
    """Make the place into which the bytes of a film will be gathered (`store.upload_path(upload.token)`).

    Raises `FileTooLarge`, `QuotaExceeded`, `DiskFull`, `FilmOnAir`; nothing is written then.
    """
    _check_right(actor, school, lesson, replaces)
    if replaces is not None:
        check_not_on_air(replaces)
    _check_room(school, length)
    return Upload.objects.create(
        school=school,
        lesson=lesson,
        replaces=replaces,
        owner=actor,
        name=_plain_name(name),
        length=length,
        created_at=now,
        expires_at=now + UPLOAD_LIVES,
    )


def _check_right(actor: Actor, school: School, lesson: Lesson | None, replaces: Video | None) -> None:
    is_elsewhere = (lesson is not None and lesson.school_id != school.pk) or (
        replaces is not None and replaces.school_id != school.pk
    )
    if is_elsewhere or not can_upload_video(actor, school):
        raise PermissionDenied


def _check_room(school: School, length: int) -> None:
    if length > settings.UPLOAD_MAX_BYTES:
        raise FileTooLarge
    taken = Video.objects.filter(school=school).aggregate(bytes=Sum("source_bytes"))["bytes"] or 0
    coming = Upload.objects.filter(school=school, finished_at=None).aggregate(bytes=Sum("length"))["bytes"] or 0
    if taken + coming + length > settings.UPLOAD_QUOTA_BYTES:
        raise QuotaExceeded
    if shutil.disk_usage(settings.DATA_DIR).free < length * DISK_FACTOR + DISK_RESERVE_BYTES:
        raise DiskFull


def _plain_name(name: str) -> str:
    """Return the last part of a file's name as people gave it, without folders and control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:255]


@transaction.atomic
def accept_upload(*, actor: User, upload_id: int, now: datetime) -> Video:
    """Make a film of a whole upload (or give the film it replaces its new source) and have it processed.

    Safe to repeat: a second call returns the same film. Raises `UploadUnfinished` while bytes are missing.
    """
    upload = Upload.objects.select_for_update(of=("self",)).select_related("school").get(pk=upload_id)
    if upload.owner_id != actor.pk or not can_upload_video(actor, upload.school):
        raise PermissionDenied
    if upload.finished_at is not None and upload.video is not None:
        return upload.video
    path = store.upload_path(upload.token)
    if not path.exists() or path.stat().st_size != upload.length:
        raise UploadUnfinished
    video = _video_of(actor, upload, now)
    upload.video, upload.finished_at = video, now
    upload.save(update_fields=["video", "finished_at"])
    return video


def _video_of(actor: User, upload: Upload, now: datetime) -> Video:
    if upload.replaces_id is not None:
        return _give_new_source(actor, upload.replaces_id, upload, now)
    return _make_video(
        actor=actor,
        school=upload.school,
        lesson=upload.lesson,
        source=store.upload_name(upload.token),
        name=upload.name,
        size=upload.length,
        now=now,
    )


def accept_file(
    *,
    actor: Actor,
    path: Path,
    now: datetime,
    lesson: Lesson | None = None,
    school: School | None = None,
    title: str = "",
    access: Access = Access.OPEN,
) -> Video:
    """Make a film of a file on this machine, for a lesson or for the shelf of `school`, and have it processed.

    The file itself stays where it is (it is linked or copied). Raises `FileTooLarge`, `QuotaExceeded`, `DiskFull`;
    `ValueError` when neither a lesson nor a school is given.
    """
    school = lesson.school if lesson is not None else school
    if school is None:
        raise ValueError("a film needs a lesson or a school")
    _check_right(actor, school, lesson, None)
    size = path.stat().st_size
    _check_room(school, size)
    token = new_token()
    store.copy_in(path, token)
    try:
        with transaction.atomic():
            return _make_video(
                actor=actor,
                school=school,
                lesson=lesson,
                source=store.upload_name(token),
                name=_plain_name(path.name),
                size=size,
                now=now,
                title=title,
                access=access,
            )
    except BaseException:
        store.upload_path(token).unlink(missing_ok=True)
        raise


def _make_video(
    *,
    actor: Actor,
    school: School,
    lesson: Lesson | None,
    source: str,
    name: str,
    size: int,
    now: datetime,
    title: str = "",
    access: Access = Access.OPEN,
) -> Video:
    video = Video.objects.create(
        school=school,
        lesson=lesson,
        title=title or (lesson.title if lesson else Path(name).stem),
        access=access,
        source_path=source,
        source_name=name,
        source_bytes=size,
        created_by=actor if isinstance(actor, User) else None,
        created_at=now,
    )
    journal.record(actor=actor, verb="uploaded", subject=video, now=now, file=name, bytes=size)
    _start(video)
    return video


def _give_new_source(actor: User, video_id: int, upload: Upload, now: datetime) -> Video:
    """Put the film back to the beginning with another source file; what is shown now stays until the new one plays."""
    video = Video.objects.select_for_update(of=("self",)).select_related("school").get(pk=video_id)
    if not can_edit_video(actor, video):
        raise PermissionDenied
    video.source_path = store.upload_name(upload.token)
    video.source_name, video.source_bytes = upload.name, upload.length
    video.state, video.refusal, video.warning = VideoState.QUEUED, "", ""
    video.failures, video.percent, video.seconds_left = 0, 0, None
    video.attempt += 1  # an earlier processing that still runs may write nothing more
    video.save(
        update_fields=[
            *("source_path", "source_name", "source_bytes", "state", "refusal", "warning", "failures", "percent"),
            *("seconds_left", "attempt"),
        ]
    )
    ProcessingStep.objects.filter(video=video).delete()
    journal.record(actor=actor, verb="replaced", subject=video, now=now, file=upload.name, bytes=upload.length)
    _start(video)
    return video


def _start(video: Video) -> None:
    tasks.open_video.enqueue(video.pk)
    publish(VideoAccepted(video_id=video.pk))


@transaction.atomic
def cancel_upload(*, actor: User, upload_id: int) -> None:
    """Give up an unfinished upload and delete what had arrived of it."""
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    if upload.owner_id != actor.pk:
        raise PermissionDenied
    if upload.finished_at is None:
        store.upload_path(upload.token).unlink(missing_ok=True)
        upload.delete()

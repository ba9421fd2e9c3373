"""The sound of films for everybody as one file each: found missing by a sweep, made by a task, published in the build that is shown."""

import logging
import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from nastavnik.core.ids import new_token
from nastavnik.core.queue.once import enqueue_once
from nastavnik.video import tasks
from nastavnik.video.enums import RenditionKind
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.ffmpeg.whole_sound import copy_sound
from nastavnik.video.models import Rendition, SoundFile, Video
from nastavnik.video.selectors.sounds import FILE_NAME, films_without_sound_file
from nastavnik.video.services import store

log = logging.getLogger(__name__)

# of one round: copying takes seconds, but the queue of films is not ours alone
MOST_AT_ONCE = 20


def request_missing() -> int:
    """Enqueue the films whose sound should be one file and is not; return how many."""
    ids = films_without_sound_file().order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(enqueue_once(tasks.make_sound_file, video_id) for video_id in ids)


def make_sound_file(*, video_id: int, now: datetime) -> None:
    """Make the sound of a film one file beside its qualities. Safe to repeat; what cannot be made of a build is not tried again."""
    video = films_without_sound_file([video_id]).first()
    if video is None:
        return
    folder = store.work_dir(video.token) / f"sound-{new_token()}"
    published = folder / "published"
    published.mkdir(parents=True)
    try:
        size = _copied(video, folder, published / FILE_NAME)
        if size:
            store.add_to_build(video.token, video.build, published)
        _keep(video, size, now)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(video: Video, folder: Path, target: Path) -> int:
    """Return the size of what was copied, 0 when there is nothing to copy."""
    sound = Rendition.objects.filter(video=video, build=video.build, kind=RenditionKind.SOUND).first()
    if sound is None:
        return 0
    try:
        path = store.local_file(video.token, video.build, f"{sound.name}.m4s", folder)
        seconds = video.duration_seconds or 0.0
        copy_sound(path, target, title=video.title, duration_seconds=seconds, ffmpeg=settings.FFMPEG)
    except (FfmpegFailed, FileNotFoundError) as error:
        log.warning("the sound of film %s could not be made one file: %s", video.pk, error)
        return 0
    return target.stat().st_size


@transaction.atomic
def _keep(video: Video, size: int, now: datetime) -> None:
    """Note what was made, unless another build is shown by now."""
    shown = Video.objects.select_for_update().filter(pk=video.pk, build=video.build, removed_at=None)
    if shown.exists():
        fields = {"build": video.build, "bytes": size, "made_at": now}
        SoundFile.objects.update_or_create(video=video, defaults=fields)

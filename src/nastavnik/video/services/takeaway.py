"""A film as one MP4 with its chapters, for an archive or another site."""

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.core.ids import new_token
from nastavnik.video.ffmpeg.chapters import MarkedPlace, copy_with_chapters
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.models import Video
from nastavnik.video.selectors.chapters import chapters_of
from nastavnik.video.services import store


class NoSource(Refusal):
    """The film has no source file (yet): a broadcast that goes on or is being put together."""

    message = _("The film has no file of its own yet. Wait until its recording has been put together.")


class NotForMp4(Refusal):
    """The source's picture or sound cannot be put into an MP4 as they are."""

    message = _("The film’s file is recorded in a way that MP4 does not take. The original is kept as it was brought.")


def save_as_mp4(*, video_id: int, target: Path) -> None:
    """Write the film's source into `target` as MP4 with its title and chapters. Nothing is encoded anew.

    For the operator's shell: the caller has all rights. Raises `NoSource`, `NotForMp4`.
    """
    video = Video.objects.get(pk=video_id)
    if not video.source_path:
        raise NoSource
    folder = store.work_dir(video.token) / f"takeaway-{new_token()}"
    folder.mkdir(parents=True)
    try:
        _make(video, folder / "film.mp4")
        shutil.move(folder / "film.mp4", target)
    except FfmpegFailed as error:
        raise NotForMp4 from error
    finally:
        shutil.rmtree(folder)


def _make(video: Video, made: Path) -> None:
    chapters = [MarkedPlace(one.seconds, one.until_seconds, one.title) for one in chapters_of(video)]
    copy_with_chapters(
        store.local_source(video.token, video.source_path),
        made,
        title=video.title,
        chapters=chapters,
        duration_seconds=video.duration_seconds or 0.0,
        ffmpeg=settings.FFMPEG,
    )

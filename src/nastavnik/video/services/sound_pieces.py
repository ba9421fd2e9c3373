"""Pieces of a film's sound for somebody who may hear these and not watch the film: in a folder of their own, whose address opens nothing else."""

import logging
import shutil
from collections.abc import Sequence

from django.conf import settings

from nastavnik.core.ids import new_token
from nastavnik.video.enums import RenditionKind
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.ffmpeg.sound_pieces import SoundPiece, copy_pieces
from nastavnik.video.models import Rendition, Video
from nastavnik.video.services import store

__all__ = ["SoundPiece", "delete_pieces", "publish_pieces"]

log = logging.getLogger(__name__)


def publish_pieces(video: Video, pieces: Sequence[SoundPiece]) -> str:
    """Publish pieces of the sound of a film that plays; return the name of their folder, empty where nothing is to be heard.

    Whoever asked for them keeps the name, and gives the folder up with `delete_pieces`; all of them go with the film.
    """
    sound = Rendition.objects.filter(video=video, build=video.build, kind=RenditionKind.SOUND).first()
    if sound is None or not pieces:
        return ""
    folder = store.work_dir(video.token) / f"pieces-{new_token()}"
    published = folder / "published"
    published.mkdir(parents=True)
    try:
        path = store.local_file(video.token, video.build, f"{sound.name}.m4s", folder)
        seconds = video.duration_seconds or 0.0
        copy_pieces(path, published, pieces, duration_seconds=seconds, ffmpeg=settings.FFMPEG)
        name = new_token()
        store.publish_build(video.token, name, published)
    except (FfmpegFailed, FileNotFoundError) as error:
        log.warning("pieces of the sound of film %s could not be made: %s", video.pk, error)
        return ""
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return name


def delete_pieces(video_token: str, folder: str) -> None:
    """Delete a folder of pieces: whoever has an address in it hears nothing more."""
    store.delete_build(video_token, folder)

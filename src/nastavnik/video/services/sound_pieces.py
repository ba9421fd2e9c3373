"""Pieces of a film's sound for somebody who may hear these and not watch the film: in a folder of their own, whose address opens nothing else."""

import shutil
from collections.abc import Sequence

from django.conf import settings

from nastavnik.core.ids import new_token
from nastavnik.video.enums import RenditionKind
from nastavnik.video.ffmpeg.sound_pieces import SoundPiece, copy_pieces
from nastavnik.video.models import Rendition, Video
from nastavnik.video.services import store

__all__ = ["SoundPiece", "delete_pieces", "publish_pieces"]


def publish_pieces(video: Video, pieces: Sequence[SoundPiece]) -> str:
    """Publish pieces of the sound of a film that plays; return the name of their folder, empty where the film has no sound.

    Whoever asked for them keeps the name, and gives the folder up with `delete_pieces`; all of them go with the film. What may be
    otherwise the next time is raised: `FfmpegFailed`, `FileNotFoundError`, and what the storage raises.
    """
    # a film that is made anew meanwhile has another build
    video.refresh_from_db(fields=["build", "duration_seconds"])
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
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return name


def delete_pieces(video_token: str, folder: str) -> None:
    """Delete a folder of pieces: whoever has an address in it hears nothing more."""
    store.delete_build(video_token, folder)

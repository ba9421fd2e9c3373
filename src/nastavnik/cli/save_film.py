"""`nastavnik save-film`: a film of the school as one MP4 with its chapters."""

from pathlib import Path

import typer

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.core.errors import Refusal
from nastavnik.video.models import Video
from nastavnik.video.services import takeaway


def save_film(*, token: str, path: Path) -> None:
    """Write the film, and say where it lies."""
    video = Video.objects.filter(token=token, removed_at=None).first()
    if video is None:
        stop_with(Exit.NOT_FOUND, f"There is no film {token}. It is the last part of its address: /videos/<film>/.")
    try:
        takeaway.save_as_mp4(video_id=video.pk, target=path)
    except Refusal as refusal:
        stop_with(Exit.REFUSED, str(refusal.message))
    typer.echo(f"{path}: {video.title}")

"""How loud a film is, second by second: drawn in the editor, and searched for the pauses of speech."""

from django.core.files.storage import default_storage

from nastavnik.people.permissions import Actor
from nastavnik.video.models import Video
from nastavnik.video.permissions import can_edit_video
from nastavnik.video.speech.wave import Wave, read_wave


def wave_name(video: Video) -> str:
    """Return the name in the storage; it lies beside the builds and goes with them when the film is deleted."""
    return f"{video.token}/sound/{video.source_mark}.wave"


def known_wave(video: Video) -> Wave | None:
    """Return the wave of the film's present source, or None while it is not made."""
    name = wave_name(video)
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return read_wave(file.read())


def wave_of(actor: Actor, video: Video) -> bytes | None:
    """Return ten peaks a second, a byte each, or None while it is not made (`services.request_wave` has it made).

    Raises `Video.DoesNotExist` for who may not edit the film's words.
    """
    if not can_edit_video(actor, video):
        raise Video.DoesNotExist
    wave = known_wave(video)
    return wave.peaks if wave is not None else None

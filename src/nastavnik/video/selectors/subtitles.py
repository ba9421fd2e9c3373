"""Which subtitles a film has, for its player."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from nastavnik.core.memory import remembered
from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Cue, Transcript, Video
from nastavnik.video.selectors.words import language_name


@dataclass(frozen=True, slots=True)
class Subtitles:
    """Subtitles in one language."""

    language: str
    label: str
    url: str


def subtitles_of(video: Video) -> tuple[Subtitles, ...]:
    """Return the subtitles that can be shown, Russian first; the caller has asked for the right to watch."""
    cues = Cue.objects.filter(transcript=OuterRef("pk"))
    rows = Transcript.objects.filter(Exists(cues), video=video).exclude(
        state__in=[TranscriptState.WAITING, TranscriptState.RECOGNISING]
    )
    languages = sorted(rows.values_list("language", flat=True), key=lambda one: (one != "ru", one))
    return tuple(
        Subtitles(one, language_name(one), reverse("video:words_file", args=[video.token, one, "vtt"]))
        for one in languages
    )


known_subtitles_of = remembered(subtitles_of)

"""Which subtitles a film has, for its player."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from nastavnik.video.enums import TranscriptState
from nastavnik.video.models import Cue, Transcript, Video
from nastavnik.video.selectors.words import language_name


@dataclass(frozen=True, slots=True)
class Subtitles:
    """Subtitles in one language."""

    language: str
    label: str
    url: str


def languages_shown(video: Video) -> QuerySet[Transcript]:
    """Return the transcripts of a film that can be shown."""
    return transcripts_shown().filter(video=video)


def transcripts_shown() -> QuerySet[Transcript]:
    """Return the transcripts that can be shown: they have phrases, and none are still being put into them."""
    cues = Cue.objects.filter(transcript=OuterRef("pk"))
    in_work = [TranscriptState.WAITING, TranscriptState.RECOGNISING]
    return Transcript.objects.filter(Exists(cues)).exclude(state__in=in_work)


def subtitles_in(video: Video, languages: Iterable[str]) -> tuple[Subtitles, ...]:
    """Return the subtitles of a film in `languages`, Russian first."""
    return tuple(
        Subtitles(one, language_name(one), reverse("video:words_file", args=[video.token, one, "vtt"]))
        for one in sorted(languages, key=lambda one: (one != "ru", one))
    )

"""The page on which a methodist edits the chapters of a film."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.video.enums import ChapterKind, TranscriptState
from nastavnik.video.models import Chapter, Slide, Transcript
from nastavnik.video.selectors.desk import video_to_edit
from nastavnik.video.selectors.player import Player, player_of


@dataclass(frozen=True, slots=True)
class ChapterToEdit:
    """A chapter as the form shows it, and where it came from in words."""

    id: int
    seconds: float
    title: str
    origin: str


@dataclass(frozen=True, slots=True)
class ChaptersDesk:
    """The chapters of a film beside the film."""

    token: str
    title: str
    film_url: str
    watch_url: str
    player: Player
    duration_seconds: float | None
    chapters: tuple[ChapterToEdit, ...]
    # a person changed them: the proposed ones can be had again
    is_edited: bool
    # there is something to propose from
    has_hints: bool


def chapters_desk(actor: Actor, school: School, token: str, now: datetime) -> ChaptersDesk:
    """Return the page. Raises `Video.DoesNotExist`, or `PermissionDenied` for who may not change the film."""
    video = video_to_edit(actor, school, token)
    chapters = Chapter.objects.filter(video=video).order_by("seconds", "pk")
    words = Transcript.objects.filter(video=video, state=TranscriptState.READY)
    return ChaptersDesk(
        token=video.token,
        title=video.title,
        film_url=reverse("video:film", args=[video.token]),
        watch_url=reverse("video:watch", args=[video.token]),
        player=player_of(actor, video, now),
        duration_seconds=video.duration_seconds,
        chapters=tuple(
            ChapterToEdit(one.pk, one.seconds, one.title, str(ChapterKind(one.kind).label)) for one in chapters
        ),
        is_edited=video.has_edited_chapters,
        has_hints=Slide.objects.filter(video=video).exists() or words.exists(),
    )

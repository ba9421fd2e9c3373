"""The page on which a methodist edits the chapters of a film."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.urls import reverse

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.video.enums import ChapterKind, DeckState, TranscriptState
from nastavnik.video.models import Chapter, Deck, Slide, Transcript, Video
from nastavnik.video.selectors.desk import video_to_edit
from nastavnik.video.selectors.player import Player, player_of

LOOKING = (DeckState.WAITING, DeckState.FINDING)
LISTENING = (TranscriptState.WAITING, TranscriptState.RECOGNISING)


@dataclass(frozen=True, slots=True)
class ChapterToEdit:
    """A chapter as the form shows it, and where it came from in words."""

    id: int
    seconds: float
    title: str
    origin: str


@dataclass(frozen=True, slots=True)
class ChaptersMaking:
    """Whether chapters are still to be proposed."""

    token: str
    # slides or words that they are made of are being looked for, and nobody has changed the chapters
    is_busy: bool
    # there is something to propose from
    has_hints: bool
    count: int


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
    making: ChaptersMaking


def chapters_desk(actor: Actor, school: School, token: str, now: datetime) -> ChaptersDesk:
    """Return the page. Raises `Video.DoesNotExist`, or `PermissionDenied` for who may not change the film."""
    video = video_to_edit(actor, school, token)
    chapters = list(Chapter.objects.filter(video=video).order_by("seconds", "pk"))
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
        making=_making(video, len(chapters)),
    )


def chapters_making(actor: Actor, school: School, token: str) -> ChaptersMaking:
    """Return whether chapters are still to be proposed. Raises as `chapters_desk`."""
    video = video_to_edit(actor, school, token)
    return _making(video, Chapter.objects.filter(video=video).count())


def _making(video: Video, count: int) -> ChaptersMaking:
    decks, words = Deck.objects.filter(video=video), Transcript.objects.filter(video=video)
    known = Video.objects.annotate(
        is_looking=Exists(decks.filter(state__in=LOOKING)) | Exists(words.filter(state__in=LISTENING)),
        has_hints=Exists(Slide.objects.filter(video=video)) | Exists(words.filter(state=TranscriptState.READY)),
    )
    is_looking, has_hints = known.values_list("is_looking", "has_hints").get(pk=video.pk)
    # the slides of a film that is still being made are looked for when it is
    is_busy = not video.has_edited_chapters and (is_looking or video.is_in_work)
    return ChaptersMaking(token=video.token, is_busy=is_busy, has_hints=has_hints, count=count)
